"""The fixture of the fuzz tests; their counts are printed by tests/conftest.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.fuzz.fuzzing import Fuzz, results_written


@pytest.fixture
def fuzz(record_property: Callable[[str, object], None]) -> Iterator[Fuzz]:
    """Runs subjects."""
    made = Fuzz()
    try:
        yield made
    finally:
        for counted in made.done:
            record_property("fuzz", counted.line())
        results_written(made.done)
