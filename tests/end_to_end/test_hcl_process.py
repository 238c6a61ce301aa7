"""Our provider as the process that Terraform starts, with real waits."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import pytest

from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, block, pair

pytestmark = pytest.mark.terraform

JOINED = pair("log") + block(
    'resource "govpair_membership" "log"',
    {"account_id": Expression("govpair_account_pair.log.govcloud_account_id")},
)


def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Return as soon as ``condition`` holds; fail the test if it doesn't in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it didn't happen in time"
        time.sleep(0.05)


def test_a_pair_is_made_joined_and_kept_by_the_real_process(process_folder: Folder, estate: SimulatedEstate) -> None:
    estate.simulator.clock.set_scale(60.0)
    log = process_folder.path / "terraform.log"
    process_folder.environment = {**process_folder.environment, "TF_LOG_PROVIDER": "TRACE", "TF_LOG_PATH": str(log)}
    process_folder.write(JOINED).run("init", "-no-color").succeeded()
    process_folder.apply().succeeded()
    assert len(process_folder.state()) == 2
    process_folder.plans_nothing()
    process_folder.destroy().succeeded()
    assert estate.creations() == 1
    assert estate.calls("CloseAccount") == 0
    logged = log.read_text()
    assert "creating account pair log" in logged  # progress, for those who follow the log
    # Answers of AssumeRole, which botocore would write out, have keys of administrators.
    assert "SecretAccessKey" not in logged
    assert "FakeSession" not in logged
    for secret in (estate.commercial.secret_access_key, estate.govcloud.secret_access_key):
        assert secret not in logged
        assert secret not in (process_folder.path / "terraform.tfstate").read_text()


def test_ctrl_c_in_the_middle_of_a_creation_then_apply_ends_with_exactly_one_pair(
    process_folder: Folder, estate: SimulatedEstate
) -> None:
    process_folder.write(pair("log")).run("init", "-no-color").succeeded()
    running = process_folder.start("apply", "-auto-approve", "-no-color")
    try:
        until(lambda: estate.creations() == 1)
        pressed = time.monotonic()
        os.killpg(running.pid, signal.SIGINT)
        output, _ = running.communicate(timeout=30)
    finally:
        running.kill()
    assert time.monotonic() - pressed < 5  # a second to hear it, the rest for Terraform on a busy machine
    assert running.returncode == 1, output
    assert "Apply again" in " ".join(output.replace("│", " ").split()), output
    assert process_folder.state() == {}
    estate.simulator.clock.set_scale(60.0)
    process_folder.apply().succeeded()
    made = process_folder.state()["govpair_account_pair.log"]
    assert "tainted" not in made
    assert made["govcloud_account_id"]
    assert estate.creations() == estate.vended_pairs() == 1
    process_folder.plans_nothing()
