"""Values of options: durations and tags."""

from __future__ import annotations

import pytest
import typer

from custom_resources.scripts.values import seconds_of, tags_of


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [("90s", 90), ("20m", 1200), ("1h30m", 5400), ("1h30m15s", 5415), ("45", 45), ("0.5s", 0.5), ("1.5", 1.5)],
)
def test_durations(duration: str, seconds: float) -> None:
    assert seconds_of(duration) == seconds


@pytest.mark.parametrize("duration", ["", "m", "1d", "-5s", "1h 30m", "30m1h", "٣s", "0s", "0", "1e3", "90s\n"])
def test_what_is_no_duration(duration: str) -> None:
    with pytest.raises(typer.BadParameter):
        seconds_of(duration)


def test_the_first_equals_sign_divides_a_tag_and_its_value_may_be_empty() -> None:
    assert tags_of(["a=b=c", "empty="]) == {"a": "b=c", "empty": ""}
