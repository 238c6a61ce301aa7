"""Which calls `verify-aws` makes: every one by which the engine reads, by its own declarations, and no other."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import botocore.session
from botocore import xform_name

from custom_resources import engine
from custom_resources.engine.claims import load_claims
from custom_resources.engine.permissions import PERMISSIONS
from custom_resources.engine.verification.checks import CHECKS
from custom_resources.engine.verification.probes import BESIDE, PROBES
from custom_resources.engine.verification.reads import JOINING, UNTRIED, all_reads, is_read, reads_by_principal
from custom_resources.engine.verification.shapes import NEEDED
from workbench.paths import PROJECT

SERVICES = ("organizations", "account", "sts", "iam", "cloudtrail", "service-quotas")


def operations() -> dict[str, set[str]]:
    """Client method to the actions that it may be, of the services in use."""
    session = botocore.session.get_session()
    found: dict[str, set[str]] = {}
    for service in SERVICES:
        model = session.get_service_model(service)
        for name in model.operation_names:
            found.setdefault(xform_name(name), set()).add(f"{model.signing_name}:{name}")
    return found


def test_every_reading_call_of_the_engine_has_a_probe_and_no_other_has() -> None:
    assert set(PROBES) == all_reads(), "Give each reading call of `@needs` its arguments in PROBES."


def test_every_call_in_the_engines_code_is_declared_by_needs() -> None:
    """So the list that is derived from the declarations can't fall behind the calls."""
    known, called = operations(), set()
    for path in sorted(Path(str(engine.__file__)).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in known:
                called.add(node.attr)
    reads_by_principal()  # reads every module of the engine
    declared = set().union(*(set(actions) for actions in PERMISSIONS.values()))
    undeclared = [method for method in sorted(called) if not known[method] & declared]
    assert undeclared == [], "Declare the call by `@needs` beside it."
    assert len(called) > 30


def test_what_changes_something_is_no_read() -> None:
    writes = set().union(*(set(actions) for actions in PERMISSIONS.values())) - all_reads() - UNTRIED
    assert writes > JOINING
    assert not any(is_read(action) for action in writes)
    assert not all_reads() & JOINING


def test_what_is_asked_beside_is_a_read_too() -> None:
    assert frozenset().union(*BESIDE.values()) <= all_reads()


def test_every_check_is_of_a_claim_and_says_what_it_looks_at() -> None:
    assert set(CHECKS) - set(load_claims()) == set()
    assert [name for name, check in CHECKS.items() if not check.__doc__] == []


def test_needed_members_are_members_of_the_model() -> None:
    session = botocore.session.get_session()
    models = {
        session.get_service_model(service).signing_name: session.get_service_model(service) for service in SERVICES
    }
    for action, paths in NEEDED.items():
        service, _, operation = action.partition(":")
        for path in paths:
            shape: Any = models[service].operation_model(operation).output_shape
            for step in path.split("."):
                shape = shape.members[step.removesuffix("[]")]
                shape = shape.member if step.endswith("[]") else shape


def test_the_page_for_people_names_every_call() -> None:
    page = (PROJECT / "docs" / "verify-aws.md").read_text()
    unnamed = [action for action in all_reads() | JOINING if action.partition(":")[2] not in page]
    assert unnamed == [], "Tell it in docs/verify-aws.md, in the table of calls."
