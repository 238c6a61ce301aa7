"""`accept` of an account that nobody has invited: told at once, without a claim about what wasn't seen."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest

from tests.scripts.conftest import NAME, VEND, Shell

NOBODY = "999999999999"


@pytest.mark.parametrize("timeout", ["5s", "20m"])
def test_without_an_invitation_the_role_is_not_tried(shell: Shell, timeout: str) -> None:
    finished = shell.run("accept", "--account-id", NOBODY, "--timeout", timeout)

    assert finished.code == 1
    assert f"Invite first: govpair invite --account-id {NOBODY}" in finished.err
    assert shell.calls("AssumeRole") == 0
    assert "is invited" not in finished.err


def test_an_invitation_that_has_ended_is_named(shell: Shell) -> None:
    shell.run(*VEND)
    invitation = shell.run("invite", "--name", NAME, "--json").document["handshake"]["id"]
    client: Any = botocore.session.Session(profile="govcloud").create_client("organizations")
    client.cancel_handshake(HandshakeId=invitation)
    finished = shell.run("accept", "--name", NAME)

    assert finished.code == 1
    assert f"invitation {invitation} is CANCELED" in finished.err


def test_where_invitations_cannot_be_listed_the_account_itself_is_asked(shell: Shell) -> None:
    shell.run(*VEND)
    shell.run("invite", "--name", NAME)
    shell.fault("ListHandshakesForOrganization", code="AccessDeniedException", times=99)

    assert shell.run("accept", "--name", NAME).code == 0


def test_of_an_organization_that_cannot_be_asked_nothing_is_claimed(shell: Shell) -> None:
    finished = shell.run("accept", "--account-id", NOBODY, "--organization-id", "o-exampleorgid", "--timeout", "5s")

    assert finished.code == 1
    assert "is invited" not in finished.err
    assert "cannot assume" in finished.err
    assert "without one, the organization invites it first" in finished.err
    assert "--external-id" in finished.err
