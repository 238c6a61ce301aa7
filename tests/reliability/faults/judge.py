"""Whether a diagnostic explains: it names what AWS answered, and says what to do."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from custom_resources import engine
from custom_resources.engine import calls
from custom_resources.engine.reasons import FailureReason
from tests.provider.walk import Said

#: What no user should see.
INSIDE = ("traceback", "internal error", "this is a defect")
#: What steps that stand in no table begin with.
_BESIDE = frozenset({"run", "apply", "look", "wait", "import", "correct", "report"})
#: What a clause of a step begins with that is no verb.
_NO_VERBS = frozenset(
    {"a", "it", "the", "this", "to", "if", "where", "in", "no", "nothing"}
    | {"account", "aws", "billing", "credential", "organizations", "ou", "service"}
)
_CLAUSES = re.compile(r"(?:(?<=[.;:,])\s+|\n+|(?<=\s)(?=(?:and|or|then)\s))(?:(?:and|or|then)\s+)?")
_LOST = re.compile(r"\bno answer\b|\bconnection\b", re.IGNORECASE)


def unexplained(said: Iterable[Said], fault: Mapping[str, Any]) -> list[str]:
    """The diagnostics that don't explain, each with what it lacks."""
    found = [(item, _lacks(f"{item.summary}. {item.detail}", fault)) for item in said]
    return [f"lacks {' and '.join(lacks)}: {item.summary}: {item.detail}" for item, lacks in found if lacks]


def _lacks(text: str, fault: Mapping[str, Any]) -> list[str]:
    lacks = []
    if not names_cause(text, fault):
        lacks.append("the cause")
    if not next_steps(text, fault):
        lacks.append("a next step")
    if any(word in text.lower() for word in INSIDE):
        lacks.append("discretion")
    return lacks


def names_cause(text: str, fault: Mapping[str, Any]) -> bool:
    """Whether the code that AWS answered is in a text; of a lost answer, that there was none."""
    return fault["code"] in text if "code" in fault else _LOST.search(text) is not None


def next_steps(text: str, fault: Mapping[str, Any]) -> list[str]:
    """The clauses of a text that tell the reader to do something: they begin with a verb, as the tables' steps do.

    What AWS said isn't among them, whatever it begins with.
    """
    ours = text.replace(fault.get("message", "Injected by the simulator."), "")
    clauses = [clause.strip() for clause in _CLAUSES.split(ours)]
    return [clause for clause in clauses if " " in clause and clause.split(" ")[0].lower() in _verbs()]


@cache
def _verbs() -> frozenset[str]:
    """What the steps of the engine's tables begin with: it grows with them."""
    steps = [reason.step for reason in all_reasons()]
    clauses = [clause for step in (*steps, *calls._UNKNOWN.values()) for clause in _CLAUSES.split(step)]
    first = {clause.split(" ")[0].lower() for clause in clauses if clause[:1].isupper()}
    return frozenset(word for word in first if word.isalpha()) - _NO_VERBS | _BESIDE


def all_reasons() -> list[FailureReason]:
    """Every entry of the engine's tables of reasons."""
    tables = [module.name for module in pkgutil.iter_modules(engine.__path__) if module.name.endswith("reasons")]
    modules = [importlib.import_module(f"{engine.__name__}.{name}") for name in tables]
    return [reason for module in modules for reason in _reasons(vars(module))]


def _reasons(found: Any) -> Iterator[FailureReason]:
    if isinstance(found, FailureReason):
        yield found
    elif isinstance(found, Mapping):
        for name, value in found.items():
            if name != "__builtins__":
                yield from _reasons(value)
    elif isinstance(found, tuple):
        for value in found:
            yield from _reasons(value)
