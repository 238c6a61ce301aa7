"""An invitation of another company's organization: never accepted, whatever else is declared."""

from __future__ import annotations

from typing import Any

import pytest

from partition_simulator import moto_bridge
from tests.provider.ground import Ground
from tests.provider.host import Host
from tests.reliability.doors.changes import ACCEPTANCE, MEMBERSHIP, Scene, invite, scene


def organization_id(there: Ground, manager: str) -> str:
    """The id of the organization that an account manages."""
    return str(moto_bridge.organization_of(there.simulator.world.accounts[manager]).organization.id)


def state_of(there: Ground, handshake_id: str) -> str:
    """The state of an invitation."""
    return there.simulator.world.handshakes[handshake_id].state


@pytest.fixture
def made(there: Ground) -> Scene:
    return scene(there)


def acceptance(made: Scene, account: Any, handshake_id: str, **more: Any) -> tuple[list[Any], Host]:
    """Apply an acceptance that expects our organization."""
    there = made.ground
    expected = organization_id(there, there.govcloud.account_id)
    host = Host(there.provider, there.settings())
    there.simulator.reset_calls()
    values = {"account_id": account.account_id, "handshake_id": handshake_id, "organization_id": expected, **more}
    return host.apply({ACCEPTANCE: values}).errors, host


def test_an_acceptance_that_expects_another_organization_refuses_it(made: Scene, there: Ground) -> None:
    foreign = invite(there, there.stranger, made.invited.govcloud.account_id)
    errors, host = acceptance(made, made.invited.govcloud, foreign)
    ours, theirs = (organization_id(there, keys.account_id) for keys in (there.govcloud, there.stranger))
    (error,) = errors
    assert f"Invitation {foreign} is of organization {theirs}, expected was {ours}. It is not accepted." in error.detail
    assert "ask the expected organization for the id of its own invitation" in error.detail
    assert there.changes() == []
    assert host.state == {}
    assert state_of(there, foreign) == "OPEN"


def test_an_acceptance_is_not_moved_on_to_another_organization_s_invitation(made: Scene, there: Ground) -> None:
    errors, host = acceptance(made, made.invited.govcloud, made.handshake_id)
    assert not errors
    kept = dict(host.state)
    there.expel(made.invited.govcloud.account_id)
    foreign = invite(there, there.stranger, made.invited.govcloud.account_id)
    there.simulator.reset_calls()
    expected = organization_id(there, there.govcloud.account_id)
    account_id = made.invited.govcloud.account_id
    values = {"account_id": account_id, "handshake_id": foreign, "organization_id": expected}
    (error,) = host.apply({ACCEPTANCE: values}).errors
    assert f"Invitation {foreign} is of organization" in error.detail
    assert there.changes() == []
    assert host.state == kept
    assert state_of(there, foreign) == "OPEN"


def test_an_invitation_of_another_account_is_refused(made: Scene, there: Ground) -> None:
    other = invite(there, there.stranger, made.standalone.govcloud.account_id)
    errors, _ = acceptance(made, made.invited.govcloud, other)
    (error,) = errors
    assert other in f"{error.summary} {error.detail}"
    assert made.invited.govcloud.account_id in error.detail
    assert there.changes() == []
    assert state_of(there, other) == "OPEN"


def test_a_joining_goes_by_its_own_organization_s_invitation_only(made: Scene, there: Ground) -> None:
    account_id = made.standalone.govcloud.account_id
    foreign = invite(there, there.stranger, account_id)
    there.simulator.reset_calls()
    outcome = Host(there.provider, there.settings()).apply({MEMBERSHIP: {"account_id": account_id}})
    assert not outcome.errors
    assert there.manager(account_id) == there.govcloud.account_id
    assert state_of(there, foreign) == "OPEN"
    assert there.changes().count("govcloud organizations.AcceptHandshake") == 1
