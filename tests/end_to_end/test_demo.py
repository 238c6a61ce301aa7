"""`make demo` as a newcomer sees it: whole, real, and gone afterwards."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from workbench.paths import PROJECT
from workbench.terraform_binary import Terraform

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(420)]

DEMO = """
import sys
from pathlib import Path
from workbench.demo import run_demo
sys.exit(run_demo(folder=Path(sys.argv[1])))
"""


def start(folder: Path) -> subprocess.Popen[str]:
    """The demo in a session of its own, so that whatever it leaves behind can be found by its session id."""
    return subprocess.Popen(
        [sys.executable, "-c", DEMO, str(folder)],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def left_behind(session: int) -> list[str]:
    """Command lines of the processes that still run in a session; needs /proc."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            if int(fields[3]) == session and fields[0] != "Z":
                found.append((entry / "cmdline").read_text().replace("\0", " "))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


@pytest.fixture(scope="module")
def finished(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One whole demo: its exit code, output, summary and leftovers."""
    folder = tmp_path_factory.mktemp("demo") / "run"
    folder.mkdir()
    (folder / "left from before").touch()
    process = start(folder)
    output, _ = process.communicate(timeout=400)
    summary = folder / "summary.json"
    return {
        "code": process.returncode,
        "output": output,
        "summary": json.loads(summary.read_text()) if summary.exists() else None,
        "folder": folder,
        "processes": left_behind(process.pid),
    }


def test_it_ends_well_and_says_no_changes(finished: dict[str, Any]) -> None:
    assert finished["code"] == 0, finished["output"]
    assert "No changes" in finished["output"]


def test_it_begins_clean(finished: dict[str, Any]) -> None:
    assert not (finished["folder"] / "left from before").exists()


def test_the_summary_has_the_pairs_as_both_partitions_show_them(finished: dict[str, Any]) -> None:
    pairs = finished["summary"]["account_pairs"]
    assert len(pairs) == 4
    for pair in pairs:
        assert pair["commercial_account_id"] != pair["govcloud_account_id"]
        assert pair["commercial_ou_path"] == pair["govcloud_ou_path"] != "/"
        assert (pair["commercial_state"], pair["govcloud_state"]) == ("ACTIVE", "ACTIVE")
    assert len({pair["commercial_ou_path"] for pair in pairs}) == 2
    assert finished["summary"]["differences"] == []


def test_the_summary_has_timings_and_call_counts_of_every_step(finished: dict[str, Any]) -> None:
    steps = {step["step"]: step for step in finished["summary"]["steps"]}
    assert {"synthesize", "account-pairs: apply", "account-pairs: plan again"} <= set(steps)
    creations = steps["account-pairs: apply"]["api_calls_by_operation"]
    assert sum(count for call, count in creations.items() if call.endswith("CreateGovCloudAccount")) == 4
    assert steps["synthesize"]["api_calls"] == 0
    assert all(step["seconds"] >= 0 for step in steps.values())


def test_it_leaves_no_process_behind(finished: dict[str, Any]) -> None:
    assert finished["processes"] == []


def test_ctrl_c_in_mid_apply_leaves_no_process_behind_and_says_what_happened(
    terraform: Terraform, tmp_path: Path
) -> None:
    process = start(tmp_path / "run")
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("account-pairs: planning"):
            os.killpg(process.pid, signal.SIGINT)
            break
    rest, _ = process.communicate(timeout=60)
    output = "".join(lines) + rest
    assert process.returncode == 130, output
    assert "interrupted" in output
    assert "Traceback" not in output
    assert left_behind(process.pid) == []


def test_a_closed_terminal_ends_it_like_ctrl_c(terraform: Terraform, tmp_path: Path) -> None:
    process = start(tmp_path / "run")
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("commercial: planning"):
            process.send_signal(signal.SIGHUP)
            break
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 130, output
    assert left_behind(process.pid) == []
