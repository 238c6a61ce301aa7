"""What goes wrong in the property tests, and how many examples they run."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from tests.provider.ground import share_clients

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"


def profile(examples: int) -> settings:
    """The same few examples each time; ``HYPOTHESIS_PROFILE=thorough`` runs many others, longer ones.

    ``HYPOTHESIS_EXAMPLES`` says how many. A failing sequence is printed as it was found: shrinking one takes minutes,
    and happens with ``HYPOTHESIS_SHRINK=1`` only.
    """
    shrink = (Phase.shrink,) if os.environ.get("HYPOTHESIS_SHRINK") else ()
    return settings(
        max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "500")) if THOROUGH else examples,
        stateful_step_count=20 if THOROUGH else 12,
        derandomize=not THOROUGH,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, *shrink),
    )


def no_waiting(patch: pytest.MonkeyPatch) -> None:
    """botocore's own retries sleep between attempts; here they follow at once. And its clients are shared."""
    patch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda self, context: 0)
    share_clients(patch)


CODES = {
    "ConcurrentModificationException": 400,
    "FinalizingOrganizationException": 400,
    "TooManyRequestsException": 400,
    "ServiceException": 500,
    "AccessDeniedException": 400,
}
REASONS = ["INTERNAL_FAILURE", "EMAIL_ALREADY_EXISTS", "CONCURRENT_ACCOUNT_MODIFICATION", "ACCOUNT_LIMIT_EXCEEDED"]


Problem = dict[str, Any]


@st.composite
def problems(draw: st.DrawFn, operations: Mapping[str, Sequence[str]]) -> Problem:
    """Something that goes wrong with AWS, or on the way to it: the members of a ``Fault``."""
    service = draw(st.sampled_from(sorted(operations)))
    operation = draw(st.sampled_from(operations[service]))
    given: Problem = {"service": service, "operation": operation}
    given |= {"times": draw(st.integers(1, 4)), "skip": draw(st.sampled_from([0, 0, 0, 1, 2]))}
    kinds = ["code", "before", "after"] + (["reason"] if operation == "CreateGovCloudAccount" else [])
    kind = draw(st.sampled_from(kinds))
    if kind == "code":
        given["code"] = draw(st.sampled_from(sorted(CODES)))
        given["status"] = CODES[given["code"]]
    elif kind == "reason":
        given["reason"] = draw(st.sampled_from(REASONS))
    else:
        given["drop"] = kind
    return given
