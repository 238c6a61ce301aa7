"""A seeded part of the matrix: each thing beside an apply, at calls of every phase."""

from __future__ import annotations

import random
from functools import cache

import pytest

from tests.provider.mishaps import no_waiting
from tests.reliability.concurrency.beside import BESIDE
from tests.reliability.concurrency.case import moments, recorded, run
from tests.reliability.concurrency.phases import PHASES
from tests.reliability.concurrency.watched import AtCall

SEED = 8
# An account must be there to be moved, so creations are tried at their later calls as well.
PART = [(name, phase) for name in BESIDE for phase in random.Random(name).sample(PHASES[1:], 1)]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    no_waiting(monkeypatch)


@cache
def calls(phase: str) -> tuple[int, ...]:
    """The numbers of a phase's calls."""
    return tuple(moments(recorded(phase)))


@pytest.mark.parametrize("name", BESIDE)
def test_a_creation_ends_as_declared_or_says_why_not(name: str) -> None:
    numbers = calls("create")
    chosen = random.Random(f"{SEED} {name}")
    for number in (chosen.choice(numbers[: len(numbers) // 2]), chosen.choice(numbers[len(numbers) // 2 :])):
        assert not (found := run("create", number, name)).startswith(("broken", "not met")), (number, found)


@pytest.mark.parametrize(("name", "phase"), PART)
def test_a_change_ends_as_declared_or_says_why_not(name: str, phase: str) -> None:
    number = random.Random(f"{SEED} {name} {phase}").choice(calls(phase))
    assert not (found := run(phase, number, name)).startswith(("broken", "not met")), (number, found)


def test_a_row_of_the_same_call_is_tried_at_its_ends() -> None:
    assert moments(["a", "b", "b", "b", "b", "c", "c"]) == [1, 2, 5, 6, 7]


def test_what_is_done_at_a_call_is_done_once_and_not_counted() -> None:
    done: list[str] = []

    def act() -> None:
        done.append("x")
        at_call("a call of its own")

    at_call = AtCall(2, act)
    for name in ("a", "b", "c"):
        at_call(name)
    assert (done, at_call.received) == (["x"], ["a", "b", "c"])
