"""A management account that isn't the paired one, with nothing in the provider block that says which it should be."""

from __future__ import annotations

from typing import Any

import pytest

from tests.provider.ground import Ground
from tests.reliability.doors.changes import MEMBERSHIP, PAIR, Prepared, prepare
from tests.reliability.doors.sets import SIDES, by_keys

NOT_ONE_PAIR = "credential sets commercial and govcloud_paired are not of one pair"
PAIR_CHANGES = ["make a pair", "tag a pair", "rename a pair", "close a pair"]


def refused(prepared: Prepared, **sets: Any) -> str:
    """What was said, without a change."""
    said = "\n".join(prepared.errors_with(sets))
    assert said
    assert prepared.scene.ground.changes() == []
    return said


def foreign(there: Ground, name: str) -> dict[str, Any]:
    """The other company's management account, for the set of that name."""
    keys = there.simulator.seeded[1]
    return {name: by_keys(there, keys.side(SIDES[name]), SIDES[name])}


@pytest.mark.parametrize("name", ["commercial", "govcloud_paired"])
def test_no_pair_is_made_with_sets_of_two_pairs(name: str, there: Ground) -> None:
    """An account pair can't be deleted, and the other company's organization would have it for ever."""
    said = refused(prepare(there, "make a pair"), **foreign(there, name))
    stranger = there.simulator.seeded[1]
    commercial, half, used = (
        (stranger.commercial, stranger.govcloud, there.govcloud)
        if name == "commercial"
        else (there.commercial, there.govcloud, stranger.govcloud)
    )
    assert f"{PAIR}: Creating account pair log (aws+log@example.gov)" in said
    assert NOT_ONE_PAIR in said
    assert f"commercial account {commercial.account_id}" in said
    assert f"is account {half.account_id}" in said  # expected
    assert f"STS says account {used.account_id}" in said  # seen
    assert f"Give `govcloud_paired` the credentials of account {half.account_id}" in said
    assert len(there.pairs()) == 3  # those of the scene


@pytest.mark.parametrize("refresh", [True, False])
@pytest.mark.parametrize("change", PAIR_CHANGES[1:])
def test_no_pair_is_changed_from_another_organization(change: str, refresh: bool, there: Ground) -> None:
    """``refresh``: the plan finds it out, or the apply of a plan that was made with the right credentials."""
    prepared = prepare(there, change)
    said = "\n".join(prepared.errors_with(foreign(there, "commercial"), refresh=refresh))
    assert there.pair("aws+log@example.gov").commercial.account_id in said or NOT_ONE_PAIR in said  # type: ignore[union-attr]
    assert there.changes() == []


@pytest.mark.parametrize("change", ["join", "accept an invitation"])
def test_an_account_is_not_invited_for_a_set_that_its_role_does_not_trust(change: str, there: Ground) -> None:
    prepared, before = prepare(there, change), there.simulator.clock.now()
    said = refused(prepared, govcloud_management=management(there), **foreign(there, "govcloud_paired"))
    assert NOT_ONE_PAIR in said
    assert f"is account {there.govcloud.account_id}" in said
    assert there.simulator.clock.now() - before < 60  # no waiting for a role that is not late


def test_without_the_commercial_set_no_invitation_is_left_open_behind_the_refusal(there: Ground) -> None:
    """Two parties: nobody can tell which account is the paired one, so the role is given its time."""
    prepared = prepare(there, "join")
    settings = {"commercial": None, "govcloud_management": management(there), **foreign(there, "govcloud_paired")}
    said = refused(prepared, **settings)
    account_id = prepared.scene.standalone.govcloud.account_id
    assert f"{MEMBERSHIP}: Joining GovCloud account {account_id}" in said
    assert f"cannot assume arn:aws-us-gov:iam::{account_id}:role/OrganizationAccountAccessRole" in said
    assert "trusts only the GovCloud account paired with the commercial management account" in said
    assert "Give that account's credentials as `govcloud_paired`" in said


@pytest.mark.parametrize("change", ["name an account", "take a name away", "make a trail"])
def test_nothing_is_done_inside_an_account_by_another_than_the_paired_one(change: str, there: Ground) -> None:
    prepared = prepare(there, change)
    said = refused(prepared, **foreign(there, "govcloud_paired"))
    account_id = prepared.scene.member.govcloud.account_id
    assert f"arn:aws-us-gov:iam::{account_id}:role/OrganizationAccountAccessRole" in said
    assert f"Account {there.stranger.account_id} (credential set govcloud_paired)" in said
    assert "look at the credentials of `govcloud_paired`" in said


@pytest.mark.parametrize("change", ["tag a member", "leave"])
def test_a_membership_is_not_changed_from_another_organization(change: str, there: Ground) -> None:
    prepared = prepare(there, change)
    said = refused(prepared, **foreign(there, "govcloud_management"))
    assert prepared.scene.member.govcloud.account_id in said


def management(there: Ground) -> dict[str, Any]:
    """The right set of the GovCloud organization, which is `govcloud_paired`'s unless it is given."""
    return by_keys(there, there.govcloud, "govcloud")
