"""Memberships with three different credential sets, other roles, external ids and chains of roles."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from partition_simulator import Keys
from tests.end_to_end.estate import SimulatedEstate, credential_block
from tests.end_to_end.hcl import Expression, Folder, block, pair
from tests.end_to_end.parties import Parties, govcloud_client, two_parties
from tests.end_to_end.test_membership import MEMBERSHIP, membership

pytestmark = pytest.mark.terraform

REGION = "us-gov-west-1"
# Of a role that invites, accepts, or leads on to the next.
PERMISSIONS = ["organizations:*", "iam:CreateServiceLinkedRole", "sts:AssumeRole"]


@pytest.fixture
def parties(estate: SimulatedEstate, new_folder: Callable[[], Folder]) -> Parties:
    return two_parties(estate, new_folder)


def three_sets(parties: Parties) -> str:
    """A reseller's provider block: its own two accounts, and the customer's management account."""
    management = credential_block(
        "govcloud_management", parties.customer, parties.estate.simulator.govcloud.url, REGION
    )
    return f"{parties.estate.provider_block()}\n{management}"


def role(
    estate: SimulatedEstate, account_id: str, name: str, trusted: str, external_id: str | None = None, path: str = "/"
) -> str:
    """Make a role in a GovCloud account, for an account or a role; its ARN."""
    statement: dict[str, Any] = {"Effect": "Allow", "Principal": {"AWS": trusted}, "Action": "sts:AssumeRole"}
    if external_id:
        statement["Condition"] = {"StringEquals": {"sts:ExternalId": external_id}}
    iam = govcloud_client(estate, "iam", estate.simulator.keys_for(account_id))
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    arn = str(iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust, Path=path)["Role"]["Arn"])
    allowed = {"Effect": "Allow", "Action": PERMISSIONS, "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    iam.put_role_policy(RoleName=name, PolicyName="joining", PolicyDocument=policy)
    return arn


def without_default_role(estate: SimulatedEstate, account_id: str) -> None:
    """Delete the role that account creation made, so that only the test's own can be assumed."""
    iam = govcloud_client(estate, "iam", estate.simulator.keys_for(account_id))
    name = "OrganizationAccountAccessRole"
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    iam.delete_role(RoleName=name)


def chained(name: str, keys: Keys, url: str, *roles: dict[str, str], **more: str) -> str:
    """A credential set that begins with these keys and assumes the roles one after the other, as HCL."""
    links = ", ".join("{ " + ", ".join(f'{k} = "{v}"' for k, v in each.items()) + " }" for each in roles)
    return credential_block(name, keys, url, REGION, **more).replace("\n  }", f"\n    assume_role = [{links}]\n  }}")


def test_a_reseller_s_pair_joins_its_customer_s_organization(
    parties: Parties, new_folder: Callable[[], Folder]
) -> None:
    folder = new_folder().write(
        pair("tools") + membership(Expression("govpair_account_pair.tools.govcloud_account_id"), tags={"a": "b"}),
        three_sets(parties),
    )
    folder.apply().succeeded()
    joined = folder.state()[MEMBERSHIP]
    assert joined["organization_id"] == parties.organization_id
    assert parties.client().describe_account(AccountId=joined["id"])["Account"]["JoinedMethod"] == "INVITED"
    folder.plans_nothing()
    second = new_folder().write(membership(joined["id"], tags={"a": "b"}), three_sets(parties))
    second.run("import", MEMBERSHIP, joined["id"]).succeeded()
    assert second.state()[MEMBERSHIP] == joined
    second.plans_nothing()


def test_two_customers_have_a_provider_each_in_one_folder(parties: Parties, new_folder: Callable[[], Folder]) -> None:
    simulator = parties.estate.simulator
    second = simulator.seed_management_pair("agency", "agency@example.gov").govcloud
    organization_id = simulator.create_organization(second)
    other_account = simulator.vend("tools", "aws+tools@example.gov").govcloud.account_id
    agency = credential_block("govcloud_management", second, simulator.govcloud.url, REGION)
    alias = f'provider "govpair" {{\n  alias = "agency"\n{parties.estate.provider_block()}\n{agency}\n}}\n'
    values = {"account_id": other_account, "provider": Expression("govpair.agency")}
    folder = new_folder().write(
        membership(parties.account_id) + alias + block('resource "govpair_membership" "tools"', values),
        three_sets(parties),
    )
    folder.apply().succeeded()
    state = folder.state()
    assert state[MEMBERSHIP]["organization_id"] == parties.organization_id
    assert state["govpair_membership.tools"]["organization_id"] == organization_id
    folder.plans_nothing()


