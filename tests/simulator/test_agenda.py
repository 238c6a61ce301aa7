"""What is planned: seen, and gone to in one step."""

from __future__ import annotations

import pytest

from tests.simulator.conftest import Bench
from tests.simulator.test_admin import admin


def _ask(bench: Bench, name: str) -> str:
    answer = bench.organizations("commercial").create_gov_cloud_account(AccountName=name, Email=f"{name}@example.gov")
    return answer["CreateAccountStatus"]["Id"]


def test_the_agenda_shows_what_is_due_and_about_what_soonest_first(organized: Bench) -> None:
    first = _ask(organized, "a")
    organized.sim.clock.advance(10)
    second = _ask(organized, "b")
    agenda = organized.sim.agenda()
    assert [(e["event"], e["subjects"]) for e in agenda] == [
        ("organizations.creations.finish", [first]),
        ("organizations.creations.finish", [second]),
    ]
    assert agenda[1]["due"] - agenda[0]["due"] == pytest.approx(10)
    assert admin(organized.url("govcloud"), "GET", "agenda") == {"events": agenda}


def test_one_step_leads_to_the_next_event_and_no_further(organized: Bench) -> None:
    _ask(organized, "a")
    organized.sim.clock.advance(10)
    _ask(organized, "b")
    due = organized.sim.agenda()[0]["due"]
    assert organized.sim.advance_to_next_event() == due == organized.sim.clock.now()
    assert [r["State"] for r in organized.sim.state()["requests"]] == ["SUCCEEDED", "IN_PROGRESS"]
    admin(organized.url("commercial"), "POST", "clock", {"next_event": True})
    assert [r["State"] for r in organized.sim.state()["requests"]] == ["SUCCEEDED", "SUCCEEDED"]


def test_with_nothing_planned_the_clock_stays(organized: Bench) -> None:
    before = organized.sim.clock.now()
    assert organized.sim.advance_to_next_event() is None
    assert organized.sim.clock.now() == before


def test_an_event_that_could_not_be_saved_is_refused(organized: Bench) -> None:
    with pytest.raises(TypeError, match="no event"):
        organized.sim.world.agenda.at(0.0, lambda world, at: None)
