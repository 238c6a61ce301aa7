"""Two applies at once on one organization: real Terraform, separate states, each provider a process of its own."""

from __future__ import annotations

import threading

import pytest

from partition_simulator.partitions import COMMERCIAL
from tests.end_to_end.hcl import Expression, block, pair
from tests.reliability.concurrency.conftest import Two
from tests.reliability.concurrency.watched import Meeting

pytestmark = pytest.mark.terraform

PAIR, MEMBERSHIP, EMAIL = "govpair_account_pair.log", "govpair_membership.log", "aws+log@example.gov"


def membership(**more: object) -> str:
    """The GovCloud half's membership."""
    values = {"account_id": Expression(f"{PAIR}.govcloud_account_id"), **more}
    return block('resource "govpair_membership" "log"', values)


class AfterTheFirst(Meeting):
    """Lets two creations meet, and then holds one of them until the other has made its account."""

    def __init__(self, two: Two) -> None:
        super().__init__("organizations", "CreateGovCloudAccount")
        self._two, self._made, self._second = two, threading.Event(), threading.Lock()

    def __call__(self, name: str) -> None:
        """Hold, or see whether the account is there."""
        super().__call__(name)
        if name.endswith(":CreateGovCloudAccount"):
            if not self._second.acquire(blocking=False):  # the first one through keeps it
                assert self._made.wait(60)
        elif self._two.simulator.world.account_with_email(COMMERCIAL, EMAIL) is not None:
            self._made.set()


@pytest.mark.parametrize("moment", ["both before", "one after the other"])
def test_one_declaration_in_two_states_of_one_owner_makes_one_pair(moment: str, two: Two) -> None:
    """Both have looked and found nothing when the first creates: AWS's refusal of the second is resolved by looking."""
    two.write(pair("log", tags={"a": "b"}))
    met = Meeting("organizations", "CreateGovCloudAccount") if moment == "both before" else AfterTheFirst(two)
    for run in two.apply(met):
        run.succeeded()
    assert met.met
    assert two.estate.creations() == 2
    two.nothing_is_wrong(pairs=1)
    assert two.one.state() == two.other.state()
    two.plan_nothing()


def test_two_owners_of_one_declaration_make_one_pair_and_one_is_told_whose_it_is(two: Two) -> None:
    two.write(pair("log"), owners=("one", "two"))
    met = Meeting("organizations", "CreateGovCloudAccount")
    runs = two.apply(met)
    assert met.met
    assert sorted(run.code for run in runs) == [0, 1]
    folders = (two.one, two.other) if runs[0].code == 0 else (two.other, two.one)
    winner, loser = folders
    failed = next(run for run in runs if run.code).failed()
    made = winner.state()[PAIR]
    two.nothing_is_wrong(pairs=1)
    for run in (failed, loser.apply().failed()):
        assert "belongs to the owner" in run.words
        assert f'id = "{made["id"]}"' in run.output  # the import block
    assert loser.state() == {}
    winner.plans_nothing()
    loser.run("import", PAIR, made["id"]).succeeded()
    loser.plans_nothing()


def test_two_names_for_one_email_make_one_pair_and_each_apply_converges(two: Two) -> None:
    two.write(pair("log", name="log-one"), pair("log", name="log-two"))
    met = Meeting("organizations", "CreateGovCloudAccount")
    for run in two.apply(met):
        run.succeeded()
    assert met.met
    two.nothing_is_wrong(pairs=1)
    for folder in (two.one, two.other):
        folder.apply().succeeded()
        folder.plans_nothing()
    # Two declarations that contradict one another: the plan of each shows what the other did.
    assert two.one.planned_actions() == {PAIR: ["update"]}
    two.nothing_is_wrong(pairs=1)


@pytest.mark.parametrize("owners", [("govpair", "govpair"), ("one", "two")])
def test_two_emails_of_one_name_make_two_pairs(owners: tuple[str, str], two: Two) -> None:
    """A request in progress shows its name and no email: it is awaited, and told apart by the account's email."""
    two.write(pair("log"), pair("log", email="aws+other@example.gov"), owners)
    met = Meeting("organizations", "CreateGovCloudAccount")
    for run in two.apply(met):
        run.succeeded()
    assert met.met
    two.nothing_is_wrong(pairs=2)
    assert two.estate.creations() == 2
    emails = [folder.state()[PAIR]["email"] for folder in (two.one, two.other)]
    assert emails == [EMAIL, "aws+other@example.gov"]
    two.plan_nothing()


def test_more_pairs_than_there_are_places_are_all_made_by_two_applies(two: Two) -> None:
    one, other = (["a1", "a2", "a3", "a4"], ["b1", "b2", "b3", "b4"])
    two.write("".join(map(pair, one)), "".join(map(pair, other)))
    for run in two.apply(Meeting("organizations", "CreateGovCloudAccount", parties=6, patience=3)):
        run.succeeded()
    two.nothing_is_wrong(pairs=8)
    assert (len(two.one.state()), len(two.other.state())) == (4, 4)
    two.plan_nothing()


@pytest.mark.parametrize("operation", ["InviteAccountToOrganization", "AcceptHandshake"])
def test_one_membership_in_two_states_is_joined_once(operation: str, two: Two) -> None:
    two.write(pair("log") + membership(tags={"a": "b"}, on_destroy="remove"))
    met = Meeting("organizations", operation)
    for run in two.apply(met):
        run.succeeded()
    assert met.met
    two.nothing_is_wrong(pairs=1)
    states = [each["State"] for each in two.simulator.state()["handshakes"]]
    assert states == ["ACCEPTED"]
    two.plan_nothing()


@pytest.mark.parametrize("operation", ["MoveAccount", "TagResource", "CloseAccount"])
def test_one_change_made_by_two_at_once_is_made_and_both_converge(operation: str, two: Two) -> None:
    change: dict[str, dict[str, object]] = {
        "MoveAccount": {"parent_id": two.estate.new_unit()},
        "TagResource": {"tags": {"a": "b", "c": "d"}},
        "CloseAccount": {"closed": True},
    }
    two.write(pair("log"))
    two.one.apply().succeeded()
    two.other.apply().succeeded()
    two.write(pair("log", **change[operation]))
    met = Meeting("organizations", operation)
    runs = two.apply(met)
    assert met.met
    for folder, run in zip((two.one, two.other), runs, strict=True):
        if run.code:
            run.failed()
            folder.apply().succeeded()
    two.nothing_is_wrong(pairs=1)
    two.plan_nothing()


def test_one_membership_ended_by_two_at_once_is_ended(two: Two) -> None:
    two.write(pair("log") + membership(on_destroy="remove"))
    two.one.apply().succeeded()
    two.other.apply().succeeded()
    two.write(pair("log"))
    runs = two.apply()
    for folder, run in zip((two.one, two.other), runs, strict=True):
        if run.code:
            run.failed()
            folder.apply().succeeded()
        assert MEMBERSHIP not in folder.state()
    two.nothing_is_wrong(pairs=1)
    two.plan_nothing()
