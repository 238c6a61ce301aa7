"""Finding Terraform, running it, and handing a stop on to it, once."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from custom_resources.scripts.stacks.errors import StacksError, StackStopped
from custom_resources.scripts.stacks.plans import lacks_inputs
from custom_resources.scripts.stacks.progress_log import ProgressLog
from custom_resources.scripts.stacks.terraform import Ended, Terraform, diagnostic_text, terraform_environment
from custom_resources.scripts.stacks.terraform_binary import find_terraform
from tests.scripts.stacks.conftest import RECORDED, Synthesized


def terraform(stop: threading.Event | None = None) -> Terraform:
    return Terraform(find_terraform().path, os.environ, stop or threading.Event())


def test_one_that_is_not_there_not_terraform_or_too_old_is_one_line_with_the_next_step(
    synthesized: Synthesized, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_VERSION", "1.7.5")
    with pytest.raises(StacksError, match=r"version 1\.7\.5; 1\.8 or later is needed") as old:
        find_terraform()
    assert "Install Terraform 1.8" in old.value.next_step
    monkeypatch.setenv("GOVPAIR_TERRAFORM", str(tmp_path / "nothing"))
    with pytest.raises(StacksError, match=r"GOVPAIR_TERRAFORM names .*nothing, which is no Terraform"):
        find_terraform()
    monkeypatch.delenv("GOVPAIR_TERRAFORM")
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(StacksError, match="Neither terraform nor tofu is on PATH"):
        find_terraform()


def test_events_and_other_lines_are_told_apart(synthesized: Synthesized) -> None:
    synthesized.plays(
        "commercial", "plan", 'Warning: the configuration\n{"type": "version"}\n{"no": "type"}\n{broken', 1
    )
    events: list[str] = []
    lines: list[str] = []
    ended = terraform().run(
        synthesized.outdir / "stacks" / "commercial", ["plan"], lambda event: events.append(event["type"]), lines.append
    )
    assert (events, lines) == (["version"], ["Warning: the configuration", '{"no": "type"}', "{broken"])
    assert (ended.code, ended.problem) == (1, 'Warning: the configuration {"no": "type"} {broken')


def test_a_stop_is_handed_on_once_and_waited_for(synthesized: Synthesized) -> None:
    folder = synthesized.outdir / "stacks" / "commercial"
    (folder / "hang").touch()
    synthesized.plays("commercial", "apply", '{"type": "apply_start"}')
    stop = threading.Event()
    told: list[int] = []
    running = terraform(stop)
    running.on_stop = told.append
    began = time.monotonic()
    ended = running.run(folder, ["apply"], lambda event: stop.set())
    assert time.monotonic() - began > 0.5  # it had time to end in order
    assert (folder / "heard").read_text() == "1"
    assert (ended.code, ended.stopped, len(told)) == (1, True, 1)


def test_after_a_stop_nothing_is_started(synthesized: Synthesized) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(StackStopped):
        terraform(stop).run(synthesized.outdir, ["plan"], lambda event: None)
    assert synthesized.calls("plan") == []


def test_the_environment_keeps_the_user_s_configuration_and_loses_arguments() -> None:
    given = {"TF_CLI_CONFIG_FILE": "mine.rc", "TF_CLI_ARGS_apply": "-lock=false", "AWS_PROFILE": "me", "TF_LOG": "INFO"}
    found = terraform_environment(given, Path("progress"))
    assert "TF_CLI_ARGS_apply" not in found
    assert {name: found[name] for name in ("TF_CLI_CONFIG_FILE", "AWS_PROFILE", "TF_LOG", "GOVPAIR_PROGRESS_FILE")} == {
        "TF_CLI_CONFIG_FILE": "mine.rc",
        "AWS_PROFILE": "me",
        "TF_LOG": "INFO",
        "GOVPAIR_PROGRESS_FILE": "progress",
    }


@pytest.mark.parametrize("name", ["early", "late"])
def test_a_plan_that_failed_for_outputs_that_are_not_there_is_known_by_it(synthesized: Synthesized, name: str) -> None:
    synthesized.plays("account-pairs", "plan", (RECORDED / f"{name}.plan.jsonl").read_text(), 1)
    ended = terraform().run(synthesized.outdir / "stacks" / "account-pairs", ["plan"], lambda event: None)
    assert lacks_inputs(ended)
    other = {"severity": "error", "summary": "No credentials", "snippet": None}
    assert not lacks_inputs(Ended(1, (*ended.errors, other)))
    assert not lacks_inputs(Ended(1))


def test_a_diagnostic_is_one_line_that_begins_with_what_it_is_about() -> None:
    snippet = {"context": 'provider "govpair"', "code": "x"}
    assert diagnostic_text({"summary": "Wrong\n", "detail": "a\n b", "snippet": snippet}) == (
        'provider "govpair": Wrong . a b'
    )


def test_progress_is_read_line_by_line_while_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "progress.jsonl"
    log = ProgressLog(file)
    assert log.new_messages() == []
    file.write_text('{"message": "one"}\nno json\n{"message": "tw')
    assert log.new_messages() == ["one"]
    with file.open("a") as more:
        more.write('o"}\n')
    assert log.new_messages() == ["two"]
    assert log.new_messages() == []
