"""What joining costs, many at a time, and that the calls which it saves are made where they are needed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from custom_resources.engine.errors import EngineError, NotFound, Refused, Stopped, TimedOut
from custom_resources.engine.estate import Estate
from custom_resources.engine.invitable import refuse_uninvitable
from custom_resources.engine.memberships import cancel_invitation, invite, join, read_membership
from custom_resources.engine.model import MembershipRequest
from custom_resources.engine.organization import organization_of
from partition_simulator import Keys
from tests.engine.conftest import Bench, SimulatedPace


def vended(bench: Bench, number: int = 1) -> list[str]:
    """GovCloud accounts that are in no organization, made without a call."""
    pairs = [bench.simulator.vend(f"log{each}", f"log{each}@example.gov") for each in range(number)]
    bench.simulator.reset_calls()
    return [pair.govcloud.account_id for pair in pairs]


def stranger(bench: Bench) -> Keys:
    """Another GovCloud organization's management account."""
    keys = bench.simulator.seed_management_pair(name="other", email="other@example.gov").govcloud
    bench.client("govcloud", keys=keys).create_organization(FeatureSet="ALL")
    bench.simulator.reset_calls()
    return keys


def calls(bench: Bench) -> dict[str, int]:
    return {name.partition(" ")[2].partition(".")[2]: number for name, number in bench.simulator.calls().items()}


def test_twenty_joinings_make_five_calls_each_and_few_together(bench: Bench, estate: Estate) -> None:
    for account_id in vended(bench, 20):
        assert join(estate, MembershipRequest(account_id)).state == "ACTIVE"
    assert bench.simulator.calls() == {
        "commercial sts.GetCallerIdentity": 1,
        "govcloud sts.GetCallerIdentity": 1,
        "govcloud organizations.ListHandshakesForOrganization": 1,
        "govcloud organizations.DescribeOrganization": 1 + 20,  # its own by each account, which its role is allowed
        "govcloud sts.AssumeRole": 20,
        "govcloud organizations.InviteAccountToOrganization": 20,
        "govcloud organizations.AcceptHandshake": 20,
        "govcloud organizations.DescribeAccount": 20,
    }


def test_a_place_and_tags_cost_one_call_each(bench: Bench, estate: Estate) -> None:
    unit, accounts = bench.unit("govcloud"), vended(bench, 3)
    for account_id in accounts:
        membership = join(estate, MembershipRequest(account_id, parent_id=unit, tags={"a": "b"}))
        assert (membership.parent_id, membership.tags) == (unit, {"a": "b"})
        assert read_membership(bench.estate(), account_id, with_handshake=True) == membership
    made = calls(bench)
    assert (made["MoveAccount"], made["TagResource"], made["ListChildren"]) == (3, 3, 1)
    assert "ListParents" not in made


