"""The organization's half: inviting, looking at an invitation, cancelling it."""

from __future__ import annotations

import pytest

from custom_resources.engine.errors import Invalid, NotFound, Refused, Stopped
from custom_resources.engine.estate import Estate
from custom_resources.engine.invitations import MEMBER_ALREADY
from custom_resources.engine.memberships import cancel_invitation, invite, join, read_invitation, remove_member
from custom_resources.engine.model import MembershipRequest
from tests.engine.conftest import Bench

NO_SUCH = "h-00000000"


@pytest.fixture
def request_(bench: Bench) -> MembershipRequest:
    return MembershipRequest(bench.simulator.vend("logs", "logs@example.gov").govcloud.account_id, notes="welcome")


def test_a_member_is_not_invited_again_but_told_the_invitation_that_it_accepted(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    membership = join(estate, request_)
    found = invite(estate, request_)
    assert (found.id, found.state) == (membership.handshake_id, "ACCEPTED")
    assert bench.calls("InviteAccountToOrganization") == 1


def test_a_member_whose_invitation_is_no_longer_listed_is_refused_and_not_invited(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    organization = join(estate, request_).organization_id
    bench.simulator.clock.advance(31 * 86400)
    with pytest.raises(Refused, match="a member already") as error:
        invite(estate, request_)
    assert error.value.reason == MEMBER_ALREADY
    assert organization in error.value.detail
    assert bench.calls("InviteAccountToOrganization") == 1


def test_the_management_account_itself_is_not_invited(bench: Bench, estate: Estate) -> None:
    with pytest.raises(Refused, match="a member already"):
        invite(estate, MembershipRequest(bench.payer.govcloud.account_id))
    assert bench.calls("InviteAccountToOrganization") == 0


def test_one_that_was_a_member_is_invited_again(bench: Bench, estate: Estate, request_: MembershipRequest) -> None:
    first = join(estate, request_).handshake_id
    remove_member(estate, request_.account_id)
    again = invite(estate, request_)
    assert (again.state, again.id != first) == ("OPEN", True)


def test_inviting_needs_no_more_than_the_organizations_credentials(bench: Bench, request_: MembershipRequest) -> None:
    nobody = bench.keys("govcloud_paired", access_key="AKIANOBODY", secret_key="x")
    estate = bench.estate(govcloud_paired=nobody, govcloud_management=bench.keys("govcloud_management"))
    assert invite(estate, request_).state == "OPEN"


def test_the_invitation_carries_tags_only_where_that_is_asked_for(bench: Bench, estate: Estate) -> None:
    for asked, expected in ((True, {"a": "b"}), (False, {})):
        account_id = bench.simulator.vend(f"n{asked}", f"n{asked}@example.gov").govcloud.account_id
        sent = invite(estate, MembershipRequest(account_id, tags={"a": "b"}), with_tags=asked)
        assert bench.simulator.world.handshakes[sent.id].tags == expected


def test_an_invitation_is_read_as_it_is(bench: Bench, estate: Estate, request_: MembershipRequest) -> None:
    sent = invite(estate, request_)
    assert read_invitation(estate, sent.id) == sent
    assert (sent.state, sent.notes, sent.account_id) == ("OPEN", "welcome", request_.account_id)
    assert sent.requested_timestamp is not None
    assert sent.expiration_timestamp is not None
    assert (sent.expiration_timestamp - sent.requested_timestamp).days == 15
    assert read_invitation(estate, NO_SUCH) is None


def test_an_invitation_that_is_listed_is_not_called_gone(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    sent = invite(estate, request_)
    bench.fault("DescribeHandshake", code="HandshakeNotFoundException", times=2)
    assert read_invitation(estate, sent.id) == sent
    bench.fault("CancelHandshake", code="HandshakeNotFoundException", times=3)
    with pytest.raises(NotFound, match="HandshakeNotFoundException"):
        cancel_invitation(estate, sent.id)


def test_an_open_invitation_is_cancelled(estate: Estate, request_: MembershipRequest) -> None:
    sent = invite(estate, request_)
    cancelled = cancel_invitation(estate, sent.id)
    assert cancelled is not None
    assert cancelled.state == "CANCELED"
    assert cancel_invitation(estate, sent.id) == cancelled


def test_cancelling_what_has_ended_otherwise_leaves_it_as_it_is(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    membership = join(estate, request_)
    assert membership.handshake_id is not None
    left = cancel_invitation(estate, membership.handshake_id)
    assert left is not None
    assert left.state == "ACCEPTED"
    assert cancel_invitation(estate, NO_SUCH) is None


def test_a_cancellation_whose_answer_was_lost_is_done(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    sent = invite(estate, request_)
    bench.fault("CancelHandshake", drop="after")
    left = cancel_invitation(estate, sent.id)
    assert left is not None
    assert left.state == "CANCELED"


def test_a_stop_is_heeded_before_anything_is_sent(bench: Bench, estate: Estate, request_: MembershipRequest) -> None:
    bench.pace.stop_when = lambda pace: True
    with pytest.raises(Stopped):
        invite(estate, request_)
    with pytest.raises(Stopped):
        cancel_invitation(estate, NO_SUCH)
    assert bench.calls("InviteAccountToOrganization") == bench.calls("CancelHandshake") == 0


@pytest.mark.parametrize(
    "handshake_id", ["", "h-short", "H-ABCDEFGH", "h-abcdefgh\n", "h-" + "a" * 33, "\uff48-abcdefgh"]
)
def test_an_id_of_the_wrong_shape_is_refused_before_any_call(bench: Bench, estate: Estate, handshake_id: str) -> None:
    for call in (read_invitation, cancel_invitation):
        with pytest.raises(Invalid) as error:
            call(estate, handshake_id)
        assert error.value.attribute == "handshake_id"
    assert not bench.simulator.calls()
