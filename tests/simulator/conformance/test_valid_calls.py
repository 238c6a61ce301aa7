"""Every simulated operation answers a valid call, on both sides, as its model says.

What the answer is compared with is the check of all answers (tests/conftest.py).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from partition_simulator.operations import SIMULATED
from partition_simulator.partitions import Side
from tests.simulator.conformance import iam_calls, organization_calls, storage_calls
from tests.simulator.conformance.calls import ValidCall
from tests.simulator.conformance.town import Town

CALLS = [*organization_calls.CALLS, *iam_calls.CALLS, *storage_calls.CALLS]


def test_every_simulated_operation_has_a_valid_call() -> None:
    made = {(call.service, call.operation) for call in CALLS}
    assert made == {(service, operation) for service, operations in SIMULATED.items() for operation in operations}


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.service}-{call.operation}")
def test_a_valid_call_is_answered_as_the_model_says(towns: Callable[[Side], Town], call: ValidCall, side: Side) -> None:
    town = towns(side)
    asked = call.input(town)
    method = getattr(
        town.client(call.service.replace("servicequotas", "service-quotas"), call.who), xform_name(call.operation)
    )
    if side not in call.refused:
        assert method(**asked)["ResponseMetadata"]["HTTPStatusCode"] < 300
        return
    with pytest.raises(ClientError) as error:
        method(**asked)
    assert error.value.response["Error"]["Code"] == call.refused[side]