def test_the_wrong_paired_account_is_named_with_the_right_one(
    parties: Parties, new_folder: Callable[[], Folder]
) -> None:
    estate = parties.estate
    url = estate.simulator.govcloud.url
    commercial = credential_block("commercial", estate.commercial, estate.simulator.commercial.url, "us-east-1")
    wrong = credential_block("govcloud_paired", parties.customer, url, REGION)
    run = new_folder().write(membership(parties.account_id), f"{commercial}\n{wrong}").apply().failed()
    assert f"govcloud_paired is account {estate.govcloud.account_id}, because AWS says" in run.words
    assert estate.calls("InviteAccountToOrganization") == 0


@pytest.mark.parametrize("by", ["role_name", "role_arn"])
def test_another_role_with_an_external_id_is_used_to_accept(by: str, folder: Folder, estate: SimulatedEstate) -> None:
    account_id = estate.simulator.vend("log", "aws+log@example.gov").govcloud.account_id
    path = "/" if by == "role_name" else "/platform/team/"
    arn = role(estate, account_id, "Joining", estate.govcloud.account_id, "open-sesame", path)
    without_default_role(estate, account_id)
    given = {"role_name": "Joining"} if by == "role_name" else {"role_arn": arn}
    for wrong in ({}, {"external_id": "open-barley"}):
        run = folder.write(membership(account_id, **given, **wrong)).apply().failed()
        assert f"cannot assume {arn}" in run.words
        assert "external_id" in run.words
    folder.write(membership(account_id, **given, external_id="open-sesame")).apply().succeeded()
    folder.plans_nothing()


def test_every_set_may_be_a_chain_of_roles(parties: Parties, new_folder: Callable[[], Folder]) -> None:
    estate, url = parties.estate, parties.estate.simulator.govcloud.url
    hub = estate.simulator.seed_management_pair("hub", "hub@example.gov").govcloud
    paired = estate.govcloud.account_id
    first = role(estate, paired, "First", hub.account_id, "from-the-hub")
    second = role(estate, paired, "Second", first)
    management = role(estate, parties.customer.account_id, "Inviting", second, "from-the-reseller")
    to_paired = ({"role_arn": first, "external_id": "from-the-hub", "session_name": "hub"}, {"role_arn": second})
    to_management = (*to_paired, {"role_arn": management, "external_id": "from-the-reseller"})
    sets = "\n".join(
        [
            chained("govcloud_paired", hub, url, *to_paired, account_id=paired),
            chained("govcloud_management", hub, url, *to_management, account_id=parties.customer.account_id),
        ]
    )
    folder = new_folder().write(membership(parties.account_id), sets)
    estate.simulator.reset_calls()
    folder.apply().succeeded()
    assert folder.state()[MEMBERSHIP]["organization_id"] == parties.organization_id
    # Two links to the paired account, three to the customer's, and the role in the account itself: once each.
    assert estate.calls("AssumeRole") >= 6
    folder.plans_nothing()
    # A link that doesn't let the one before in is named, before anything is done.
    broken = sets.replace('"from-the-reseller"', '"from-somebody"')
    run = folder.write(membership(parties.account_id), broken).plan().failed()
    assert management in run.words
    assert "sts:AssumeRole" in run.words


def test_a_set_of_another_account_than_expected_is_refused_before_anything_is_done(
    parties: Parties, new_folder: Callable[[], Folder]
) -> None:
    estate = parties.estate
    url = estate.simulator.govcloud.url
    wrong = credential_block("govcloud_management", parties.customer, url, REGION, account_id="999999999999")
    folder = new_folder().write(membership(parties.account_id), f"{estate.provider_block()}\n{wrong}")
    run = folder.apply().failed()
    assert "999999999999" in run.words
    assert parties.customer.account_id in run.words
    assert estate.calls("InviteAccountToOrganization") == 0
