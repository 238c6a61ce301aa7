"""Two states that claim one pair: of the same owner, and of another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Folder, pair

pytestmark = pytest.mark.terraform

PAIR = "govpair_account_pair.log"
ELSEWHERE = 'Account pair "log" is marked as another owner\'s'


def owned(folder: Folder, owner: str, **attributes: object) -> Folder:
    """The folder with one pair under a provider of that owner."""
    sets = folder.provider.split("  owner")[0].rstrip()
    return folder.write(pair("log", **attributes), f'{sets}\n  owner = "{owner}"')


@pytest.fixture
def first(new_folder: Callable[[], Folder]) -> Folder:
    """A folder in which one pair was made, by the owner `one`."""
    folder = owned(new_folder(), "one")
    folder.apply().succeeded()
    return folder


@pytest.fixture
def second(new_folder: Callable[[], Folder]) -> Folder:
    """Another folder, with nothing in its state."""
    return new_folder()


def test_a_second_state_of_the_same_owner_takes_the_pair_up_and_makes_none(
    first: Folder, second: Folder, estate: SimulatedEstate
) -> None:
    owned(second, "one").apply().succeeded()
    assert second.state() == first.state()
    assert estate.creations() == estate.vended_pairs() == 1
    first.plans_nothing()
    second.plans_nothing()
    second.destroy().succeeded()  # forgets its own claim only
    first.plans_nothing()
    assert estate.account_states() == {"ACTIVE"}


def test_a_second_state_of_another_owner_is_refused_with_the_import_block(
    first: Folder, second: Folder, estate: SimulatedEstate
) -> None:
    run = owned(second, "two").apply().failed()
    made = first.state()[PAIR]
    assert "belongs to the owner 'one'" in run.words
    assert f'id = "{made["id"]}"' in run.output
    assert second.state() == {}
    assert estate.creations() == estate.vended_pairs() == 1
    first.plans_nothing()


def test_a_pair_taken_over_by_another_owner_is_said_to_the_first(
    first: Folder, second: Folder, estate: SimulatedEstate
) -> None:
    """Where tags are declared: the marker is one, and a refresh of a pair without any reads none."""
    tags = {"Stage": "test"}
    owned(first, "one", tags=tags).apply().succeeded()
    owned(second, "two", adopt_existing=True, tags=tags).apply().succeeded()
    second.plans_nothing()
    assert ELSEWHERE not in second.plan().words
    run = first.plan("-detailed-exitcode")
    assert run.code == 0, run.output  # nothing to change, but
    assert ELSEWHERE in run.words
    assert "says 'two', and this provider's owner is 'one'" in run.words
    assert estate.creations() == estate.vended_pairs() == 1


def test_an_import_of_another_owner_s_pair_says_whose_it_is(first: Folder, second: Folder) -> None:
    run = owned(second, "two").run("import", PAIR, first.state()[PAIR]["id"]).succeeded()
    assert ELSEWHERE in run.words
    second.plans_nothing()


def test_a_new_pair_needs_an_owner_and_nothing_else_does(folder: Folder, estate: SimulatedEstate) -> None:
    nobody = folder.provider.split("  owner")[0].rstrip()
    run = folder.write(pair("log"), nobody).plan().failed()
    assert "the provider's owner isn't set" in run.words
    assert 'owner = "platform-team/account-pairs"' in run.words
    assert estate.calls() == 0
    made = estate.simulator.vend("log", "aws+log@example.gov")
    folder.run("import", PAIR, made.commercial.account_id).succeeded()
    folder.apply().succeeded()
    folder.plans_nothing()
    assert estate.creations() == 0
