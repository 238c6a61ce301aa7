from __future__ import annotations

import pytest

from custom_resources.plugin import UNKNOWN, parse_duration, timeout_of, timeouts
from custom_resources.plugin.timeouts import duration


@pytest.mark.parametrize(("text", "seconds"), [("90s", 90), ("1h30m", 5400), ("1.5h", 5400), ("250ms", 0.25)])
def test_go_durations_are_read(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds
    assert duration(text) is None


@pytest.mark.parametrize(
    "text", ["", "soon", "90", "5 m", "-5m", "1d", "5m\n", "٣m", "0s", "8761h", "9" * 10_000 + "h"]
)
def test_anything_else_is_refused(text: str) -> None:
    assert duration(text) is not None


def test_a_timeout_falls_back_on_its_default() -> None:
    assert timeout_of({"timeouts": {"create": "5m", "update": None}}, "create", "60m") == 300
    assert timeout_of({"timeouts": {"create": "5m", "update": None}}, "update", "20m") == 1200
    assert timeout_of({"timeouts": None}, "create", "60m") == 3600
    assert timeout_of({"timeouts": {"create": UNKNOWN}}, "create", 7.0) == 7


def test_a_bad_default_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="soon"):
        timeouts(create="soon")
