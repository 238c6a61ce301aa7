"""What runs the pages notices what is wrong on them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages.blocks import Block
from tests.pages.output import said
from tests.pages.session import Session
from tests.pages.shell import Shell


def block(language: str, text: str) -> Block:
    return Block("page.md", "", 1, language, text)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    folder = tmp_path / "here"
    folder.mkdir()
    made = Shell(folder, Path("/bin/true"), {"PATH": os.environ["PATH"]})
    yield made
    made.end()


@pytest.fixture
def session(shell: Shell) -> Session:
    return Session(shell)


def test_a_command_that_fails_fails_the_page_even_in_the_middle(session: Session) -> None:
    with pytest.raises(AssertionError, match="exit code 1"):
        session.play(block("sh", "false\ntrue\n"))


def test_variables_and_the_folder_last(session: Session, shell: Shell) -> None:
    session.play(block("sh", "mkdir there\ncd there\nNAME=value\n"))
    session.play(block("sh", 'test "$NAME" = value\n'))
    assert shell.where.name == "there"


def test_a_block_that_names_a_file_is_that_file(session: Session) -> None:
    session.play(block("yaml", "# teams/a.yaml\nkey: 1\n"))
    session.play(block("sh", "grep -q 'key: 1' teams/a.yaml\n"))


def test_an_answer_that_is_not_given_fails_the_page(session: Session) -> None:
    session.play(block("sh", "echo one; echo two\n"))
    session.play(block("text", "two\n"))
    with pytest.raises(AssertionError, match="three"):
        session.play(block("text", "two\nthree\n"))


def test_a_transcript_is_run_command_by_command(session: Session) -> None:
    session.play(block("text", "$ cat names\nAda\n$ sort names\nAda\n$ false\n"))
    with pytest.raises(AssertionError, match="Eve"):
        session.play(block("text", "$ sort names\nEve\n"))


def test_a_program_of_python_that_fails_fails_the_page(session: Session) -> None:
    with pytest.raises(AssertionError, match="exit code 1"):
        session.play(block("python", "assert False\n"))


def test_a_question_is_answered_with_yes(session: Session) -> None:
    session.play(block("sh", 'read -r answer\ntest "$answer" = yes\n'))


def test_a_language_that_nobody_runs_fails_the_page(session: Session) -> None:
    with pytest.raises(AssertionError, match="no way to run it"):
        session.play(block("ruby", "exit\n"))


@pytest.mark.parametrize(
    ("shown", "output"),
    [
        ("account 111122223333 (ACTIVE)", "account 444455556666  (ACTIVE)"),
        ("request car-a88icuwtzifqzc is IN_PROGRESS", "request car-b00icuwtzifqzc is IN_PROGRESS"),
        ("made in 1 min 10 s", "made in 9 s"),
        ("begins … ends", "begins and so on, and ends"),
        ("red", "\x1b[31mred\x1b[0m"),
    ],
)
def test_what_differs_from_run_to_run_is_passed_over(shown: str, output: str) -> None:
    assert said(shown, f"before\n{output}\nafter\n") is None


@pytest.mark.parametrize(("shown", "output"), [("3 pairs", "4 pairs"), ("ACTIVE", "ACTIVE."), ("a … c", "a b")])
def test_all_else_is_not(shown: str, output: str) -> None:
    assert said(shown, output) == shown
