"""Two GovCloud organizations that want the same account: one has it, and the other is told which."""

from __future__ import annotations

import pytest

from partition_simulator import Keys
from tests.end_to_end.estate import credential_block
from tests.end_to_end.hcl import Folder, block
from tests.end_to_end.parties import acceptance, invitation
from tests.reliability.concurrency.conftest import Two
from tests.reliability.concurrency.watched import Meeting

pytestmark = pytest.mark.terraform

MEMBERSHIP, INVITATION = "govpair_membership.log", "govpair_invitation.log"


def management(two: Two, keys: Keys) -> str:
    """The credential set of an organization."""
    return credential_block("govcloud_management", keys, two.simulator.govcloud.url, "us-gov-west-1")


@pytest.fixture
def customers(two: Two) -> tuple[Keys, Keys]:
    """Two organizations in GovCloud; each folder is of one of them."""
    made = []
    for name in ("first", "second"):
        keys = two.simulator.seed_management_pair(name, f"{name}@example.gov").govcloud
        two.simulator.create_organization(keys)
        made.append(keys)
    return made[0], made[1]


@pytest.fixture
def account_id(two: Two, customers: tuple[Keys, Keys]) -> str:
    """A GovCloud account in no organization."""
    return two.simulator.vend("log", "aws+log@example.gov").govcloud.account_id


def organization_id(two: Two, keys: Keys) -> str:
    """The id of the organization that an account manages."""
    organizations = two.simulator.state()["organizations"]
    return str(next(each["id"] for each in organizations if each["management_account_id"] == keys.account_id))


def in_order(
    two: Two, customers: tuple[Keys, Keys], account_id: str
) -> tuple[tuple[Folder, Keys], tuple[Folder, Keys]]:
    """Who has the account, and who hasn't."""
    both = ((two.one, customers[0]), (two.other, customers[1]))
    manager = two.simulator.world.memberships[account_id]
    return both if manager == customers[0].account_id else (both[1], both[0])


@pytest.mark.parametrize("operation", ["InviteAccountToOrganization", "AcceptHandshake"])
def test_of_two_memberships_of_one_account_one_is_joined(
    operation: str, two: Two, customers: tuple[Keys, Keys], account_id: str
) -> None:
    """Both have asked the account, which was in no organization, when they invite it, or when they accept."""
    for folder, keys in zip((two.one, two.other), customers, strict=True):
        resources = block('resource "govpair_membership" "log"', {"account_id": account_id})
        folder.write(resources, f"{two.estate.provider_block()}\n{management(two, keys)}")
    met = Meeting("organizations", operation)
    runs = two.apply(met)
    assert met.met
    assert sorted(run.code for run in runs) == [0, 1]
    (winner, has), (loser, hasnt) = in_order(two, customers, account_id)
    failed = next(run for run in runs if run.code)
    winner.plans_nothing()
    assert winner.state()[MEMBERSHIP]["organization_id"] == organization_id(two, has)
    for run in (failed, loser.apply()):
        run.failed()
        assert account_id in run.words
        assert f"is in organization {organization_id(two, has)}" in run.words
        assert f"It is not taken from there into organization {organization_id(two, hasnt)}" in run.words
        assert loser.state() == {}
    assert two.simulator.world.memberships[account_id] == has.account_id
    accepted = [each for each in two.simulator.state()["handshakes"] if each["State"] == "ACCEPTED"]
    assert len(accepted) == 1


def test_two_invitations_are_both_sent_and_the_named_one_is_accepted(
    two: Two, customers: tuple[Keys, Keys], account_id: str
) -> None:
    for folder, keys in zip((two.one, two.other), customers, strict=True):
        folder.write(invitation(account_id), management(two, keys))
    met = Meeting("organizations", "InviteAccountToOrganization")
    for run in two.apply(met):
        run.succeeded()
    assert met.met
    two.plan_nothing()
    handshake = two.other.state()[INVITATION]["id"]
    expected = organization_id(two, customers[1])
    block_ = credential_block("govcloud_paired", two.estate.govcloud, two.simulator.govcloud.url, "us-gov-west-1")
    two.one.write(acceptance(account_id, handshake, organization_id=organization_id(two, customers[0])), block_)
    run = two.one.apply("-target=govpair_invitation_acceptance.log").failed()
    assert f"Invitation {handshake} is of organization {expected}, expected was" in run.words
    assert account_id not in two.simulator.world.memberships
    two.one.write(acceptance(account_id, handshake, organization_id=expected), block_)
    two.one.apply("-target=govpair_invitation_acceptance.log").succeeded()
    assert two.simulator.world.memberships[account_id] == customers[1].account_id
