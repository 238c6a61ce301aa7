"""`govpair apply` with exactly its policies, and with each statement taken out of them."""

from __future__ import annotations

import pytest

from tests.end_to_end.stack_policies.ground import CHANGES, OF_DESTROY, TEARDOWN, UNTRIED, Estate, of_hashicorp
from tests.end_to_end.stack_policies.trial import DONE_WITHOUT, SOMETIMES, STACKS, Trial

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(1800)]


def test_whole_stacks_are_applied_with_exactly_their_policies_and_without_each_statement(estate: Estate) -> None:
    file = str(estate.folder / "organization.yaml")
    estate.hold("apply")
    estate.run("plan", "--organization", file)
    apply = Trial(estate, "apply")
    for stack in STACKS:
        apply.step("--yes", "--stack", stack)
    assert apply.done_without - SOMETIMES == set(DONE_WITHOUT["apply"])

    for changes in (CHANGES, TEARDOWN):
        estate.write(*changes)
        estate.hold("apply")
        estate.run("apply", "--yes", "--organization", file)
    assert estate.by_hashicorp <= of_hashicorp("reads", "changes", "ends")
    assert estate.by_hashicorp | OF_DESTROY == of_hashicorp("reads", "changes", "ends") - UNTRIED
