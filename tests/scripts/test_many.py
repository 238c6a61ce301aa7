"""Many accounts at once: one table, one document, one exit code; the same command goes on and does nothing twice."""

from __future__ import annotations

import os
import pty
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from custom_resources.scripts import confirmation
from tests.scripts.conftest import Shell
from tests.scripts.organizations import COMPANY, RESELLER, written

PAIRS = ("log-archive", "audit", "app-test")
SUBJECT = {"subject", "outcome", "exit_code", "error", "next_step"}


@pytest.fixture
def shell(shell_with: Callable[..., Shell]) -> Shell:
    """By a clock that runs: a creation of a minute takes a third of a second."""
    return shell_with(clock_scale=200)


@pytest.fixture
def table(tmp_path: Path) -> str:
    """A CSV file of three pairs."""
    return csv(tmp_path, "name,email,tag", *(f"{name},aws+{name}@example.gov,Team=a;Stage=test" for name in PAIRS))


def csv(folder: Path, *lines: str) -> str:
    path = folder / "accounts.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def vend(shell: Shell, *more: str) -> Any:
    return shell.run("vend", "--owner", "govpair", *more)


def test_pairs_of_a_csv_file_are_made_and_joined(shell: Shell, table: str) -> None:
    made = vend(shell, "--from", table, "--join", "--json")

    assert made.code == 0, made.err
    document = made.document
    assert set(document) == {"command", "outcome", "exit_code", "results", "error", "next_step"}
    assert [entry["subject"]["name"] for entry in document["results"]] == list(PAIRS)
    for entry in document["results"]:
        assert set(entry) == SUBJECT | {"pair", "created", "membership"}
        assert entry["pair"]["tags"] == {"Team": "a", "Stage": "test"}
        assert entry["membership"]["state"] == "ACTIVE"
    assert shell.calls("CreateGovCloudAccount") == 3


def test_the_same_command_again_makes_nothing_twice_and_tells_the_same_table(shell: Shell, table: str) -> None:
    first, second = vend(shell, "--from", table), vend(shell, "--from", table)

    assert second.code == 0
    assert second.out == first.out
    heading, *rows = first.out.splitlines()
    assert heading.split()[0] == "ACCOUNT"
    assert [(row.split()[0], row.split()[-1]) for row in rows] == [(name, "made") for name in PAIRS]
    assert shell.calls("CreateGovCloudAccount") == 3


def test_every_command_takes_the_same_file(shell: Shell, table: str) -> None:
    vend(shell, "--from", table)
    for command, word in (
        (("wait", "--for", "assumable"), "assumable"),
        (("access",), "can be assumed"),
        (("invite",), "invited"),
        (("accept",), "accepted"),
        (("status",), "exists"),
        (("close", "--yes"), "closed"),
    ):
        done = shell.run(*command, "--from", table)
        assert done.code == 0, done.err
        assert [line.endswith(word) for line in done.out.splitlines()[1:]] == [True] * 3
    assert (shell.calls("CloseAccount"), shell.calls("InviteAccountToOrganization")) == (3, 3)


def test_one_that_fails_keeps_no_other_from_being_done(shell: Shell, tmp_path: Path) -> None:
    file = csv(tmp_path, "name,email,parent-id", "a,aws+a@example.gov,", "b,aws+b@example.gov,ou-zzzz-99999999")
    partly = vend(shell, "--from", file, "--json")

    assert (partly.code, partly.document["outcome"]) == (3, "resumable")
    assert [entry["outcome"] for entry in partly.document["results"]] == ["done", "failed"]
    assert "ou-zzzz-99999999" in partly.document["results"][1]["error"]["detail"]
    text = vend(shell, "--from", file)
    assert "b: " in text.out
    assert "1 made, 1 failed" in text.err
    assert "Run the same command again" in text.err


def test_when_all_fail_the_exit_code_says_so(shell: Shell, tmp_path: Path) -> None:
    failed = shell.run("status", "--from", csv(tmp_path, "name", "one", "two"), "--json")

    assert (failed.code, failed.document["outcome"]) == (1, "failed")
    assert [entry["pair"] for entry in failed.document["results"]] == [None, None]


