"""Guardrails, contacts, administrators, log archives and checks in the stacks of the models."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from constructs_lib.alternate_contact import AlternateContact
from constructs_lib.declarations import (
    CustomersCommercialDeclaration,
    GuardrailsDeclaration,
    LogArchiveDeclaration,
)
from constructs_lib.errors import ConstructError
from constructs_lib.organization_policy import OrganizationPolicy
from constructs_lib.policy_document import Statement
from constructs_lib.synthesis import synthesize
from tests.constructs.conftest import Json, declaration, pair, stacks_in
from tests.constructs.test_reseller_partner import customer, example

CLOUDTRAIL, GUARDDUTY = "cloudtrail.amazonaws.com", "guardduty.amazonaws.com"
PAIRS = (pair("logs", organizational_unit="Security"), pair("app"), pair("old", closed=True))
SECURITY = AlternateContact("SECURITY", "Watch", "Team", "watch@example.gov", "+1 555 0100")
NO_USERS = OrganizationPolicy("no-users", [Statement(actions=["iam:CreateUser"])], targets=["Workloads"])
ARCHIVE = LogArchiveDeclaration("logs", "agency-log-archive")


def stacks(tmp_path: Path, **changes: Any) -> dict[str, Json]:
    synthesize(declaration(*PAIRS, **changes), outdir=tmp_path, state_dir=tmp_path)
    return stacks_in(tmp_path)


def resellers(tmp_path: Path, *customers: Any, **commercial: Any) -> dict[str, Json]:
    declared = example()
    declared = replace(
        declared,
        customers=customers,
        commercial=replace(declared.commercial, **{"guardrails": GuardrailsDeclaration(), **commercial}),
    )
    synthesize(declared, outdir=tmp_path, state_dir=tmp_path)
    return stacks_in(tmp_path)


def test_readiness_is_checked_where_pairs_are_made(tmp_path: Path) -> None:
    (rule,) = stacks(tmp_path)["account-pairs"]["check"]["readiness"]["assert"]
    assert rule["condition"] == "${data.govpair_readiness.readiness.ready}"


@pytest.mark.parametrize(
    ("side", "stack", "account"),
    [
        ("commercial", "account-pairs", "${govpair_account_pair.app.commercial_account_id}"),
        ("govcloud", "govcloud-agency", "${govpair_membership.app.account_id}"),
    ],
)
def test_every_open_account_has_the_contacts_of_its_side(tmp_path: Path, side: str, stack: str, account: str) -> None:
    found = stacks(tmp_path, **{side: {"contacts": [SECURITY]}})[stack]
    contacts = found["resource"]["aws_account_alternate_contact"]
    assert sorted(contacts) == ["app-security", "logs-security"]
    assert contacts["app-security"]["account_id"] == account
    assert found["provider"]["aws"]


def test_govcloud_contacts_need_trust_and_come_after_the_membership(tmp_path: Path) -> None:
    found = stacks(tmp_path, govcloud={"contacts": [SECURITY]})["govcloud-agency"]["resource"]
    trusted = found["aws_organizations_organization"]["agency"]["aws_service_access_principals"]
    assert trusted == ["account.amazonaws.com"]
    after = found["aws_account_alternate_contact"]["app-security"]["depends_on"]
    assert after == ["govpair_membership.app"]


def test_contacts_of_one_side_are_not_the_other_sides(tmp_path: Path) -> None:
    found = stacks(tmp_path, commercial={"contacts": [SECURITY]})
    assert "aws_account_alternate_contact" not in found["govcloud-agency"]["resource"]


@pytest.mark.parametrize(("side", "stack"), [("commercial", "account-pairs"), ("govcloud", "govcloud-agency")])
def test_a_pair_administers_a_service_on_either_side(tmp_path: Path, side: str, stack: str) -> None:
    given = {"trusted_services": [GUARDDUTY], "delegated_administrators": {GUARDDUTY: ["logs"]}}
    made = stacks(tmp_path, **{side: given})[stack]["resource"]["aws_organizations_delegated_administrator"]
    (administrator,) = made.values()
    assert administrator["service_principal"] == GUARDDUTY
    assert ".logs." in administrator["account_id"]


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"delegated_administrators": {GUARDDUTY: ["logs"]}}, "doesn't trust it"),
        ({"trusted_services": [GUARDDUTY], "delegated_administrators": {GUARDDUTY: ["old"]}}, "no account 'old'"),
        ({"log_archive": replace(ARCHIVE, account="old")}, "no open account pair 'old'; there are: app, logs"),
        ({"log_archive": replace(ARCHIVE, organization_trail=True)}, "doesn't trust cloudtrail.amazonaws.com"),
    ],
)
def test_what_a_side_cannot_have_is_refused(tmp_path: Path, side: str, given: Any, said: str) -> None:
    with pytest.raises(ConstructError, match=said):
        stacks(tmp_path, **{side: given})


def test_each_side_has_a_log_archive_of_its_own(tmp_path: Path) -> None:
    commercial = replace(ARCHIVE, bucket_name="agency-commercial-logs")
    declared = declaration(*PAIRS, commercial={"log_archive": commercial}, govcloud={"log_archive": ARCHIVE})
    order = synthesize(declared, outdir=tmp_path, state_dir=tmp_path)
    assert order == ["commercial", "account-pairs", "govcloud-agency", "baseline-agency", "baseline-commercial"]
    found = stacks_in(tmp_path)
    for name, partition, side in (("agency", "aws-us-gov", "govcloud"), ("commercial", "aws", "commercial")):
        stack = found[f"baseline-{name}"]
        (aws,), trails = stack["provider"]["aws"], stack["resource"]["govpair_account_trail"]
        assert aws["profile"] == side
        (role,) = aws["assume_role"]
        assert role["role_arn"].startswith(f"arn:{partition}:iam::${{data.terraform_remote_state.")
        assert {each["side"] for each in trails.values()} == {side}
        assert sorted(trails) == ["app", "logs"]
        policy = stack["resource"]["aws_s3_bucket_policy"]["log-archive"]["policy"]
        assert f"arn:{partition}:s3:::" in policy


def test_a_govcloud_trail_waits_for_the_membership(tmp_path: Path) -> None:
    trail = stacks(tmp_path, govcloud={"log_archive": ARCHIVE})["baseline-agency"]["resource"]["govpair_account_trail"]
    outputs = "data.terraform_remote_state.govcloud-agency.outputs"
    assert trail["app"]["account_id"] == f'${{{outputs}.memberships["app"].account_id}}'


@pytest.mark.parametrize(("side", "stack"), [("commercial", "commercial"), ("govcloud", "agency")])
def test_one_trail_of_the_organization_by_choice(tmp_path: Path, side: str, stack: str) -> None:
    archive = replace(ARCHIVE, organization_trail=True)
    found = stacks(tmp_path, **{side: {"trusted_services": [CLOUDTRAIL], "log_archive": archive}})[f"baseline-{stack}"]
    assert "govpair_account_trail" not in found["resource"]
    trail = found["resource"]["aws_cloudtrail"]["organization"]
    assert (trail["is_organization_trail"], trail["provider"]) == (True, "aws.management")
    management = [each for each in found["provider"]["aws"] if each.get("alias") == "management"]
    assert [each["profile"] for each in management] == [side]
    assert "assume_role" not in management[0]


def test_a_customers_organization_trail_is_made_through_the_management_pairs_role(tmp_path: Path) -> None:
    archive = LogArchiveDeclaration("new-logs", "new-logs", organization_trail=True)
    new = customer("new", log_archive=archive, trusted_services=[CLOUDTRAIL])
    providers = resellers(tmp_path, new)["baseline-new"]["provider"]["aws"]
    roles = {each.get("alias"): each["assume_role"][0]["role_arn"] for each in providers}
    assert '"new-management"' in roles["management"]
    assert '"new-logs"' in roles[None]


def test_a_customers_commercial_guardrails_begin_at_its_own_unit_and_have_its_name(tmp_path: Path) -> None:
    rails = GuardrailsDeclaration(
        ready_made={"deny-leaving-organization": {}}, policies=[replace(NO_USERS, targets=["Security"])]
    )
    customers = [
        customer(name, commercial=CustomersCommercialDeclaration(guardrails=rails, contacts=[SECURITY]))
        for name in ("one", "two")
    ]
    found = resellers(tmp_path, *customers, enabled_policy_types=["SERVICE_CONTROL_POLICY"])
    types = found["commercial"]["resource"]["aws_organizations_organization"]["commercial"]["enabled_policy_types"]
    assert types == ["SERVICE_CONTROL_POLICY"]
    assert "aws_organizations_policy" not in found["commercial"]["resource"]
    resources = found["account-pairs-two"]["resource"]
    assert sorted(resources["aws_organizations_policy"]) == ["two-deny-leaving-organization", "two-no-users"]
    targets = {each["target_id"] for each in resources["aws_organizations_policy_attachment"].values()}
    units = resources["aws_organizations_organizational_unit"]
    assert {units[target.split(".")[1]]["name"] for target in targets} == {"two", "Security"}
    assert sorted(resources["aws_account_alternate_contact"]) == ["two-logs-security", "two-management-security"]


def test_a_customers_commercial_log_archive_is_a_stack_of_its_own(tmp_path: Path) -> None:
    archive = LogArchiveDeclaration("new-logs", "new-commercial-logs")
    new = customer("new", commercial=CustomersCommercialDeclaration(log_archive=archive))
    stack = resellers(tmp_path, new)["baseline-new-commercial"]
    assert sorted(stack["resource"]["govpair_account_trail"]) == ["new-logs", "new-management"]
    assert stack["provider"]["aws"][0]["assume_role"][0]["role_arn"].startswith("arn:aws:iam::")


RAILS = CustomersCommercialDeclaration(guardrails=GuardrailsDeclaration(policies=[NO_USERS]))
SHARED = CustomersCommercialDeclaration(
    log_archive=LogArchiveDeclaration("new-logs", "new-logs", organization_trail=True)
)


@pytest.mark.parametrize(
    ("customers", "commercial", "said"),
    [
        (
            [customer("new", commercial=RAILS)],
            {},
            "SERVICE_CONTROL_POLICY: not enabled; add it to enabled_policy_types",
        ),
        ([customer("new", commercial=SHARED)], {}, "would log the other customers' accounts"),
        ([customer("new"), customer("new-commercial")], {}, "new-commercial: new is a customer too"),
        ([customer("new")], {"log_archive": ARCHIVE}, "are its customers'"),
        ([customer("new")], {"contacts": [SECURITY]}, "are its customers'"),
        ([customer("new")], {"delegated_administrators": {GUARDDUTY: ["x"]}}, "has no pairs but its customers'"),
    ],
)
def test_what_a_reseller_cannot_have_is_refused(tmp_path: Path, customers: Any, commercial: Any, said: str) -> None:
    with pytest.raises(ConstructError, match=said):
        resellers(tmp_path, *customers, **commercial)


def test_a_renamed_administrator_stays_one(tmp_path: Path) -> None:
    side = {"trusted_services": [GUARDDUTY], "delegated_administrators": {GUARDDUTY: ["new", "logs"]}}
    pairs = (PAIRS[0], pair("new", renamed_from="app"))
    synthesize(declaration(*pairs, commercial=side, govcloud=side), outdir=tmp_path, state_dir=tmp_path)
    for name in ("account-pairs", "govcloud-agency"):
        stack = stacks_in(tmp_path)[name]
        kind = "aws_organizations_delegated_administrator"
        (move,) = [each for each in stack["moved"] if each["to"].startswith(kind)]
        assert move["to"].removeprefix(f"{kind}.") in stack["resource"][kind]
        assert "app" in move["from"]


def test_a_customers_guardrail_reaches_nobody_else_from_python_either(tmp_path: Path) -> None:
    rails = GuardrailsDeclaration(policies=[replace(NO_USERS, targets=["r-abcd"])])
    new = customer("new", commercial=CustomersCommercialDeclaration(guardrails=rails))
    with pytest.raises(ConstructError, match="'r-abcd' is no organizational unit of the customer"):
        resellers(tmp_path, new, enabled_policy_types=["SERVICE_CONTROL_POLICY"])


def test_a_company_cannot_call_its_govcloud_organization_commercial(tmp_path: Path) -> None:
    with pytest.raises(ConstructError, match="can't be commercial"):
        synthesize(declaration(govcloud_name="commercial"), outdir=tmp_path, state_dir=tmp_path)


def test_a_renamed_pair_keeps_its_accounts_in_every_stack(tmp_path: Path) -> None:
    side = {"contacts": [SECURITY], "log_archive": ARCHIVE}
    pairs = (PAIRS[0], pair("new", renamed_from="app"))
    synthesize(declaration(*pairs, commercial=side, govcloud=side), outdir=tmp_path, state_dir=tmp_path)
    contact = {"from": "aws_account_alternate_contact.app-security", "to": "aws_account_alternate_contact.new-security"}
    found = {name: stack.get("moved") for name, stack in stacks_in(tmp_path).items()}
    assert found == {
        "commercial": None,
        "account-pairs": [contact, {"from": "govpair_account_pair.app", "to": "govpair_account_pair.new"}],
        "govcloud-agency": [contact, {"from": "govpair_membership.app", "to": "govpair_membership.new"}],
        "baseline-agency": [{"from": "govpair_account_trail.app", "to": "govpair_account_trail.new"}],
        "baseline-commercial": [{"from": "govpair_account_trail.app", "to": "govpair_account_trail.new"}],
    }
    for name, moves in found.items():
        for each in moves or ():
            kind, new = each["to"].split(".")
            assert new in stacks_in(tmp_path)[name]["resource"][kind]
