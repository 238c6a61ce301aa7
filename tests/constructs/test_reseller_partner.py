from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from constructs_lib.declarations import (
    CustomerDeclaration,
    GuardrailsDeclaration,
    LogArchiveDeclaration,
    ResellerPartnerDeclaration,
)
from constructs_lib.errors import ConstructError
from constructs_lib.organization_yaml import OrganizationFileError, read_organization
from constructs_lib.synthesis import synthesize
from tests.constructs.conftest import Json, pair, stacks_in
from workbench.paths import PROJECT

RESELLER = PROJECT / "examples" / "reseller" / "organization.yaml"


def example() -> ResellerPartnerDeclaration:
    declared = read_organization(RESELLER).declaration()
    assert isinstance(declared, ResellerPartnerDeclaration)
    return declared


def customer(name: str, **changes: object) -> CustomerDeclaration:
    made = CustomerDeclaration(
        name=name,
        management_pair=f"{name}-management",
        account_pairs=(pair(f"{name}-management"), pair(f"{name}-logs", organizational_unit="Security")),
        organizational_units={"Security": {}},
        guardrails=GuardrailsDeclaration(ready_made={"deny-leaving-organization": {}}),
        log_archive=LogArchiveDeclaration(f"{name}-logs", f"{name}-log-archive"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def stacks(tmp_path: Path, declared: ResellerPartnerDeclaration) -> dict[str, Json]:
    synthesize(declared, outdir=tmp_path, state_dir=Path("/states"))
    return stacks_in(tmp_path)


def test_the_example_has_three_customers_eleven_pairs_and_an_adopted_one() -> None:
    declared = example()
    assert (len(declared.customers), len(declared.account_pairs)) == (3, 11)
    adopted = {each.name for each in declared.customers if all(pair.adopt_existing for pair in each.account_pairs)}
    assert adopted == {"summit"}


def test_the_stacks_come_in_an_order_to_apply_them(tmp_path: Path) -> None:
    declared = replace(example(), customers=(customer("new"), customer("also")))
    order = synthesize(declared, outdir=tmp_path, state_dir=tmp_path)
    assert order == [
        "commercial",
        *(f"{stack}-{name}" for name in ("also", "new") for stack in ("account-pairs", "govcloud", "baseline")),
    ]


def test_a_new_customer_leaves_every_other_stack_byte_for_byte_and_reads_none_of_theirs(tmp_path: Path) -> None:
    declared = example()
    before = stacks(tmp_path / "before", declared)
    after = stacks(tmp_path / "after", replace(declared, customers=(customer("new"), *declared.customers)))
    for name in before:
        files = [tmp_path / which / "stacks" / name / "cdk.tf.json" for which in ("before", "after")]
        assert files[0].read_bytes() == files[1].read_bytes()
    new = after.keys() - before.keys()
    assert new == {"account-pairs-new", "govcloud-new", "baseline-new"}
    assert {each for name in new for each in after[name]["data"]["terraform_remote_state"]} <= {"commercial", *new}


def test_the_order_of_customers_and_pairs_means_nothing(tmp_path: Path) -> None:
    declared = example()
    turned = [replace(each, account_pairs=each.account_pairs[::-1]) for each in reversed(declared.customers)]
    assert stacks(tmp_path / "a", declared) == stacks(tmp_path / "b", replace(declared, customers=turned))


def test_the_customers_organization_is_made_through_the_role_that_trusts_the_paired_account(tmp_path: Path) -> None:
    stack = stacks(tmp_path, replace(example(), customers=[customer("new")]))["govcloud-new"]
    account = '${data.terraform_remote_state.account-pairs-new.outputs.pairs["new-management"].govcloud_account_id}'
    role = {"role_arn": f"arn:aws-us-gov:iam::{account}:role/OrganizationAccountAccessRole"}
    (aws,), (govpair,) = stack["provider"]["aws"], stack["provider"]["govpair"]
    assert (aws["profile"], aws["assume_role"]) == ("govcloud", [role])
    assert govpair["govcloud_management"]["assume_role"] == [role]
    assert "assume_role" not in govpair["govcloud_paired"]
    assert list(stack["resource"]["govpair_membership"]) == ["new-logs"]
    assert list(stack["resource"]["aws_organizations_policy"]) == ["deny-leaving-organization"]


def test_a_customers_commercial_units_are_below_one_of_its_name(tmp_path: Path) -> None:
    stack = stacks(tmp_path, replace(example(), customers=[customer("new")]))["account-pairs-new"]
    units, pairs = (
        stack["resource"][kind] for kind in ("aws_organizations_organizational_unit", "govpair_account_pair")
    )
    assert {unit["name"] for unit in units.values()} == {"new", "Security"}
    assert pairs["new-management"]["parent_id"] == "${aws_organizations_organizational_unit.new.id}"
    assert pairs["new-logs"]["parent_id"] != pairs["new-management"]["parent_id"]


def test_the_log_archive_is_in_the_log_account_and_every_account_has_a_trail(tmp_path: Path) -> None:
    stack = stacks(tmp_path, replace(example(), customers=[customer("new")]))["baseline-new"]
    assert list(stack["resource"]["govpair_account_trail"]) == ["new-logs", "new-management"]
    assert '"new-logs"' in stack["provider"]["aws"][0]["assume_role"][0]["role_arn"]
    assert stack["resource"]["aws_s3_bucket"]["log-archive"]["bucket"] == "new-log-archive"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"management_pair": "nobody"}, "'nobody' is none of the customer's open account pairs"),
        ({"log_archive": LogArchiveDeclaration("nobody", "a-bucket")}, "there is no open account pair 'nobody'"),
        ({"organizational_units": {}}, "there is no organizational unit 'Security'"),
        ({"guardrails": GuardrailsDeclaration(ready_made={"x": {}})}, "There is no ready-made policy 'x'"),
    ],
)
def test_what_does_not_fit_together_is_refused(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    with pytest.raises(ConstructError, match=said):
        stacks(tmp_path, replace(example(), customers=[customer("new", **changes)]))


def test_a_customer_named_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConstructError, match="new: there are two customers of that name"):
        stacks(tmp_path, replace(example(), customers=[customer("new"), customer("new")]))