def test_an_interrupted_command_tells_of_every_account_and_goes_on(shell: Shell, table: str) -> None:
    def interrupt(stop: threading.Event) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        stop.wait(5)

    shell.on_wait = interrupt
    left = vend(shell, "--from", table, "--json")
    assert left.code == 3
    assert {entry["outcome"] for entry in left.document["results"]} == {"resumable"}
    shell.on_wait = lambda stop: None
    done = vend(shell, "--from", table, "--json")

    assert done.code == 0
    assert shell.calls("CreateGovCloudAccount") == 3


def test_everything_wrong_in_a_csv_file_is_said_at_once(shell: Shell, tmp_path: Path) -> None:
    file = csv(
        tmp_path,
        "name,email,tag,parent-id",
        "one,nobody,Team,ou-1",
        "two,,a=1,",
        "one,aws+three@example.gov,a=1,",
        "four,aws+four@example.gov",
    )
    wrong = vend(shell, "--from", file)

    assert wrong.code == 2
    lines = [line.removeprefix(f"{file}:") for line in wrong.err.splitlines() if line.startswith(file)]
    assert [line.split(": ")[0:2] for line in lines] == [
        ["2", "column email"],
        ["2", "column tag"],
        ["2", "column parent-id"],
        ["3", "column email"],
        ["4", "column name"],
        ["5", "2 values. Expected 4, as the header row has columns."],
    ]
    assert "is on line 2 already" in wrong.err
    assert f"6 things are wrong in {file}" in wrong.err
    assert shell.calls("GetCallerIdentity") == 0


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("name,mail", "a,b"), "column 2 (mail): No such column. Expected: email, name, account-id"),
        (("role-name", "x"), "Expected one of the columns email, name, account-id"),
        (("Name,name", "a,b"), "2 times"),
        (("name",), "only a header row"),
        (("",), "empty"),
        (('"name', "a"), "cannot be read as CSV"),
    ],
)
def test_a_csv_file_that_is_none(shell: Shell, tmp_path: Path, lines: tuple[str, ...], words: str) -> None:
    wrong = shell.run("wait", "--from", csv(tmp_path, *lines))

    assert wrong.code == 2
    assert words in wrong.err