def test_without_paths_in_the_answers_the_place_is_looked_up(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(account_paths=False)
    unit, (account_id,) = bench.unit("govcloud"), vended(bench)
    assert join(bench.estate(), MembershipRequest(account_id, parent_id=unit)).parent_id == unit
    assert calls(bench)["ListParents"] == 1


def test_many_at_once_list_the_invitations_once(bench: Bench, estate: Estate) -> None:
    accounts = vended(bench, 12)
    with ThreadPoolExecutor(12) as pool:
        joined = list(pool.map(lambda account_id: join(estate, MembershipRequest(account_id)), accounts))
    assert {membership.state for membership in joined} == {"ACTIVE"}
    assert calls(bench)["ListHandshakesForOrganization"] == 1
    assert calls(bench)["DescribeOrganization"] == 1 + 12
    assert calls(bench)["InviteAccountToOrganization"] == calls(bench)["AcceptHandshake"] == 12


def test_one_whose_role_is_late_holds_nobody_up(bench: Bench, estate: Estate) -> None:
    late, other = vended(bench, 2)
    bench.fault("AssumeRole", service="sts", code="AccessDenied", status=403, times=2)
    waiting, joined = threading.Event(), threading.Event()

    class Held(SimulatedPace):
        """Its first wait ends when the other account has joined."""

        def wait(self, seconds: float, wake: threading.Event | None = None) -> bool:
            if seconds and not waiting.is_set():
                waiting.set()
                assert joined.wait(30)
            return super().wait(seconds, wake)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(join, estate.with_pace(Held(bench.simulator)), MembershipRequest(late))
        assert waiting.wait(30)
        assert join(estate, MembershipRequest(other)).state == "ACTIVE"
        joined.set()
        assert first.result(30).state == "ACTIVE"


def test_while_the_role_of_a_pair_made_here_is_late_no_creation_request_is_listed(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate)
    bench.simulator.reset_calls()
    bench.fault("AssumeRole", service="sts", code="AccessDenied", status=403, times=3)
    assert join(estate, MembershipRequest(pair.govcloud_account_id)).state == "ACTIVE"
    assert "ListCreateAccountStatus" not in calls(bench)
    assert calls(bench)["AssumeRole"] == 4


def test_imported_memberships_list_the_invitations_once(bench: Bench, estate: Estate) -> None:
    accounts = vended(bench, 3)
    ids = [join(estate, MembershipRequest(account_id)).handshake_id for account_id in accounts]
    bench.simulator.reset_calls()
    fresh = bench.estate()
    read = [read_membership(fresh, account_id, with_handshake=True) for account_id in accounts]
    assert [membership and membership.handshake_id for membership in read] == ids
    assert calls(bench)["ListHandshakesForOrganization"] == 1


# What others do, of which the book of invitations knows nothing


def test_an_invitation_that_another_sent_since_is_found_and_accepted(bench: Bench, estate: Estate) -> None:
    first, second = vended(bench, 2)
    join(estate, MembershipRequest(first))
    target = {"Id": second, "Type": "ACCOUNT"}
    sent = bench.client("govcloud").invite_account_to_organization(Target=target, Tags=[{"Key": "x", "Value": "y"}])
    membership = join(estate, MembershipRequest(second, tags={"a": "b"}))
    assert membership.handshake_id == sent["Handshake"]["Id"]
    assert membership.tags == {"a": "b", "x": "y"}


def test_an_invitation_that_another_cancelled_since_is_sent_anew(bench: Bench, estate: Estate) -> None:
    (account_id,) = vended(bench)
    before = invite(estate, MembershipRequest(account_id))
    bench.client("govcloud").cancel_handshake(HandshakeId=before.id)
    membership = join(estate, MembershipRequest(account_id))
    assert membership.state == "ACTIVE"
    assert membership.handshake_id != before.id


def test_inviting_says_open_only_what_is_open_now(bench: Bench, estate: Estate) -> None:
    (account_id,) = vended(bench)
    before = invite(estate, MembershipRequest(account_id))
    assert invite(estate, MembershipRequest(account_id)) == before
    bench.client("govcloud").cancel_handshake(HandshakeId=before.id)
    again = invite(estate, MembershipRequest(account_id))
    assert (again.id != before.id, again.state) == (True, "OPEN")
    cancel_invitation(estate, again.id)
    assert calls(bench)["ListHandshakesForOrganization"] == 1
    assert invite(estate, MembershipRequest(account_id)).id not in (before.id, again.id)


def test_a_member_that_another_let_accept_is_told_its_invitation(bench: Bench, estate: Estate) -> None:
    (account_id,) = vended(bench)
    sent = invite(estate, MembershipRequest(account_id))
    own = bench.client("govcloud", keys=bench.simulator.keys_for(account_id))
    own.accept_handshake(HandshakeId=sent.id)
    told = invite(estate, MembershipRequest(account_id))
    assert (told.id, told.state) == (sent.id, "ACCEPTED")


# Safety: what is saved is never the question whether the account is free


def test_an_account_is_asked_again_where_it_was_waited_for_since_it_said_that_it_is_free(
    bench: Bench, estate: Estate
) -> None:
    (account_id,) = vended(bench)
    theirs = bench.client("govcloud", keys=stranger(bench))
    target = {"Id": account_id, "Type": "ACCOUNT"}
    handshake = theirs.invite_account_to_organization(Target=target)["Handshake"]["Id"]
    own = bench.client("govcloud", keys=bench.simulator.keys_for(account_id))

    def accept_theirs(pace: SimulatedPace) -> None:
        if sum(pace.waits) > 6 and not bench.simulator.world.memberships.get(account_id):
            own.accept_handshake(HandshakeId=handshake)

    bench.pace.on_wait = accept_theirs
    bench.fault("InviteAccountToOrganization", code="ConcurrentModificationException", times=9)
    bench.simulator.reset_calls()
    with pytest.raises(Refused, match="another organization"):
        join(estate, MembershipRequest(account_id))
    assert calls(bench)["AcceptHandshake"] == 1  # theirs, by hand


def test_only_the_expected_organization_s_invitation_is_accepted_where_both_are_open(
    bench: Bench, estate: Estate
) -> None:
    (account_id,) = vended(bench)
    theirs = bench.client("govcloud", keys=stranger(bench))
    handshake = theirs.invite_account_to_organization(Target={"Id": account_id, "Type": "ACCOUNT"})["Handshake"]["Id"]
    membership = join(estate, MembershipRequest(account_id))
    assert membership.handshake_id != handshake
    assert bench.simulator.world.handshakes[handshake].state == "OPEN"


def test_an_invitation_that_the_account_does_not_see_yet_is_waited_for(bench: Bench, estate: Estate) -> None:
    (account_id,) = vended(bench)
    bench.fault("AcceptHandshake", code="HandshakeNotFoundException")
    assert join(estate, MembershipRequest(account_id)).state == "ACTIVE"
    assert calls(bench)["ListHandshakesForAccount"] == 1


def test_an_invitation_that_aws_shows_open_and_never_lets_in_is_told_with_its_answer(
    bench: Bench, estate: Estate
) -> None:
    (account_id,) = vended(bench)
    bench.fault("AcceptHandshake", code="InvalidHandshakeTransitionException", for_seconds=3600.0)
    with pytest.raises(TimedOut, match="accepting it, AWS answers InvalidHandshakeTransitionException"):
        join(estate, MembershipRequest(account_id))
    assert calls(bench)["InviteAccountToOrganization"] == 1


def test_a_role_that_may_not_say_where_the_account_is_does_not_hide_a_member(bench: Bench, estate: Estate) -> None:
    (account_id,) = vended(bench)
    join(estate, MembershipRequest(account_id))
    bench.simulator.clock.advance(31 * 86400)  # AWS no longer lists its invitation
    bench.fault("DescribeOrganization", account=account_id, code="AccessDeniedException", times=9)
    assert join(bench.estate(), MembershipRequest(account_id)).state == "ACTIVE"


def test_a_role_that_may_not_say_where_the_account_is_ends_the_joining_before_it_is_invited(
    bench: Bench, estate: Estate
) -> None:
    (account_id,) = vended(bench)
    bench.fault("DescribeOrganization", account=account_id, code="AccessDeniedException", times=9)
    with pytest.raises(EngineError, match="organizations:DescribeOrganization"):
        join(estate, MembershipRequest(account_id))
    assert "InviteAccountToOrganization" not in calls(bench)


def test_a_parent_that_is_gone_since_it_was_checked_is_refused_by_the_move(bench: Bench, estate: Estate) -> None:
    first, second = vended(bench, 2)
    unit, client = bench.unit("govcloud"), bench.client("govcloud")
    estate.parents[unit] = bench.pace.now()
    client.delete_organizational_unit(OrganizationalUnitId=unit)
    with pytest.raises(NotFound) as error:
        join(estate, MembershipRequest(first, parent_id=unit))
    assert error.value.attribute == "parent_id"
    bench.simulator.clock.advance(3600)
    with pytest.raises(NotFound, match="no root or organizational unit"):
        join(estate, MembershipRequest(second, parent_id=unit))


def test_a_pair_that_was_closed_since_it_was_made_here_is_not_invited(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate)
    bench.client("commercial").close_account(AccountId=pair.commercial_account_id)
    with pytest.raises(Refused, match="belongs to a closed pair"):
        refuse_uninvitable(estate, pair.govcloud_account_id, estate.short_deadline("inviting"))


def test_a_stop_is_heard_while_another_asks_for_the_organization(bench: Bench, estate: Estate) -> None:
    with estate.one_at_a_time("reading the organization"):
        bench.pace.stop_when = lambda pace: True
        with ThreadPoolExecutor(1) as pool, pytest.raises(Stopped):
            pool.submit(organization_of, estate, estate.govcloud_management).result(30)
    bench.pace.stop_when = lambda pace: False
    assert organization_of(estate, estate.govcloud_management).id.startswith("o-")