def test_the_file_tells_what_is_wrong_across_customers(tmp_path: Path) -> None:
    text = RESELLER.read_text()
    for old, new in (
        ("name: meadow\n", "name: harbor\n"),
        ("management_pair: summit-management", "management_pair: summit"),
        ("{name: meadow-logs, email: aws+meadow-logs@", "{name: meadow-logs, email: aws+harbor-logs@"),
    ):
        assert old in text
        text = text.replace(old, new)
    file = tmp_path / "organization.yaml"
    file.write_text(text)
    with pytest.raises(OrganizationFileError) as raised:
        read_organization(file)
    said = str(raised.value)
    assert "customers[1].name: 'harbor' is the name of customers[0] already." in said
    assert "customers[2].management_pair: There is no pair 'summit'; there are: summit-management, " in said
    assert "is the email of customers[0].account_pairs[1] already" in said


def test_what_moved_is_told_to_terraform(tmp_path: Path) -> None:
    from constructs_lib import SingleCompany
    from constructs_lib.cdk import App
    from tests.constructs.conftest import declaration, synth

    company = SingleCompany(App(outdir=str(tmp_path)), declaration(pair("new")), state_dir=tmp_path)
    company.govcloud.moved("govpair_membership.old", "govpair_membership.new")
    assert synth(company.govcloud)["moved"] == [{"from": "govpair_membership.old", "to": "govpair_membership.new"}]


def test_what_moved_stands_beside_hcl_with_the_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from constructs_lib import SingleCompany
    from constructs_lib.cdk import App
    from tests.constructs.conftest import declaration

    monkeypatch.setenv("SYNTH_HCL_OUTPUT", "true")
    company = SingleCompany(App(outdir=str(tmp_path)), declaration(pair("new")), state_dir=tmp_path)
    company.govcloud.moved("govpair_membership.old", "govpair_membership.new")
    assert company.govcloud.beside_hcl() == (
        'terraform {\n  required_version = ">= 1.8"\n}\n\n'
        "moved {\n  from = govpair_membership.old\n  to   = govpair_membership.new\n}\n"
    )


def test_a_customer_that_leaves_has_its_pairs_closed_and_no_other_stack(tmp_path: Path) -> None:
    found = stacks(tmp_path, replace(example(), customers=[customer("new", closed=True)]))
    assert sorted(found) == ["account-pairs-new", "commercial"]
    pairs = found["account-pairs-new"]["resource"]["govpair_account_pair"]
    assert {name: each["closed"] for name, each in pairs.items()} == {"new-logs": True, "new-management": True}


def test_policy_types_of_a_customer_are_enabled_beside_those_of_its_guardrails(tmp_path: Path) -> None:
    text = RESELLER.read_text()
    line = "    management_pair: meadow-management\n"
    assert line in text
    file = tmp_path / "organization.yaml"
    file.write_text(text.replace(line, f"{line}    enabled_policy_types: [TAG_POLICY]\n"))
    declared = read_organization(file).declaration()
    assert isinstance(declared, ResellerPartnerDeclaration)
    made = stacks(tmp_path / "out", declared)
    organization = made["govcloud-meadow"]["resource"]["aws_organizations_organization"]["meadow"]
    assert organization["enabled_policy_types"] == ["SERVICE_CONTROL_POLICY", "TAG_POLICY"]
