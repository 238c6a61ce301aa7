"""The estimate that an apply logs."""

from __future__ import annotations

import re

import pytest

from custom_resources.engine.foresight import Foresight
from custom_resources.engine.quotas import Quotas, SeenQuotas
from custom_resources.engine.rates.table import Rates
from custom_resources.provider.creation_estimates import CreationEstimates


class Listener:
    """An estate as far as it is used here: a place for what is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.progress = self.lines.append

    def short_deadline(self, doing: str) -> None:
        """No call is made."""


def test_it_is_told_at_the_first_second_fifth_tenth_and_so_on_and_the_quotas_are_read_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[object] = []

    def foresee(estate: object, deadline: object) -> Foresight:
        read.append(estate)
        return Foresight(SeenQuotas(Quotas(accounts=95, account_quota=100)), Rates(), 30.0, 7)

    monkeypatch.setattr("custom_resources.engine.foresight.foresee", foresee)
    listener, estimates = Listener(), CreationEstimates()
    for _ in range(60):
        estimates.asked(listener)  # type: ignore[arg-type]
    told = [int(number) for line in listener.lines for number in re.findall(r": (\d+) account pair", line)]
    assert told == [1, 2, 5, 10, 20, 50]
    assert len(read) == 1
    assert "won't fit" not in listener.lines[2]
    assert "5 of them won't fit: 95 of 100 accounts are used" in listener.lines[3]
