"""What a survey shows: each finding where it is, and none where all is well."""

from __future__ import annotations

from dataclasses import replace

import pytest

from custom_resources.engine.finding import Finding
from custom_resources.engine.survey_findings import survey_findings
from custom_resources.engine.survey_model import Survey, TrailReading, Unread, Untold
from tests.engine.surveys import account_ids, changed, survey_of, trail, with_trails, without

ONE, OTHER = account_ids(1)


def found(survey: Survey) -> list[Finding]:
    return list(survey_findings(survey))


def the_only(survey: Survey, kind: str, severity: str = "warning") -> Finding:
    (finding,) = found(survey)
    assert (finding.kind, finding.severity) == (kind, severity)
    assert finding.sentence.endswith(".")
    assert finding.next_step
    return finding


def test_an_estate_in_which_all_is_well_has_no_findings() -> None:
    assert found(with_trails(survey_of(4))) == []


def test_a_govcloud_half_in_no_organization_is_a_problem_with_the_way_in() -> None:
    finding = the_only(without(survey_of(2), 1, 1), "govcloud_not_joined", "problem")
    assert finding.account_ids == (ONE, OTHER)
    assert f"govpair invite --account-id {OTHER}" in finding.next_step


def test_where_an_organization_was_not_read_an_unjoined_half_is_only_a_note() -> None:
    survey = replace(without(survey_of(2), 1, 1), unread=(Unread("harbor", "no credentials"),))
    kinds = {finding.kind: finding.severity for finding in found(survey)}
    assert kinds == {"govcloud_not_joined": "note", "not_read": "warning"}


def test_without_a_govcloud_side_nothing_is_concluded_about_joining() -> None:
    survey = replace(survey_of(2), govcloud=(), unread=(Unread("govcloud_management", "not configured"),))
    assert the_only(survey, "not_read").account_ids == ()


def test_a_closed_pair_is_suspended_and_not_called_unjoined() -> None:
    survey = changed(changed(survey_of(2), 1, 0, state="SUSPENDED"), 1, 1, state="SUSPENDED")
    assert "both halves are closed" in the_only(survey, "suspended").sentence
    gone = without(survey, 1, 1)
    assert [finding.kind for finding in found(gone)] == ["suspended"]


@pytest.mark.parametrize(("side", "word"), [(0, "commercial"), (1, "GovCloud")])
def test_one_half_that_is_suspended_is_told_and_that_the_states_differ(side: int, word: str) -> None:
    findings = found(changed(survey_of(2), 1, side, state="SUSPENDED"))
    assert [finding.kind for finding in findings] == ["states_differ", "suspended"]
    assert f"the {word} half is closed" in findings[1].sentence


def test_a_state_that_aws_does_not_tell_is_a_note_and_no_difference() -> None:
    survey = changed(survey_of(1), 1, 1, state="UNREADABLE")
    the_only(survey, "govcloud_state_not_told", "note")


def test_tags_that_differ_are_told_key_by_key_without_govpairs_own() -> None:
    tags = {"CostCenter": "7", "govpair:membership": "x", "Stage": "prod"}
    finding = the_only(changed(survey_of(2), 1, 1, tags=tags), "tags_differ")
    assert 'CostCenter: "101" and "7"; Stage: none and "prod"' in finding.sentence
    assert "govpair:" not in finding.sentence


def test_govpairs_own_tags_are_no_difference() -> None:
    tags = {"CostCenter": "101", "govpair:owner": "us"}
    assert found(changed(survey_of(2), 1, 0, tags=tags)) == []


def test_tags_that_were_not_read_are_no_difference() -> None:
    assert found(changed(survey_of(2), 1, 1, tags=None)) == []


def test_names_that_differ_are_a_note() -> None:
    finding = the_only(changed(survey_of(2), 1, 1, name="legacy"), "names_differ", "note")
    assert "app-0001" in finding.sentence
    assert "legacy" in finding.sentence


def test_a_commercial_account_that_is_no_pair_is_a_note_and_its_former_half_is_foreign() -> None:
    survey = survey_of(2)
    survey = replace(survey, pairs=tuple(pair for pair in survey.pairs if pair.commercial_account_id != ONE))
    assert {finding.kind: finding.account_ids for finding in found(survey)} == {
        "foreign": (OTHER,),
        "not_paired": (ONE,),
    }


def test_an_account_of_which_aws_tells_nothing_is_not_called_unpaired() -> None:
    survey = survey_of(2)
    pairs = tuple(pair for pair in survey.pairs if pair.commercial_account_id != ONE)
    survey = replace(survey, pairs=pairs, untold=(Untold(ONE, "not permitted"),))
    kinds = {finding.kind: finding.sentence for finding in found(survey)}
    assert set(kinds) == {"foreign", "pair_not_told"}
    assert "may be the half of an account of which AWS tells nothing" in kinds["foreign"]
    assert "app-0001" in kinds["pair_not_told"]


@pytest.mark.parametrize(("account_id", "severity"), [(OTHER, "problem"), (ONE, "warning")])
def test_an_account_without_a_trail_is_found_on_either_side(account_id: str, severity: str) -> None:
    the_only(with_trails(survey_of(2), {account_id: TrailReading()}), "without_trail", severity)


def test_a_trail_that_is_off_is_named() -> None:
    survey = with_trails(survey_of(2), {OTHER: TrailReading((trail(logging=False),))})
    assert "audit is off" in the_only(survey, "without_trail", "problem").sentence


def test_a_trail_of_one_region_is_a_note() -> None:
    survey = with_trails(survey_of(2), {OTHER: TrailReading((trail(is_multi_region_trail=False),))})
    assert "us-gov-west-1" in the_only(survey, "trail_of_one_region", "note").sentence


def test_a_trail_that_cannot_deliver_is_a_problem() -> None:
    survey = with_trails(survey_of(2), {OTHER: TrailReading((trail(delivery_error="NoSuchBucket"),))})
    assert "NoSuchBucket" in the_only(survey, "trail_not_delivering", "problem").sentence


def test_an_account_that_lets_nobody_in_is_not_said_to_have_no_trail() -> None:
    survey = with_trails(survey_of(2), {OTHER: TrailReading(why="Access denied")})
    assert "Access denied" in the_only(survey, "trails_not_read").sentence


def test_a_trail_whose_logging_is_not_told_is_not_said_to_be_off() -> None:
    (finding,) = found(with_trails(survey_of(2), {OTHER: TrailReading((trail(logging=None, why="Not allowed."),))}))
    assert finding.kind == "trails_not_read"
    assert "Not allowed." in finding.sentence
    assert "cloudtrail:GetTrailStatus" in finding.next_step


def test_the_worst_comes_first_and_the_order_is_always_the_same() -> None:
    survey = changed(without(changed(survey_of(9), 3, 1, tags={}), 5, 1), 7, 1, name="other")
    severities = [finding.severity for finding in found(survey)]
    assert severities == ["problem", "warning", "note"]
    mixed = replace(survey, pairs=tuple(reversed(survey.pairs)))
    assert found(mixed) == found(survey)
