"""`--help`: an example for every command, every option told, and quick."""

from __future__ import annotations

import inspect
import re
import shlex
import subprocess
import sys
from collections.abc import Callable

import pytest

from custom_resources.scripts.cli import COMMANDS, main
from custom_resources.scripts.option_groups import expand_groups
from tests.scripts.conftest import PROJECT

NAMES = [command.__name__.replace("_", "-") for command, _ in COMMANDS]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_shows_an_example_of_itself(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    assert main([name, "--help"]) == 0

    shown = capsys.readouterr().out
    assert f"Example: govpair {name}" in shown
    assert "--json" in shown


@pytest.mark.parametrize(("command", "examples"), [(c, e) for c, e in COMMANDS])
def test_at_80_columns_every_option_and_example_is_there_in_full(
    command: Callable[..., int],
    examples: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main([command.__name__.replace("_", "-"), "--help"]) == 0
    shown = capsys.readouterr().out
    options = [
        f"--{name.removeprefix('as_').replace('_', '-')}"
        for name in inspect.signature(expand_groups(command)).parameters
        # --for, --all, --set, --command, --format, --output, --from and arguments
        if name
        not in ("goal", "all_pairs", "sets", "commands", "written_as", "output_file", "from_file", "command", "action")
    ]

    assert [option for option in options if f"{option} " not in shown] == []
    assert [example for example in examples if f"Example: {example}\n" not in shown] == []
    assert "…" not in shown


@pytest.mark.parametrize(("name", "words"), [("invite", "The GovCloud account's id."), ("status", "either half")])
def test_the_account_id_is_that_which_the_command_takes(
    name: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main([name, "--help"])
    assert words in capsys.readouterr().out


@pytest.mark.parametrize(("command", "examples"), [(c.__name__.replace("_", "-"), e) for c, e in COMMANDS])
def test_every_example_is_a_right_command_line(
    command: str,
    examples: tuple[str, ...],
    clean_environment: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for example in examples:
        inner = re.fullmatch(r'eval "\$\((.*)\)"', example)
        words = shlex.split(inner[1] if inner else example)
        assert words[:2] == ["govpair", command]
        # An option that doesn't exist is noticed after all others: they are right when it is the only complaint.
        end = words.index("--") if "--" in words else len(words)
        assert main([*words[1:end], "--no-such-option", *words[end:]]) == 2
        assert "No such option: --no-such-option" in capsys.readouterr().err


def test_the_help_lists_the_commands_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out

    assert all(name in shown for name in NAMES)
    assert "3 partly done" in " ".join(shown.replace("│", " ").split())


def test_the_command_line_loads_no_aws_sdk_and_no_simulator_before_it_needs_them() -> None:
    script = (
        "import sys, custom_resources.scripts.cli as c; c.main(['vend', '--help']); "
        "heavy = {'boto3', 'botocore', 'moto', 'partition_simulator', 'cdktf'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    finished = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=False)

    assert finished.returncode == 0, finished.stderr
