"""The engine's own words tell the steps: were they to change, the screen would stand still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import botocore.session

from custom_resources.scripts.stacks.steps import Step, parse_progress, step_told
from tests.scripts.conftest import EMAIL, VEND, Shell, new_unit


def test_the_words_of_a_whole_way_tell_every_step_that_terraform_does_not(shell_with: Callable[..., Shell]) -> None:
    shell = shell_with(creation_seconds=60, role_delay_seconds=240)
    organizations: Any = botocore.session.Session(profile="commercial").create_client("organizations")
    for number in range(5):  # all places are taken
        organizations.create_gov_cloud_account(Email=f"aws+other-{number}@example.gov", AccountName=f"other-{number}")
    finished = shell.run(*VEND, "--join", "--govcloud-parent-id", new_unit("govcloud"))
    assert finished.code == 0, finished.err
    told: dict[Step, str] = {}
    for line in finished.err.splitlines():
        parsed = parse_progress(line.removeprefix("govpair vend: "))
        if parsed is not None and (step := step_told(parsed[1])) is not None:
            told.setdefault(step, parsed[0])
    assert set(told) == {Step.WAITING, Step.CREATING, Step.INVITED, Step.ROLE_READY, Step.JOINED}
    assert told[Step.WAITING] == told[Step.CREATING] == EMAIL
    assert told[Step.INVITED].isdigit()
