"""Every constraint that a model has for a simulated operation's input: broken, it is refused, and nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, FlexibleChecksumError, ParamValidationError

from partition_simulator.conformance import models
from partition_simulator.http.services import botocore_name
from partition_simulator.partitions import Side
from tests.simulator.conformance.broken import breakages
from tests.simulator.conformance.calls import ValidCall
from tests.simulator.conformance.test_valid_calls import CALLS
from tests.simulator.conformance.town import Town

UNCHECKED = Config(parameter_validation=False, retries={"max_attempts": 0})

# InvalidInputException's reasons (botocore model of Organizations).
REASONS = {
    "required": "INPUT_REQUIRED",
    "pattern": "INVALID_PATTERN",
    "enum": "INVALID_ENUM",
    "min_length": "MIN_LENGTH_EXCEEDED",
    "max_length": "MAX_LENGTH_EXCEEDED",
    "min_value": "MIN_VALUE_EXCEEDED",
    "max_value": "MAX_VALUE_EXCEEDED",
}
CODES = {
    "organizations": {"InvalidInputException"},
    "account": {"ValidationException"},
    "iam": {"ValidationError"},
    "sts": {"ValidationError"},
    "servicequotas": {"IllegalArgumentException"},
    "s3": {"MalformedXML", "InvalidArgument"},
}


def things(town: Town) -> dict[str, Any]:
    """All there is, without the counts of calls."""
    exported = town.bench.sim.export()
    return {name: value for name, value in exported.items() if name not in ("calls", "traffic", "rates")}


def is_right(call: ValidCall, kind: str, error: dict[str, Any]) -> bool:
    """Whether an error is the one for this kind of breakage."""
    code = str(error["Error"]["Code"])
    if call.service == "cloudtrail":  # which of its many errors is unverified; the check of all answers has the models'
        return code.startswith("Invalid") or code in ("ValidationException", "CloudTrailARNInvalidException")
    if call.service == "organizations" and code == "InvalidInputException":
        # A text that is too short or too long may break a pattern as well.
        return error.get("Reason") == REASONS[kind] or {kind, error.get("Reason")} <= {
            "min_length",
            "max_length",
            "INVALID_PATTERN",
        }
    if call.operation.startswith("Head"):  # an answer to HEAD has no body, so no code but the status
        return code == "400"
    return code in CODES[call.service]


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.service}-{call.operation}")
def test_what_the_model_forbids_is_refused_and_changes_nothing(
    towns: Callable[[Side], Town], call: ValidCall, side: Side
) -> None:
    town = towns(side)
    asked = call.input(town)
    client = town.client(botocore_name(call.service), call.who, UNCHECKED)
    before, wrong = things(town), []
    shape = models.operation(call.service, call.operation).input_shape
    for kind, member, broken in breakages(shape, asked):
        try:
            getattr(client, xform_name(call.operation))(**broken)
        except ClientError as error:
            if not is_right(call, kind, dict(error.response)):
                wrong.append(f"{kind} of {member}: {error}")
        except BotoCoreError as error:  # botocore can't put it into a request
            assert isinstance(error, ParamValidationError | FlexibleChecksumError)
        else:
            wrong.append(f"{kind} of {member} passed: {str(broken)[:300]}")
    assert wrong == []
    assert things(town) == before