def test_a_csv_file_that_is_missing(shell: Shell) -> None:
    wrong = shell.run("wait", "--from", "none.csv", "--json")

    assert wrong.code == 2
    assert "none.csv:1: It cannot be read" in wrong.err
    assert wrong.document["outcome"] == "wrong_usage"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--all-declared",), "--organization"),
        (("--from", "x.csv", "--all-declared"), "in one way"),
        (("--from", "x.csv", "--name", "a"), "--name"),
        (("--select", "audti"), "Did you mean audit?"),
    ],
)
def test_one_way_to_say_which(shell: Shell, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    file = ("--organization", written(tmp_path)) if "--select" in arguments else ()
    wrong = shell.run("wait", *arguments, *file)

    assert wrong.code == 2
    assert words in wrong.err


def test_pairs_of_the_organization_file_are_put_and_tagged_as_it_says(shell: Shell, tmp_path: Path) -> None:
    units = {profile: _units(profile) for profile in ("commercial", "govcloud")}
    text = COMPANY.replace(
        "app-test@example.gov}", "app-test@example.gov, organizational_unit: Workloads/Production, tags: {Stage: test}}"
    )
    file = ("--organization", written(tmp_path, text))
    made = shell.run("vend", *file, "--all-declared", "--join", "--json")

    assert made.code == 0, made.err
    last = made.document["results"][2]
    assert last["pair"]["owner"] == "platform-team"
    assert (last["pair"]["parent_id"], last["membership"]["parent_id"]) == (units["commercial"], units["govcloud"])
    assert last["pair"]["tags"] == last["membership"]["tags"] == {"Stage": "test"}
    chosen = shell.run("status", *file, "--select", "a*", "--select", "nothing-else?", "--json")
    assert chosen.code == 2
    chosen = shell.run("status", *file, "--select", "a*", "--json")
    assert [entry["subject"]["name"] for entry in chosen.document["results"]] == ["audit", "app-test"]


def test_a_unit_that_is_not_made_yet_is_told_with_what_there_is(shell: Shell, tmp_path: Path) -> None:
    text = COMPANY.replace("audit@example.gov,", "audit@example.gov, organizational_unit: Security,")
    partly = shell.run("vend", "--organization", written(tmp_path, text), "--all-declared")

    assert partly.code == 3
    assert "audit: looking for the organizational unit of audit" in partly.out
    assert shell.calls("CreateGovCloudAccount") == 2


def test_declared_as_closed_is_not_made(shell: Shell, tmp_path: Path) -> None:
    text = COMPANY.replace("audit@example.gov,", "audit@example.gov, closed: true,")
    made = shell.run("vend", "--organization", written(tmp_path, text), "--all-declared", "--json")

    assert [entry["subject"]["name"] for entry in made.document["results"]] == ["log-archive", "app-test"]


def test_a_customer_s_pairs_are_its_own(shell: Shell, tmp_path: Path) -> None:
    client: Any = botocore.session.Session(profile="commercial").create_client("organizations")
    root = client.list_roots()["Roots"][0]["Id"]
    unit = client.create_organizational_unit(ParentId=root, Name="harbor")["OrganizationalUnit"]["Id"]
    file = ("--organization", written(tmp_path, RESELLER), "--customer", "harbor", "--all-declared")
    made = shell.run("vend", *file, "--json")

    assert made.code == 0, made.err
    assert [entry["pair"]["parent_id"] for entry in made.document["results"]] == [unit, unit]


def test_a_file_that_would_make_too_many_is_refused_before_the_first(shell: Shell, tmp_path: Path) -> None:
    file = csv(tmp_path, "name,email", *(f"p{n},aws+p{n}@example.gov" for n in range(12)))
    refused = vend(shell, "--from", file)

    assert refused.code == 2
    assert "12 of them are new, and 10 may be made at once" in refused.err
    assert shell.calls("CreateGovCloudAccount") == 0
    assert vend(shell, "--from", file, "--max-new-pairs", "12").code == 0
    assert shell.calls("CreateGovCloudAccount") == 12
    assert vend(shell, "--from", file).code == 0  # none of them is new


def test_many_are_closed_after_their_number_was_typed(
    shell: Shell, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vend(shell, "--from", table)
    names = ("--from", csv(Path(table).parent, "name", *PAIRS))
    assert shell.run("close", *names).code == 2
    monkeypatch.setattr(confirmation, "at_terminal", lambda: True)
    monkeypatch.setattr("custom_resources.scripts.commands.close.at_terminal", lambda: True)
    monkeypatch.setattr(confirmation, "read_line", lambda: "audit\n")
    assert shell.run("close", *names).code == 1
    assert shell.calls("CloseAccount") == 0
    monkeypatch.setattr(confirmation, "read_line", lambda: "close 3 pairs\n")

    assert shell.run("close", *names).code == 0
    assert shell.calls("CloseAccount") == 3


def test_many_profiles_and_no_secrets(shell: Shell, table: str) -> None:
    vend(shell, "--from", table)
    names = ("--from", csv(Path(table).parent, "name", *PAIRS))
    profiles = shell.run("access", *names, "--profile-text")

    assert [line for line in profiles.out.splitlines() if line.startswith("[")] == [
        f"[profile {name}-govcloud]" for name in PAIRS
    ]
    assert shell.run("access", *names, "--export").code == 2


def test_one_listing_serves_all(shell: Shell, tmp_path: Path, table: str) -> None:
    vend(shell, "--from", table)
    shell.simulator.reset_calls()
    shell.run("access", "--from", csv(tmp_path, "name", *PAIRS))

    assert shell.calls("ListAccounts") == 1


def test_on_a_terminal_a_bar_is_shown_and_taken_away(shell_with: Callable[..., Shell], table: str) -> None:
    shell = shell_with(creation_seconds=3600)
    ours, theirs = pty.openpty()
    process = shell.start("vend", "--owner", "govpair", "--from", table, stderr=theirs)
    os.close(theirs)
    shown = ""
    while "0/3" not in shown:
        shown += os.read(ours, 4096).decode()
    process.send_signal(signal.SIGINT)
    try:
        while more := os.read(ours, 4096).decode():
            shown += more
    except OSError:  # Linux tells the end of a terminal as an error
        pass
    out, _ = process.communicate(timeout=20)
    os.close(ours)

    assert process.returncode == 3
    assert out.count("resumable") == 3
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")


def _units(profile: str) -> str:
    """Make Workloads/Production; its id."""
    client: Any = botocore.session.Session(profile=profile).create_client("organizations")
    parent = client.list_roots()["Roots"][0]["Id"]
    for name in ("Workloads", "Production"):
        parent = client.create_organizational_unit(ParentId=parent, Name=name)["OrganizationalUnit"]["Id"]
    return str(parent)
