"""`govpair discover` of a reseller's estate: customers are named, their organizations reached, and nothing guessed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.estates import HandMade, customer_by_hand
from tests.scripts.conftest import Finished, Shell
from tests.scripts.test_discover import discover, imports, left_out, written
from tests.scripts.test_discover_state import instance, resource, state


@pytest.fixture
def shell(shell_with: object) -> Shell:
    """A reseller, whose own GovCloud account manages no organization."""
    assert callable(shell_with)
    made: Shell = shell_with(organizations=False)
    made.simulator.create_organization(made.payer.commercial)
    return made


@pytest.fixture
def harbor(shell: Shell, tmp_path: Path) -> HandMade:
    made = customer_by_hand(shell.simulator, shell.payer, "harbor", "Security", "Workloads", "Workloads/Prod")
    shell.simulator.aws_config(tmp_path / "aws")
    return made


@pytest.fixture
def meadow(shell: Shell, harbor: HandMade, tmp_path: Path) -> HandMade:
    made = customer_by_hand(shell.simulator, shell.payer, "meadow")
    shell.simulator.aws_config(tmp_path / "aws")
    return made


def role_of(customer: HandMade, name: str = "OrganizationAccountAccessRole") -> str:
    return f"arn:aws-us-gov:iam::{customer.payer.govcloud.account_id}:role/{name}"


def discover_customers(shell: Shell, folder: Path, *more: str, **customers: str) -> Finished:
    named = [word for name, way in customers.items() for word in ("--customer-organization", f"{name}={way}")]
    return discover(shell, folder, *named, *more)


def test_each_customer_has_its_pairs_and_units_and_how_it_is_reached(
    shell: Shell, harbor: HandMade, meadow: HandMade, tmp_path: Path
) -> None:
    harbor.trust(1, "guardduty.amazonaws.com")
    harbor.enable(1, "SERVICE_CONTROL_POLICY")
    logs = harbor.pair("harbor-logs", "Security", tags={"a": "b"}, govcloud_tags={})
    harbor.pair("harbor-app", "Workloads/Prod")
    meadow.pair("meadow-app")
    finished = discover_customers(shell, tmp_path, harbor="harbor-management", meadow=role_of(meadow))

    assert left_out(finished) == {}
    found = written(tmp_path)
    assert (found["model"], found["govcloud_paired"]) == (
        "reseller",
        {"profile": "govcloud", "account_id": shell.payer.govcloud.account_id},
    )
    assert found["customers"] == [
        {
            "name": "harbor",
            "management_pair": "harbor-management",
            "credentials": {"profile": "harbor-management", "account_id": harbor.payer.govcloud.account_id},
            "trusted_services": ["account.amazonaws.com", "guardduty.amazonaws.com"],
            "enabled_policy_types": ["SERVICE_CONTROL_POLICY"],
            "organizational_units": {"Security": {}, "Workloads": {"Prod": {}}},
            "account_pairs": [
                {
                    "name": "harbor-app",
                    "email": "aws+harbor-app@example.gov",
                    "organizational_unit": "Workloads/Prod",
                },
                {
                    "name": "harbor-logs",
                    "email": "aws+harbor-logs@example.gov",
                    "organizational_unit": "Security",
                    "tags": {"a": "b"},
                    "govcloud_tags": {},
                },
                {"name": "harbor-management", "email": "aws+harbor-management@example.gov"},
            ],
        },
        {
            "name": "meadow",
            "management_pair": "meadow-management",
            "trusted_services": ["account.amazonaws.com"],
            "organizational_units": {},
            "account_pairs": [
                {"name": "meadow-app", "email": "aws+meadow-app@example.gov"},
                {"name": "meadow-management", "email": "aws+meadow-management@example.gov"},
            ],
        },
    ]
    assert list(finished.document["import_files"]) == [
        "commercial",
        "account-pairs-harbor",
        "govcloud-harbor",
        "account-pairs-meadow",
        "govcloud-meadow",
    ]
    unit = "aws_organizations_organizational_unit"
    pairs, govcloud = imports(tmp_path, "account-pairs-harbor"), imports(tmp_path, "govcloud-harbor")
    assert f'to = {unit}.harbor id = "{harbor.units[0][""]}"' in pairs
    assert pairs.count(f"to = {unit}.") == 4
    assert f'to = {unit}.Security id = "{harbor.units[1]["Security"]}"' in govcloud
    assert f'to = govpair_membership.harbor-logs id = "{logs[1]}"' in govcloud
    assert "govpair_account_pair.harbor-management" in pairs
    assert "govpair_membership.harbor-management" not in govcloud
    assert unit not in imports(tmp_path, "commercial")
    assert {each["customer"] for each in finished.document["pairs"]} == {"harbor", "meadow"}
    assert list(finished.document["policies"]) == ["commercial", "govcloud-harbor", "govcloud-meadow"]


def test_the_role_that_was_assumed_is_that_of_the_management_pair(
    shell: Shell, harbor: HandMade, tmp_path: Path
) -> None:
    keys = harbor.payer.govcloud
    iam: Any = boto3.client(
        "iam",
        region_name="us-gov-west-1",
        endpoint_url=shell.simulator.govcloud.url,
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
    )
    principal = {"AWS": f"arn:aws-us-gov:iam::{shell.payer.govcloud.account_id}:root"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.create_role(RoleName="Ops", AssumeRolePolicyDocument=trust)
    iam.attach_role_policy(RoleName="Ops", PolicyArn="arn:aws-us-gov:iam::aws:policy/AdministratorAccess")
    finished = discover_customers(shell, tmp_path, "--role-name", "Admin", harbor=role_of(harbor, "Ops"))

    assert finished.code == 0, finished.err
    (customer,) = written(tmp_path)["customers"]
    assert "credentials" not in customer
    assert [each["role_name"] for each in customer["account_pairs"]] == ["Ops"]
    assert ',role_name=Ops"' in imports(tmp_path, "account-pairs-harbor")


def test_a_state_of_hashicorp_aws_forgets_what_the_customers_stacks_import(
    shell: Shell, harbor: HandMade, tmp_path: Path
) -> None:
    app = harbor.pair("harbor-app", "Security")
    kinds = ("aws_organizations_account", "aws_organizations_organizational_unit")
    file = state(
        tmp_path,
        resource("app", instance(app[0]), kind=kinds[0]),
        resource("own", instance(harbor.units[0][""]), kind=kinds[1]),
        resource("security", instance(harbor.units[1]["Security"]), kind=kinds[1]),
        resource("other", instance("ou-abcd-11111111"), kind=kinds[1]),
    )
    discover_customers(shell, tmp_path, "--state", file, harbor="harbor-management")
    folder = tmp_path / "hashicorp-aws"

    assert (folder / "removed.tf").read_text().count("removed {") == 3
    assert f'parent_id = "{harbor.units[0]["Security"]}"' in (folder / "moved.tf").read_text()


def test_discovering_again_with_the_written_file_reaches_the_same_customers(
    shell: Shell, harbor: HandMade, meadow: HandMade, tmp_path: Path
) -> None:
    meadow.pair("meadow-app")
    discover_customers(shell, tmp_path, harbor="harbor-management", meadow=role_of(meadow))
    file = tmp_path / "organization.yaml"
    before = file.read_text()
    again = discover(shell, tmp_path, "--force", "--organization", str(file))

    assert again.code == 0, again.err
    assert file.read_text() == before


def test_pairs_of_a_customer_that_is_not_named_are_told_and_its_units_too(
    shell: Shell, harbor: HandMade, meadow: HandMade, tmp_path: Path
) -> None:
    ids = meadow.pair("meadow-app")
    found = left_out(discover_customers(shell, tmp_path, harbor="harbor-management"))

    told = found["pair that is not joined"]
    assert len(told) == 2
    assert f"meadow-app ({ids[0]} and {ids[1]})" in told[0]
    assert "--customer-organization" in told[0]
    assert f"meadow ({meadow.units[0]['']}, commercial)" in found["organizational unit of no customer"][0]
    assert [each["name"] for each in written(tmp_path)["customers"]] == ["harbor"]


def test_an_organization_of_the_resellers_own_is_told_with_the_pairs_in_it(
    shell: Shell, harbor: HandMade, tmp_path: Path
) -> None:
    own = shell.simulator.create_organization(shell.payer.govcloud)
    mine = shell.simulator.vend("mine", "aws+mine@example.gov", join=shell.payer.govcloud)
    found = left_out(discover_customers(shell, tmp_path, harbor="harbor-management"))

    assert found["GovCloud organization of no customer"][0].startswith(f"{own} (managed by ")
    (told,) = found["pair of an organization that is left out"]
    assert mine.govcloud.account_id in told
    assert own in told


@pytest.mark.parametrize("way", ["nobody", "commercial", "govcloud", "role"])
def test_a_customer_that_cannot_be_reached_is_told_with_why_and_its_pairs(
    shell: Shell, harbor: HandMade, meadow: HandMade, tmp_path: Path, way: str
) -> None:
    meadow.pair("meadow-app")
    given = role_of(meadow, "Nobody") if way == "role" else way
    found = left_out(discover_customers(shell, tmp_path, harbor="harbor-management", meadow=given))

    (customer,) = found["customer"]
    assert customer.startswith("meadow: ")
    told = found["pair of a customer that is left out"]
    assert len(told) == 2
    assert customer.removeprefix("meadow: ") in told[0]
    assert [each["name"] for each in written(tmp_path)["customers"]] == ["harbor"]
    assert not (tmp_path / "cdktf.out" / "stacks" / "govcloud-meadow").exists()


def test_a_customer_whose_management_pair_the_file_cannot_say_is_left_out_with_its_pairs(
    shell: Shell, harbor: HandMade, meadow: HandMade, tmp_path: Path
) -> None:
    meadow.pair("meadow-app")
    accounts = shell.simulator.state()["accounts"]
    manager = next(
        key
        for key, each in accounts.items()
        if (each["name"], each["partition"]) == ("meadow-management", "commercial")
    )
    meadow.sides[0].move_account(
        AccountId=manager, SourceParentId=meadow.units[0][""], DestinationParentId=meadow.roots[0]
    )
    found = left_out(discover_customers(shell, tmp_path, harbor="harbor-management", meadow="meadow-management"))

    assert "the file can't say the pair" in found["customer"][0]
    assert "in the root on the commercial side" in found["pair in two places"][0]
    assert found["pair of a customer that is left out"][0].startswith("meadow-app (")
    assert [each["name"] for each in written(tmp_path)["customers"]] == ["harbor"]


def test_without_an_organizational_unit_of_its_name_no_customer_is_written(
    shell: Shell, harbor: HandMade, tmp_path: Path
) -> None:
    finished = discover_customers(shell, tmp_path / "new", port="harbor-management")

    assert finished.code == 1
    assert "no organizational unit port directly below the root" in finished.document["error"]["detail"]
    assert not (tmp_path / "new").exists()


def test_a_pair_in_the_unit_of_one_customer_and_the_organization_of_another_is_left_out(
    shell: Shell, harbor: HandMade, meadow: HandMade, tmp_path: Path
) -> None:
    ids = harbor.pair("odd")
    harbor.sides[0].move_account(
        AccountId=ids[0], SourceParentId=harbor.units[0][""], DestinationParentId=meadow.units[0][""]
    )
    found = left_out(discover_customers(shell, tmp_path, harbor="harbor-management", meadow="meadow-management"))

    (told,) = found["pair in two places"]
    assert "It is in meadow on the commercial side and in the GovCloud organization of harbor" in told


def test_a_paired_account_of_somebody_else_is_refused(shell: Shell, harbor: HandMade, tmp_path: Path) -> None:
    finished = discover_customers(
        shell,
        tmp_path / "new",
        "--govcloud-paired-profile",
        "harbor-management",
        harbor="harbor-management",
    )

    assert finished.code == 1
    assert "govcloud_paired" in finished.document["error"]["detail"]
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "given",
    [
        ("harbor",),
        ("harbor=",),
        ("Harbor=x",),
        ("harbor=x", "harbor=y"),
        ("harbor=x", "harbor-commercial=y"),
        ("harbor=arn:aws:iam::111122223333:role/A",),
        ("harbor=arn:aws-us-gov:iam::111122223333:role/path/A",),
    ],
)
def test_a_customer_that_no_file_can_name_is_wrong_usage(shell: Shell, tmp_path: Path, given: tuple[str, ...]) -> None:
    finished = discover(shell, tmp_path, *(word for each in given for word in ("--customer-organization", each)))

    assert finished.code == 2
    assert "--customer-organization" in finished.document["error"]["detail"]
    assert shell.calls("GetCallerIdentity") == 0


def test_other_tags_of_the_account_that_manages_an_organization_are_told(
    shell: Shell, harbor: HandMade, tmp_path: Path
) -> None:
    harbor.tag(1, harbor.payer.govcloud.account_id, {"a": "b"})
    finished = discover_customers(shell, tmp_path, harbor="harbor-management")

    (told,) = finished.document["differences"]
    assert "harbor-management" in told
    assert "other tags" in told
