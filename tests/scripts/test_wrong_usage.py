"""Wrong usage: exit code 2, one line that names the option, no traceback, and not a single call."""

from __future__ import annotations

import json

import pytest

from custom_resources.scripts.cli import main
from tests.scripts.conftest import Shell

GOOD = {"--owner": "platform-team", "--email": "aws+a@example.gov", "--name": "log-archive"}
PAIR = ("--name", "log-archive")

BAD_VEND_VALUES = [
    ("--email", "a@b.c", "6 to 64"),
    ("--email", "a" * 60 + "@example.gov", "6 to 64"),
    ("--email", "no-at-sign.example.gov", "exactly one @"),
    ("--email", "two@at@example.gov", "exactly one @"),
    ("--email", "white space@example.gov", "white space"),
    ("--email", "semi;colon@example.gov", "characters before the @"),
    ("--email", ".dot@example.gov", "start with a dot"),
    ("--email", "é@example.gov", "ASCII"),
    ("--email", "user@localhost", "at least one dot"),
    ("--email", "user@-example.gov", "hyphen"),
    ("--name", "", "1 to 50"),
    ("--name", "a" * 51, "1 to 50"),
    ("--name", "<angle>", "without < and >"),
    ("--role-name", "with space", "role name"),
    ("--role-name", "r" * 65, "1 to 64"),
    ("--iam-user-access-to-billing", "MAYBE", "ALLOW"),
    ("--parent-id", "ou-x", "organizational unit"),
    ("--parent-id", "r-AB12", "root"),
    ("--tag", "no-equals-sign", "KEY=VALUE"),
    ("--tag", "aws:reserved=1", "aws:"),
    ("--tag", "govpair:owner=me", "reserved"),
    ("--tag", "key=" + "v" * 257, "256"),
    ("--tag", "k" * 129 + "=v", "128"),
    ("--tag", "key=semi;colon", "';'"),
    ("--timeout", "soon", "90s, 20m or 1h30m"),
    ("--timeout", "0", "longer than nothing"),
    ("--commercial-account-id", "12345", "exactly 12 digits"),
    ("--govcloud-paired-role-arn", "arn:aws-us-gov:iam::1:role/x", "ARN of a role"),
    ("--owner", "", "1 to 128"),
    ("--owner", " padded ", "1 to 128"),
    ("--govcloud-parent-id", "ou-x", "organizational unit"),
    ("--notes", "n" * 1025, "1024"),
]


@pytest.mark.parametrize(("option", "value", "words"), BAD_VEND_VALUES)
def test_a_value_against_the_rules_is_refused_by_name_before_any_call(
    capsys: pytest.CaptureFixture[str], clean_environment: None, option: str, value: str, words: str
) -> None:
    given = {**GOOD, option: value}
    code = main(["vend", *(word for pair in given.items() for word in pair)])
    shown = capsys.readouterr()

    assert code == 2
    assert shown.out == ""
    problem = shown.err.splitlines()[1]
    assert option in problem
    assert words in problem
    assert "Traceback" not in shown.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["vned"], "Did you mean 'vend'?"),
        (["vend", "--emial", "x"], "Did you mean --email"),
        (["vend", "--email", "aws+a@example.gov"], "--name"),
        (["vend", "--email"], "--email"),
        (["vend", *PAIR, "--email", "aws+a@example.gov", "extra"], "extra"),
        (["vend", *PAIR, "--email", "aws+a@example.gov", "--notes", "hello"], "--notes: does nothing without --join"),
        (["vend", *PAIR, "--email", "aws+a@example.gov", "--tag", "a=1", "--tag", "a=2"], "given twice"),
        (["status"], "--requests"),
        (["status", *PAIR, "--all"], "once"),
        (["status", *PAIR, "--email", "aws+a@example.gov"], "exactly one"),
        (["status", "--requests", "DONE"], "IN_PROGRESS"),
        (["status", "--account-id", "1"], "exactly 12 digits"),
        (["wait"], "exactly one"),
        (["wait", *PAIR, "--for", "ever"], "assumable"),
        (["invite"], "exactly one"),
        (["accept", "--account-id", "210987654321", "--organization-id", "x"], "organization id"),
        (["accept", "--account-id", "210987654321", "--role-arn", "x"], "ARN of a role"),
        (["report", "--format", "pdf"], "'--format': 'pdf' is not one of 'html'"),
        (["simulate", "--clock-scale", "-1"], "--clock-scale"),
        (["simulate", "--commercial-port", "99999"], "--commercial-port"),
    ],
)
def test_a_wrong_command_line_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], clean_environment: None, arguments: list[str], words: str
) -> None:
    code = main(arguments)
    shown = capsys.readouterr()

    assert code == 2
    assert shown.out == ""
    usage, problem, step = shown.err.splitlines()
    assert usage.startswith("Usage: govpair")
    assert words in problem
    assert "--help" in step


def test_every_wrong_option_is_told_at_once(capsys: pytest.CaptureFixture[str], clean_environment: None) -> None:
    arguments = ["vend", "--email", "x", "--parent-id", "q", "--timeout", "soon", "extra"]
    for _ in range(2):
        assert main(arguments) == 2
        problem = capsys.readouterr().err.splitlines()[1]
        assert [
            words for words in ("--email", "--name", "--parent-id", "--timeout", "(extra)") if words not in problem
        ] == []
    with_help = main([*arguments, "--help"])
    assert with_help == 0


def test_wrong_usage_is_a_json_document_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vend", "--json", "--emial", "x"]) == 2
    document = json.loads(capsys.readouterr().out)

    assert (document["command"], document["outcome"], document["exit_code"]) == ("vend", "wrong_usage", 2)
    assert "--emial" in document["error"]["detail"]


def test_no_arguments_show_the_help_and_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "vend" in capsys.readouterr().out


def test_too_many_tags_beside_the_marker_are_refused_before_any_creation(shell: Shell) -> None:
    tags = [word for number in range(50) for word in ("--tag", f"key{number}=1")]
    finished = shell.run("vend", "--owner", "o", "--email", "aws+a@example.gov", "--name", "a", *tags)

    assert finished.code == 2
    assert "at most 49" in finished.err
    assert shell.calls("CreateGovCloudAccount") == 0
    assert shell.run("vend", "--email", "aws+a@example.gov", "--name", "a", "--no-creation-marker", *tags).code == 0


def test_a_new_pair_takes_the_strict_name_only(shell: Shell) -> None:
    finished = shell.run("vend", "--owner", "o", "--email", "aws+a@example.gov", "--name", "with space")

    assert finished.code == 2
    assert "letters, digits, dots and hyphens" in finished.err
    assert shell.calls("CreateGovCloudAccount") == 0


def test_a_pair_is_made_in_somebody_s_name(capsys: pytest.CaptureFixture[str], clean_environment: None) -> None:
    given = {name: value for name, value in GOOD.items() if name != "--owner"}
    code = main(["vend", *(word for pair in given.items() for word in pair)])
    assert code == 2
    assert "--owner" in capsys.readouterr().err
