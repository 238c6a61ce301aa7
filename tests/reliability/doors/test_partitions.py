"""Commercial keys where GovCloud's belong, and the reverse: no change is made, whichever it is."""

from __future__ import annotations

import pytest

from tests.provider.ground import Ground
from tests.reliability.doors.changes import CHANGES, prepare
from tests.reliability.doors.sets import PARTITIONS, SIDES, by_keys, of_other_partition

WRONG = [(change, name) for change, entry in CHANGES.items() for name in entry.sets]


@pytest.mark.parametrize(("change", "name"), WRONG)
def test_a_set_that_is_of_the_other_partition_is_refused(change: str, name: str, there: Ground) -> None:
    """As a user has it who names the profile of the wrong side: its keys and its endpoints."""
    prepared, keys = prepare(there, change), of_other_partition(there, name)
    wrong = by_keys(there, keys, "commercial" if SIDES[name] == "govcloud" else "govcloud", region=None)
    for refresh in (True, False):
        said = "\n".join(prepared.errors_with({name: wrong}, refresh=refresh))
        assert f"credential set {name} is in the wrong partition" in said
        assert f"in partition {PARTITIONS[name]}" in said  # expected
        assert f"STS says account {keys.account_id}" in said  # seen
        assert f"Give `{name}` a profile, or keys, of partition {PARTITIONS[name]}; nothing was changed" in said
        assert there.changes() == []


@pytest.mark.parametrize("name", SIDES)
def test_a_region_of_the_other_partition_is_refused_without_a_call(name: str, there: Ground) -> None:
    prepared, keys = prepare(there, "join"), of_other_partition(there, name)
    wrong = by_keys(there, keys, "commercial" if SIDES[name] == "govcloud" else "govcloud")
    (said,) = prepared.errors_with({name: wrong})
    assert f"{name}.region: The region '{wrong['region']}' is in partition" in said
    assert f"give one of {PARTITIONS[name]}" in said
    assert not there.simulator.calls()


@pytest.mark.parametrize(("change", "name"), WRONG)
def test_keys_that_this_partition_does_not_know_are_refused(change: str, name: str, there: Ground) -> None:
    """As a user has it who copies the wrong keys into a set that is right otherwise."""
    prepared, keys = prepare(there, change), of_other_partition(there, name)
    for refresh in (True, False):
        said = "\n".join(prepared.errors_with({name: by_keys(there, keys, SIDES[name])}, refresh=refresh))
        assert f"credential set {name}" in said
        assert "InvalidClientTokenId" in said  # seen
        assert keys.secret_access_key not in said
        assert there.changes() == []


@pytest.mark.parametrize(("change", "name"), WRONG)
def test_the_account_id_of_a_set_holds_it_to_its_account(change: str, name: str, there: Ground) -> None:
    prepared, stranger = prepare(there, change), there.simulator.seeded[1]
    keys = stranger.commercial if SIDES[name] == "commercial" else stranger.govcloud
    right = there.commercial if SIDES[name] == "commercial" else there.govcloud
    wrong = by_keys(there, keys, SIDES[name], account_id=right.account_id)
    for refresh in (True, False):
        said = "\n".join(prepared.errors_with({name: wrong}, refresh=refresh))
        assert f"credential set {name} is the wrong account" in said
        assert f"account {right.account_id}. Seen: STS says account {keys.account_id}" in said
        assert f"Give `{name}` that account's credentials, or correct its `account_id`; nothing was changed" in said
        assert there.changes() == []


@pytest.mark.parametrize("change", CHANGES)
def test_the_right_sets_let_it_through(change: str, there: Ground) -> None:
    """What the tests above lack on purpose: without it they could pass for another reason."""
    prepared = prepare(there, change)
    if change == "make a trail":  # its bucket isn't there: AWS's refusal, after the call
        (said,) = prepared.errors_with({})
        assert "log-archive" in said
    else:
        prepared.host.settings = there.settings()
        assert not prepared.host.apply(prepared.declared).errors
    assert there.changes()
