"""Every method of moto's that the simulator replaces, and every operation it adds, is in the table of deviations."""

from __future__ import annotations

from collections import Counter

from workbench.deviations import load_deviations, replaced_in_code
from workbench.paths import PROJECT


def listed() -> Counter[str]:
    return Counter(name for each in load_deviations() for name in each.replaces)


def test_everything_replaced_is_listed_with_a_reason() -> None:
    missing = sorted(replaced_in_code() - set(listed()))
    assert missing == [], (
        "Say in partition_simulator/deviations.yaml what moto does, what the simulator does instead and why "
        "(`replaces`: these names), and run `python -m workbench claims`."
    )


def test_nothing_is_listed_that_is_not_replaced_any_more() -> None:
    gone = sorted(set(listed()) - replaced_in_code())
    assert gone == [], "Take these names out of partition_simulator/deviations.yaml, or write their new ones."


def test_nothing_is_listed_twice_and_every_file_exists() -> None:
    assert [name for name, count in listed().items() if count > 1] == []
    assert [f for each in load_deviations() for f in each.files if not (PROJECT / f).is_file()] == []
    assert [each.area for each in load_deviations() if not (each.replaces or each.files)] == []
