"""Every error code and reason that stands in the simulator's code is one of the service's model, or a common one.

Whether an operation may answer it is what the check of all answers looks at (tests/conftest.py).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import partition_simulator
from partition_simulator.conformance import error_codes, models

ROOT = Path(partition_simulator.__file__).parent
FOLDERS = {"organizations": "organizations", "account": "account", "cloudtrail": "cloudtrail", "iam": "iam"} | {
    "sts": "sts",
    "service_quotas": "servicequotas",
}
# The codes in `exceptions.py` are the first argument of these.
CODED = {"AwsError", "__init__"}
REASONED = {
    "ConstraintViolation": "ConstraintViolationException",
    "InvalidInput": "InvalidInputException",
    "HandshakeConstraintViolation": "HandshakeConstraintViolationException",
}


def calls(path: Path) -> Iterator[tuple[str, str]]:
    """Name of what is called, and its first argument, where that is a text."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if isinstance(node.args[0].value, str):
                yield called, node.args[0].value


@pytest.mark.parametrize("folder", FOLDERS)
def test_codes_are_those_of_the_model(folder: str) -> None:
    service = FOLDERS[folder]
    model = models.service(service)
    known = {str(shape.metadata.get("error", {}).get("code", shape.name)) for shape in model.error_shapes}
    known |= error_codes.common(service, str(model.metadata["protocol"]))
    files = sorted((ROOT / folder).glob("exceptions.py"))
    named = {code for path in files for called, code in calls(path) if called in CODED}
    assert named or not files
    assert named - known == set()


def test_reasons_are_those_of_the_model() -> None:
    model, found = models.service("organizations"), set()
    for path in (ROOT / "organizations").rglob("*.py"):
        for called, reason in calls(path):
            if called in REASONED:
                found.add((REASONED[called], reason))
    assert ("ConstraintViolationException", "WAIT_PERIOD_ACTIVE") in found
    wrong = [(e, r) for e, r in sorted(found) if r not in model.shape_for(e).members["Reason"].enum]  # type: ignore[attr-defined]
    assert wrong == []
