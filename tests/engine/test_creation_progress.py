"""What one process knows of the creations in progress, and when it looks again."""

from __future__ import annotations

import pytest

from custom_resources.engine.creation_progress import SLOTS, CreationProgress


@pytest.fixture
def progress() -> CreationProgress:
    return CreationProgress()


def test_others_requests_take_places_and_so_do_those_accepted_or_on_their_way(progress: CreationProgress) -> None:
    progress.listed(["theirs-1", "theirs-2"], began=0, now=1)
    progress.accepted("ours", 2)
    progress.sending += 1
    assert progress.free == SLOTS - 4


def test_what_is_no_longer_listed_has_ended_unless_it_was_accepted_after_the_look_began(
    progress: CreationProgress,
) -> None:
    progress.accepted("early", 0)
    progress.accepted("late", 5)
    progress.listed([], began=4, now=6)
    assert "early" not in progress
    assert "late" in progress


def test_durations_are_learnt_from_ours_by_our_own_clock(progress: CreationProgress) -> None:
    assert progress.duration == 60
    progress.listed(["theirs"], began=0, now=0)
    progress.accepted("ours", 10)
    progress.listed([], began=50, now=51)
    progress.ended("theirs", 51)
    assert progress.duration == 60
    progress.ended("ours", 52)
    assert progress.duration == 42


def test_one_that_a_late_listing_leaves_out_keeps_its_age_when_it_is_seen_again(progress: CreationProgress) -> None:
    progress.accepted("ours", 0)
    progress.listed([], began=5, now=5)
    progress.seen("ours", 5)
    progress.listed(["ours"], began=6, now=6)
    progress.ended("ours", 100)
    assert progress.duration in (95, 100)


def test_it_looks_soon_at_young_ones_and_seldom_at_old_ones_until_one_has_ended(progress: CreationProgress) -> None:
    progress.accepted("ours", 0)
    assert [progress.gap(age) for age in (1, 20, 60, 1000)] == [1, 2, 6, 15]


def test_then_it_looks_when_one_is_due(progress: CreationProgress) -> None:
    progress.accepted("first", 0)
    progress.ended("first", 60)
    progress.accepted("second", 100)
    assert progress.gap(100) == 15
    assert progress.gap(145) == pytest.approx(9)
    assert progress.gap(154) == pytest.approx(1)
    assert progress.gap(300) == pytest.approx(1)


def test_creations_of_a_second_are_looked_at_four_times_a_second_and_no_oftener(progress: CreationProgress) -> None:
    progress.accepted("first", 0)
    progress.ended("first", 1)
    progress.accepted("second", 100)
    assert progress.gap(102) == 0.25
