"""The fault matrix finds what it should, and what it found once stays mended."""

from __future__ import annotations

from typing import Any

import pytest

from tests.provider.mishaps import no_waiting
from tests.reliability.faults.case import run
from tests.reliability.faults.listed import faults


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    no_waiting(monkeypatch)


def test_the_faults_of_an_operation_come_from_its_model() -> None:
    named = faults("organizations", "CloseAccount")
    assert named["ConstraintViolationException once"]["operation"] == "CloseAccount"
    assert {"lost after thrice", "ThrottlingException 30 minutes"} <= set(named)


@pytest.mark.parametrize(
    ("phase", "operation", "name"),
    [
        ("create", "InviteAccountToOrganization", "RequestTimeout 30 minutes"),
        ("create", "AcceptHandshake", "HandshakeConstraintViolationException 30 minutes"),
        ("read", "DescribeAccount", "InvalidInputException once"),
    ],
)
def test_what_was_unexplained_names_its_cause_and_a_step(phase: str, operation: str, name: str) -> None:
    fault: dict[str, Any] = faults("organizations", operation)[name]
    assert run(phase, fault) == "explained"
