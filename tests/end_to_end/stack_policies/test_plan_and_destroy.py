"""`govpair plan` and `destroy` with exactly their policies, and with each statement taken out of them."""

from __future__ import annotations

import pytest

from tests.end_to_end.stack_policies.ground import CHANGES, OF_DESTROY, TEARDOWN, Estate, of_hashicorp
from tests.end_to_end.stack_policies.trial import DONE_WITHOUT, SOMETIMES, STACKS, Trial

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(1800)]


def test_whole_stacks_are_planned_and_destroyed_with_exactly_their_policies_and_without_each_statement(
    estate: Estate,
) -> None:
    file = str(estate.folder / "organization.yaml")
    estate.hold("apply")
    estate.run("plan", "--organization", file)
    for stack in STACKS:
        estate.hold("apply")  # the accounts' roles too, as they are made
        estate.run("apply", "--yes", "--stack", stack)

    estate.by_hashicorp.clear()
    plan = Trial(estate, "plan")
    for stack in STACKS:
        plan.step("--stack", stack)
    assert plan.done_without - SOMETIMES == set(DONE_WITHOUT["plan"])
    assert estate.by_hashicorp == of_hashicorp("reads")

    for changes in (CHANGES, TEARDOWN):
        estate.write(*changes)
        estate.hold("apply")
        estate.run("apply", "--yes", "--organization", file)

    estate.by_hashicorp.clear()
    # The other statements are a plan's, and a destroy begins with one.
    ending = {
        (principal, statement.sid)
        for principal, statements in estate.statements("destroy").items()
        for statement in statements
        if not any(set(statement.actions) <= set(each.actions) for each in estate.statements("plan")[principal])
    }
    destroy = Trial(estate, "destroy", ending)
    for stack in reversed(STACKS):
        destroy.step("--yes", "--stack", stack)
    assert destroy.refused
    assert destroy.done_without - SOMETIMES == set(DONE_WITHOUT["destroy"])
    assert estate.by_hashicorp == OF_DESTROY
