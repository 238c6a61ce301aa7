from __future__ import annotations

from custom_resources.plugin.guard import Guard


def test_a_stored_identity_is_not_new() -> None:
    guard = Guard()
    guard.saw_stored("thing", "a")
    assert guard.planning_new("thing", "a") == "replacement"
    assert guard.planning_new("thing", "b") == "fine"
    assert guard.planning_new("box", "a") == "fine"


def test_a_new_identity_does_not_turn_out_stored() -> None:
    guard = Guard()
    assert guard.planning_new("thing", "a") == "fine"
    assert guard.planning_stored("thing", "a") == "replacement"


def test_a_new_identity_is_new_once() -> None:
    guard = Guard()
    assert guard.planning_new("thing", "a") == "fine"
    assert guard.planning_new("thing", "a") == "duplicate"


def test_planning_what_is_stored_is_fine_any_number_of_times() -> None:
    guard = Guard()
    assert guard.planning_stored("thing", "a") == guard.planning_stored("thing", "a") == "fine"
    assert guard.planning_new("thing", "a") == "replacement"


def test_a_deleted_identity_may_be_new() -> None:
    guard = Guard()
    guard.saw_stored("thing", "a")
    guard.deleted("thing", "a")
    assert guard.planning_new("thing", "a") == "fine"


def test_no_identity_is_never_refused() -> None:
    guard = Guard()
    guard.saw_stored("thing", None)
    assert guard.planning_new("thing", None) == guard.planning_new("thing", None) == "fine"
    assert guard.planning_stored("thing", None) == "fine"
