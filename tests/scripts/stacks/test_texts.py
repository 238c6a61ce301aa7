"""What a plan says of the time and the quotas that its new pairs take."""

from __future__ import annotations

from custom_resources.engine.estimate import estimate
from custom_resources.engine.quotas import Quotas
from custom_resources.scripts.stacks.foresight import Foresight
from custom_resources.scripts.stacks.texts import foresight_text


def told(quotas: Quotas) -> list[str]:
    return foresight_text(2, Foresight(estimate(2, quotas), quotas, looked=True)).splitlines()


def test_a_plan_says_what_is_used_of_each_quota_also_where_all_fits() -> None:
    lines = told(Quotas(creations_in_progress=1, accounts=12, account_quota=1000, invitations_left=18))
    left = "18 invitations left in these 24 hours, at least."
    assert lines[0].startswith("2 new pairs: made in about")
    assert f"  Quotas now: 1 of 5 creations in progress, 12 of 1000 accounts used, {left}" in lines


def test_a_quota_that_could_not_be_read_is_left_out() -> None:
    assert "  Quotas now: 0 of 5 creations in progress." in told(Quotas(creations_in_progress=0, accounts=12))
    assert not [line for line in told(Quotas()) if "Quotas now" in line]
