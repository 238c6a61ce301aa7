"""`govpair status`: one pair by anything known of it, all pairs, and creation requests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.scripts.conftest import EMAIL, NAME, VEND, Shell


def test_a_pair_is_found_by_email_name_and_either_id(shell: Shell) -> None:
    pair = shell.run(*VEND, "--json").document["pair"]
    ways = {
        "--email": EMAIL,
        "--name": NAME,
        "--account-id": pair["commercial_account_id"],
    }
    for option, value in [*ways.items(), ("--account-id", pair["govcloud_account_id"])]:
        finished = shell.run("status", option, value, "--json")
        assert (finished.code, finished.document["pair"]) == (0, pair)


def test_no_such_pair_is_a_failure_that_explains_itself(shell: Shell) -> None:
    shell.fault("CreateGovCloudAccount", reason="INVALID_ADDRESS")
    shell.run(*VEND)
    finished = shell.run("status", "--name", NAME, "--json")

    assert finished.code == 1
    assert finished.document["pair"] is None
    assert finished.document["request"]["failure_reason"] == "INVALID_ADDRESS"
    assert "failed: INVALID_ADDRESS" in finished.err


def test_a_pair_that_is_being_made_says_so(shell_with: Callable[..., Shell]) -> None:
    shell = shell_with(creation_seconds=3600)
    assert shell.run(*VEND, "--timeout", "30s").code == 3
    finished = shell.run("status", "--name", NAME, "--json")

    assert finished.code == 3
    assert finished.document["request"]["state"] == "IN_PROGRESS"
    assert finished.document["pair"] is None


def test_a_pair_asked_for_by_email_may_be_one_that_is_being_made(shell_with: Callable[..., Shell]) -> None:
    shell = shell_with(creation_seconds=3600)
    assert shell.run(*VEND, "--timeout", "30s").code == 3
    finished = shell.run("status", "--email", EMAIL, "--json")
    text = shell.run("status", "--email", EMAIL)

    assert finished.code == text.code == 3
    assert [request["name"] for request in finished.document["possible_requests"]] == [NAME]
    assert finished.document["error"] is None
    assert "one of these may be it; ask by --name" in text.out
    assert NAME in text.out.splitlines()[-1]
    assert "none is being made" not in text.err


def test_an_email_that_no_request_can_be_making_is_a_failure(shell: Shell) -> None:
    finished = shell.run("status", "--email", EMAIL, "--json")

    assert (finished.code, finished.document["possible_requests"]) == (1, None)
    assert "none is being made" in finished.err


def test_a_pair_that_has_not_joined_is_no_member(shell: Shell) -> None:
    shell.run(*VEND)
    finished = shell.run("status", "--name", NAME)

    assert finished.code == 0
    assert "not a member" in finished.out
    assert shell.run("status", "--name", NAME, "--json").document["membership"] is None


def test_all_lists_every_pair_once(shell: Shell) -> None:
    for number in range(3):
        shell.simulator.vend(f"pair-{number}", f"pair-{number}@example.gov")
    listed = shell.run("status", "--all", "--json").document["pairs"]

    assert {pair["name"] for pair in listed} == {"payer", "pair-0", "pair-1", "pair-2"}
    table = shell.run("status", "--all").out.splitlines()
    assert table[0].split()[:3] == ["NAME", "EMAIL", "COMMERCIAL"]
    assert len(table) == 5


@pytest.mark.parametrize(
    ("states", "names"),
    [(["SUCCEEDED"], {NAME}), (["FAILED"], {"bad"}), (["ALL"], {NAME, "bad"}), (["IN_PROGRESS"], set())],
)
def test_requests_are_listed_by_state(shell: Shell, states: list[str], names: set[str]) -> None:
    shell.run(*VEND)
    shell.fault("CreateGovCloudAccount", reason="INVALID_ADDRESS")
    shell.run("vend", "--owner", "govpair", "--email", "bad@example.gov", "--name", "bad")
    arguments = [word for state in states for word in ("--requests", state)]
    listed = shell.run("status", *arguments, "--json").document["requests"]

    assert {request["name"] for request in listed} == names


def test_status_changes_nothing(shell: Shell) -> None:
    shell.run(*VEND, "--join")
    before = shell.simulator.state()
    shell.run("status", "--name", NAME)
    shell.run("status", "--all")

    assert shell.simulator.state() == before
