"""`govpair wait`: until created, assumable, joined; or until it is clear that it won't come."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.scripts.conftest import EMAIL, NAME, VEND, Shell

BEGUN = ("--timeout", "1s")
"""A vend that gives up at once, as if somebody had stopped it: the creation goes on."""


@pytest.mark.parametrize("which", [("--name", NAME), ("--email", EMAIL)])
def test_it_waits_for_a_pair_that_somebody_has_begun(shell: Shell, which: tuple[str, str]) -> None:
    assert shell.run(*VEND, *BEGUN).code == 3
    finished = shell.run("wait", *which, "--json")

    assert finished.code == 0, finished.err
    assert finished.document["pair"]["email"] == EMAIL
    assert shell.calls("CreateGovCloudAccount") == 1


def test_a_creation_that_fails_meanwhile_ends_it_with_the_reason(shell: Shell) -> None:
    shell.fault("CreateGovCloudAccount", reason="INVALID_ADDRESS")
    shell.run(*VEND, *BEGUN)
    finished = shell.run("wait", "--name", NAME, "--json")

    assert finished.code == 1
    assert finished.document["error"]["reason"] == "INVALID_ADDRESS"


@pytest.mark.parametrize("which", [("--name", NAME), ("--email", EMAIL), ("--account-id", "210987654321")])
def test_it_does_not_wait_for_what_nobody_is_making(shell: Shell, which: tuple[str, str]) -> None:
    finished = shell.run("wait", *which)

    assert finished.code == 1
    assert "no request in progress" in finished.err


def test_it_waits_until_the_roles_can_be_assumed(shell_with: Callable[..., Shell]) -> None:
    shell = shell_with(role_delay_seconds=240)
    account_ids = shell.run(*VEND, "--json").document["pair"]
    started = shell.simulator.clock.now()
    finished = shell.run("wait", "--name", NAME, "--for", "assumable", "--json")

    assert finished.code == 0, finished.err
    assert shell.simulator.clock.now() - started >= 200
    role = "role/OrganizationAccountAccessRole"
    assert finished.document["roles"] == {
        "commercial": f"arn:aws:iam::{account_ids['commercial_account_id']}:{role}",
        "govcloud": f"arn:aws-us-gov:iam::{account_ids['govcloud_account_id']}:{role}",
    }


def test_a_role_that_never_comes_is_a_time_out_that_names_whom_it_must_trust(shell: Shell) -> None:
    shell.run(*VEND)
    finished = shell.run(
        *("wait", "--name", NAME, "--for", "assumable", "--side", "govcloud"),
        *("--role-name", "NoSuchRole", "--timeout", "5m"),
    )

    assert finished.code == 3
    assert f"it must trust account {shell.payer.govcloud.account_id}" in finished.err


def test_it_waits_until_somebody_has_joined_the_account(shell: Shell) -> None:
    account_id = shell.run(*VEND, "--json").document["pair"]["govcloud_account_id"]
    waiting = shell.run("wait", "--name", NAME, "--for", "joined", "--timeout", "5m")
    assert waiting.code == 3
    assert f"GovCloud account {account_id} is not a member" in waiting.err

    invitation = shell.run("invite", "--name", NAME, "--json").document["handshake"]
    shell.run("accept", "--name", NAME)
    finished = shell.run("wait", "--name", NAME, "--for", "joined", "--json")
    assert finished.code == 0
    assert finished.document["membership"]["account_id"] == account_id
    again = shell.run("invite", "--name", NAME, "--json").document
    assert finished.document["membership"]["handshake_id"] == invitation["id"]
    assert again["membership"]["handshake_id"] == invitation["id"]
