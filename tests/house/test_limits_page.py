"""docs/limits.md: each number with a file beside it is the one that the code has there."""

from __future__ import annotations

import re

import pytest

from constructs_lib.organizational_unit_tree import MAX_DEPTH
from constructs_lib.policy_types import POLICY_TYPES, RESOURCE_CONTROL_POLICY, SERVICE_CONTROL_POLICY
from constructs_lib.quota_warnings import DEFAULT_ACCOUNTS
from custom_resources.engine import rules
from custom_resources.engine.account_closing import CLOSINGS_AT_ONCE
from custom_resources.engine.creation_progress import SLOTS
from custom_resources.engine.invitation_quota import LEAST_A_DAY
from custom_resources.engine.invited_account import ROLE_PATIENCE
from custom_resources.engine.polling import QUEUE_LIMIT
from custom_resources.engine.quotas import closure_quota
from custom_resources.engine.rates.table import AWS
from custom_resources.provider.account_pair_schema import CREATE_TIMEOUT
from custom_resources.provider.provider import DEFAULT_MAX_NEW_PAIRS
from custom_resources.scripts.vending import MAX_NEW_PAIRS
from workbench.paths import PROJECT

ROWS = re.findall(
    r"^\| ([^|]+) \| ([\d.]+) \|(?:.*\|)? `([\w/]+\.py)` \|$",
    (PROJECT / "docs" / "limits.md").read_text(),
    re.MULTILINE,
)
(CREATIONS,) = [limit.rate for limit in AWS if "organizations:CreateGovCloudAccount" in limit.actions]
SCP, RCP = POLICY_TYPES[SERVICE_CONTROL_POLICY], POLICY_TYPES[RESOURCE_CONTROL_POLICY]


def longest_notes() -> int:
    """The most characters that the rule takes."""
    return next(length for length in range(2000, 0, -1) if rules.invitation_notes("x" * length) is None)


NUMBERS = {
    "creations in progress": SLOTS,
    "creations a second": CREATIONS.per_second,
    "creations in a burst": CREATIONS.burst,
    "accounts of an organization until": DEFAULT_ACCOUNTS,
    "tags of an account": rules.MAX_TAGS,
    "invitations in 24 hours": LEAST_A_DAY,
    "characters of the notes": longest_notes(),
    "minutes for which govpair waits": ROLE_PATIENCE / 60,
    "closings in progress": CLOSINGS_AT_ONCE,
    "closings in 30 days, at least": closure_quota(1),
    "closings in 30 days, at most": closure_quota(50_000),
    "service control policies at one target": SCP.attached,
    "characters of a service control policy": SCP.characters,
    "resource control policies at one target": RCP.attached,
    "characters of a resource control policy": RCP.characters,
    "levels of organizational units": MAX_DEPTH,
    "new pairs in one plan": DEFAULT_MAX_NEW_PAIRS,
    "new pairs in one command": MAX_NEW_PAIRS,
    "hours that a creation waits": QUEUE_LIMIT / 3600,
    "minutes that a creation may take": int(CREATE_TIMEOUT.removesuffix("m")),
}


@pytest.mark.parametrize(("limit", "value", "file"), ROWS)
def test_a_number_is_the_one_in_the_code(limit: str, value: str, file: str) -> None:
    assert (PROJECT / file).is_file()
    (number,) = [number for beginning, number in NUMBERS.items() if limit.startswith(beginning)]
    assert float(value) == number


def test_every_number_of_the_code_is_on_the_page() -> None:
    named = [limit for limit, _, _ in ROWS]
    assert [each for each in NUMBERS if not any(limit.startswith(each) for limit in named)] == []
