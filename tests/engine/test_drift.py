"""Drift from declared pairs, told pair by pair; what isn't declared by anybody is no drift."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from custom_resources.engine.drift import DeclaredPair, survey_drift
from custom_resources.engine.finding import Finding
from custom_resources.engine.survey_model import Survey
from tests.engine.surveys import account, account_ids, changed, survey_of, without

SURVEY = survey_of(3)


def declared(number: int, **more: Any) -> DeclaredPair:
    one = account(number)
    given: dict[str, Any] = {"commercial_path": one.path, "govcloud_path": one.path, "tags": one.tags}
    return DeclaredPair(one.name, one.email, **(given | more))


ALL = [declared(number) for number in (1, 2, 3)]


def the_only(survey: Survey, pairs: list[DeclaredPair], kind: str, severity: str = "warning") -> Finding:
    (finding,) = survey_drift(survey, pairs)
    assert (finding.kind, finding.severity) == (kind, severity)
    return finding


def test_an_estate_as_declared_has_no_drift_and_nobody_declares_the_management_pair() -> None:
    assert survey_drift(SURVEY, ALL) == ()


def test_a_declared_pair_that_is_not_there_is_a_problem() -> None:
    finding = the_only(SURVEY, [*ALL, DeclaredPair("new", "new@example.gov")], "drift_missing", "problem")
    assert "new@example.gov" in finding.sentence


def test_a_pair_that_nobody_declares_is_found() -> None:
    assert the_only(SURVEY, ALL[:2], "drift_undeclared").account_ids == account_ids(3)


def test_an_email_in_another_case_is_the_same_pair() -> None:
    assert survey_drift(SURVEY, [replace(ALL[0], email=ALL[0].email.upper()), *ALL[1:]]) == ()


def test_a_unit_other_than_declared_is_told_for_its_side() -> None:
    finding = the_only(changed(SURVEY, 1, 1, path=""), ALL, "drift_unit")
    assert f"GovCloud account {account_ids(1)[1]}: it is in the root, declared is Workloads" in finding.sentence


def test_a_management_account_is_where_its_organization_puts_it() -> None:
    assert survey_drift(changed(SURVEY, 1, 1, path=""), [replace(ALL[0], govcloud_path=None), *ALL[1:]]) == ()


def test_declared_tags_that_are_missing_or_differ_are_told_and_others_left_alone() -> None:
    tags = {"CostCenter": "9", "ByHand": "yes"}
    pairs = [replace(ALL[0], tags={"CostCenter": "101", "Stage": "prod"}), *ALL[1:]]
    finding = the_only(changed(changed(SURVEY, 1, 0, tags=tags), 1, 1, tags=pairs[0].tags), pairs, "drift_tags")
    assert 'the tags Stage are missing; CostCenter is "9", declared is "101"' in finding.sentence
    assert "ByHand" not in finding.sentence


def test_another_name_is_told() -> None:
    assert "called old" in the_only(changed(SURVEY, 1, 0, name="old"), ALL, "drift_name").sentence


def test_a_pair_closed_by_hand_and_one_that_is_open_though_declared_closed_are_problems() -> None:
    the_only(changed(SURVEY, 1, 0, state="SUSPENDED"), ALL, "drift_closed", "problem")
    the_only(SURVEY, [replace(ALL[0], closed=True), *ALL[1:]], "drift_closed", "problem")


def test_a_closed_pair_that_is_gone_is_only_a_note() -> None:
    survey = without(SURVEY, 1, 0)
    the_only(survey, [replace(ALL[0], closed=True), *ALL[1:]], "drift_missing", "note")


def test_an_account_with_a_declared_email_that_is_no_pair_is_a_problem() -> None:
    survey = replace(SURVEY, pairs=SURVEY.pairs[:1] + SURVEY.pairs[2:])
    the_only(survey, ALL, "drift_not_a_pair", "problem")


def test_a_half_that_has_not_joined_has_no_drift_of_its_own() -> None:
    assert survey_drift(without(SURVEY, 1, 1), ALL) == ()
