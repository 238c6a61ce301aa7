"""Organizations, organizational units, moves, tags, policies, and who may call what."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from partition_simulator import Simulator
from partition_simulator.organizations import tree
from partition_simulator.partitions import Side
from tests.simulator.conftest import Bench, code_of, reason_of


@pytest.mark.parametrize(("side", "partition"), [("commercial", "aws"), ("govcloud", "aws-us-gov")])
def test_an_organization_carries_its_partition_in_every_arn(bench: Bench, side: Side, partition: str) -> None:
    client = bench.organizations(side)
    organization = client.create_organization(FeatureSet="ALL")["Organization"]
    manager = bench.payer.side(side).account_id
    assert organization["Arn"] == f"arn:{partition}:organizations::{manager}:organization/{organization['Id']}"
    assert organization["MasterAccountId"] == manager
    assert organization["MasterAccountEmail"] == "payer@example.gov"
    root = client.list_roots()["Roots"][0]
    assert root["Arn"] == f"arn:{partition}:organizations::{manager}:root/{organization['Id']}/{root['Id']}"
    unit = client.create_organizational_unit(ParentId=root["Id"], Name="Security")["OrganizationalUnit"]
    assert unit["Arn"] == f"arn:{partition}:organizations::{manager}:ou/{organization['Id']}/{unit['Id']}"
    (account,) = client.list_accounts()["Accounts"]
    assert account["Arn"] == f"arn:{partition}:organizations::{manager}:account/{organization['Id']}/{manager}"
    assert (account["Name"], account["Email"]) == ("payer", "payer@example.gov")
    assert account["Paths"] == [f"{organization['Id']}/{root['Id']}/{manager}/"]


def test_the_two_organizations_know_nothing_of_each_other(organized: Bench) -> None:
    commercial, govcloud = organized.organizations("commercial"), organized.organizations("govcloud")
    root = commercial.list_roots()["Roots"][0]["Id"]
    commercial.create_organizational_unit(ParentId=root, Name="Security")
    other = govcloud.list_roots()["Roots"][0]["Id"]
    assert other != root
    assert govcloud.list_organizational_units_for_parent(ParentId=other)["OrganizationalUnits"] == []
    with pytest.raises(ClientError) as error:
        govcloud.list_children(ParentId=root, ChildType="ACCOUNT")
    assert code_of(error) == "ParentNotFoundException"


def test_govcloud_organizations_have_all_features(bench: Bench) -> None:
    with pytest.raises(ClientError) as error:
        bench.organizations("govcloud").create_organization(FeatureSet="CONSOLIDATED_BILLING")
    assert code_of(error) == "ConstraintViolationException"
    assert bench.organizations("commercial").create_organization(FeatureSet="CONSOLIDATED_BILLING")


def test_a_second_organization_is_refused(organized: Bench) -> None:
    with pytest.raises(ClientError) as error:
        organized.organizations("commercial").create_organization()
    assert code_of(error) == "AlreadyInOrganizationException"


def test_an_organization_is_deleted_only_when_empty(organized: Bench) -> None:
    client = organized.organizations("govcloud")
    root = client.list_roots()["Roots"][0]["Id"]
    unit = client.create_organizational_unit(ParentId=root, Name="Security")["OrganizationalUnit"]["Id"]
    with pytest.raises(ClientError) as error:
        client.delete_organization()
    assert code_of(error) == "OrganizationNotEmptyException"
    client.delete_organizational_unit(OrganizationalUnitId=unit)
    client.delete_organization()
    with pytest.raises(ClientError) as error:
        client.describe_organization()
    assert code_of(error) == "AWSOrganizationsNotInUseException"
    assert client.create_organization()


def test_sibling_units_have_different_names_and_cousins_need_not(organized: Bench) -> None:
    client = organized.organizations("commercial")
    root = client.list_roots()["Roots"][0]["Id"]
    first = client.create_organizational_unit(ParentId=root, Name="A")["OrganizationalUnit"]["Id"]
    second = client.create_organizational_unit(ParentId=root, Name="B")["OrganizationalUnit"]["Id"]
    assert client.create_organizational_unit(ParentId=first, Name="A")
    with pytest.raises(ClientError) as error:
        client.create_organizational_unit(ParentId=root, Name="A")
    assert code_of(error) == "DuplicateOrganizationalUnitException"
    with pytest.raises(ClientError) as error:
        client.update_organizational_unit(OrganizationalUnitId=second, Name="A")
    assert code_of(error) == "DuplicateOrganizationalUnitException"
    renamed = client.update_organizational_unit(OrganizationalUnitId=second, Name="C")["OrganizationalUnit"]
    assert renamed["Name"] == "C"


def test_units_nest_five_deep(organized: Bench) -> None:
    client = organized.organizations("commercial")
    parent = client.list_roots()["Roots"][0]["Id"]
    for level in range(5):
        parent = client.create_organizational_unit(ParentId=parent, Name=f"L{level}")["OrganizationalUnit"]["Id"]
    with pytest.raises(ClientError) as error:
        client.create_organizational_unit(ParentId=parent, Name="too deep")
    assert reason_of(error) == "OU_DEPTH_LIMIT_EXCEEDED"


def test_two_thousand_units_and_no_more(organized: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tree.MAXIMUM_UNITS == 2000
    monkeypatch.setattr(tree, "MAXIMUM_UNITS", 3)
    client = organized.organizations("govcloud")
    root = client.list_roots()["Roots"][0]["Id"]
    units = [client.create_organizational_unit(ParentId=root, Name=f"U{n}")["OrganizationalUnit"] for n in range(3)]
    with pytest.raises(ClientError) as error:
        client.create_organizational_unit(ParentId=root, Name="one more")
    assert reason_of(error) == "OU_NUMBER_LIMIT_EXCEEDED"
    client.delete_organizational_unit(OrganizationalUnitId=units[0]["Id"])
    assert client.create_organizational_unit(ParentId=root, Name="one more")


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
def test_a_unit_is_made_with_tags_and_shows_its_path(organized: Bench, side: Side) -> None:
    client = organized.organizations(side)
    organization = client.describe_organization()["Organization"]["Id"]
    root = client.list_roots()["Roots"][0]["Id"]
    tags: Any = [{"Key": "a", "Value": "1"}]
    unit = client.create_organizational_unit(ParentId=root, Name="A", Tags=tags)["OrganizationalUnit"]
    assert client.list_tags_for_resource(ResourceId=unit["Id"])["Tags"] == tags
    assert unit["Path"] == f"{organization}/{root}/{unit['Id']}/"
    assert client.describe_organizational_unit(OrganizationalUnitId=unit["Id"])["OrganizationalUnit"] == unit
    client.tag_resource(ResourceId=root, Tags=tags)
    assert client.list_tags_for_resource(ResourceId=root)["Tags"] == tags
    with pytest.raises(ClientError) as error:
        client.create_organizational_unit(ParentId=root, Name="B", Tags=[{"Key": "aws:x", "Value": ""}])
    assert reason_of(error) == "INVALID_SYSTEM_TAGS_PARAMETER"


def test_a_unit_with_something_in_it_stays_also_for_a_closed_account(organized: Bench) -> None:
    client = organized.organizations("commercial")
    root = client.list_roots()["Roots"][0]["Id"]
    unit = client.create_organizational_unit(ParentId=root, Name="A")["OrganizationalUnit"]["Id"]
    account = organized.sim.vend("x", "x@example.gov").commercial.account_id
    client.move_account(AccountId=account, SourceParentId=root, DestinationParentId=unit)
    client.close_account(AccountId=account)
    organized.sim.clock.advance(60)
    with pytest.raises(ClientError) as error:
        client.delete_organizational_unit(OrganizationalUnitId=unit)
    assert code_of(error) == "OrganizationalUnitNotEmptyException"


def test_an_account_moves_from_where_it_is(organized: Bench) -> None:
    client = organized.organizations("commercial")
    root = client.list_roots()["Roots"][0]["Id"]
    first = client.create_organizational_unit(ParentId=root, Name="A")["OrganizationalUnit"]["Id"]
    second = client.create_organizational_unit(ParentId=first, Name="B")["OrganizationalUnit"]["Id"]
    account = organized.sim.vend("x", "x@example.gov").commercial.account_id
    client.move_account(AccountId=account, SourceParentId=root, DestinationParentId=second)
    parents = client.list_parents(ChildId=account)["Parents"]
    assert parents == [{"Id": second, "Type": "ORGANIZATIONAL_UNIT"}]
    assert [a["Id"] for a in client.list_accounts_for_parent(ParentId=second)["Accounts"]] == [account]
    assert client.list_children(ParentId=second, ChildType="ACCOUNT")["Children"] == [
        {"Id": account, "Type": "ACCOUNT"}
    ]
    (path,) = client.describe_account(AccountId=account)["Account"]["Paths"]
    assert path.endswith(f"/{root}/{first}/{second}/{account}/")


@pytest.mark.parametrize(
    ("source", "destination", "code"),
    [
        ("unit", "root", "SourceParentNotFoundException"),
        ("root", "root", "DuplicateAccountException"),
        ("root", "ou-abcd-00000000", "DestinationParentNotFoundException"),
        ("r-zzzz", "unit", "SourceParentNotFoundException"),
    ],
)
def test_a_wrong_move_is_refused(organized: Bench, source: str, destination: str, code: str) -> None:
    client = organized.organizations("commercial")
    root = client.list_roots()["Roots"][0]["Id"]
    unit = client.create_organizational_unit(ParentId=root, Name="A")["OrganizationalUnit"]["Id"]
    account = organized.sim.vend("x", "x@example.gov").commercial.account_id
    names = {"root": root, "unit": unit}
    with pytest.raises(ClientError) as error:
        client.move_account(
            AccountId=account,
            SourceParentId=names.get(source, source),
            DestinationParentId=names.get(destination, destination),
        )
    assert code_of(error) == code
    assert client.list_parents(ChildId=account)["Parents"][0]["Id"] == root


def test_an_account_is_nobody_s_parent(organized: Bench) -> None:
    client, account = organized.organizations("govcloud"), organized.payer.govcloud.account_id
    with pytest.raises(ClientError) as error:
        client.create_organizational_unit(ParentId=account, Name="A")
    assert code_of(error) in ("InvalidInputException", "ParentNotFoundException")


def test_tags_are_added_replaced_and_taken_away(organized: Bench) -> None:
    client = organized.organizations("govcloud")
    account = organized.payer.govcloud.account_id
    client.tag_resource(ResourceId=account, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}])
    client.tag_resource(ResourceId=account, Tags=[{"Key": "a", "Value": "2"}])
    client.untag_resource(ResourceId=account, TagKeys=["b", "never there"])
    assert client.list_tags_for_resource(ResourceId=account)["Tags"] == [{"Key": "a", "Value": "2"}]


def test_fifty_tags_and_no_more(organized: Bench) -> None:
    client = organized.organizations("govcloud")
    account = organized.payer.govcloud.account_id
    client.tag_resource(ResourceId=account, Tags=[{"Key": f"k{i}", "Value": ""} for i in range(50)])
    client.tag_resource(ResourceId=account, Tags=[{"Key": "k0", "Value": "again"}])
    with pytest.raises(ClientError) as error:
        client.tag_resource(ResourceId=account, Tags=[{"Key": "one more", "Value": ""}])
    assert reason_of(error) == "MAX_TAG_LIMIT_EXCEEDED"


def test_accounts_are_listed_twenty_at_a_time(organized: Bench) -> None:
    for number in range(25):
        organized.sim.vend(f"a{number}", f"a{number}@example.gov")
    client = organized.organizations("commercial")
    first = client.list_accounts()
    assert len(first["Accounts"]) == 20
    second = client.list_accounts(NextToken=first["NextToken"])
    assert len(second["Accounts"]) == 6
    assert "NextToken" not in second
    with pytest.raises(ClientError) as error:
        client.list_accounts(MaxResults=21)
    assert reason_of(error) == "MAX_VALUE_EXCEEDED"
    with pytest.raises(ClientError) as error:
        client.list_accounts(NextToken="made up")
    assert reason_of(error) == "INVALID_NEXT_TOKEN"


def test_the_same_seed_and_calls_give_the_same_ids() -> None:
    def run() -> list[str]:
        with Simulator() as sim:
            bench = Bench(sim, sim.seed_management_pair())
            client = bench.organizations("commercial")
            organization = client.create_organization()["Organization"]["Id"]
            root = client.list_roots()["Roots"][0]["Id"]
            unit = client.create_organizational_unit(ParentId=root, Name="A")["OrganizationalUnit"]["Id"]
            pair = sim.vend("x", "x@example.gov")
            return [organization, root, unit, pair.commercial.account_id, bench.payer.govcloud.access_key_id]

    assert run() == run()
