"""Texts that a model allows and nobody expects: each is refused as the model says, or means something.

What the answers are compared with is the check of all answers (tests/conftest.py): no error but the model's, so no
defect either.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError
from botocore.model import Shape

from partition_simulator.conformance import models
from partition_simulator.http.services import botocore_name
from partition_simulator.partitions import Side
from tests.simulator.conformance.calls import ValidCall
from tests.simulator.conformance.test_broken_constraints import UNCHECKED
from tests.simulator.conformance.test_valid_calls import CALLS
from tests.simulator.conformance.town import Town

ODD = (
    "bogus-bogus-bogus-bogus",
    "1" * 4400,  # more digits than Python reads
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":{"a":1},"Resource":[[]],"Principal":{"AWS":{}}}}',
    "arn:OTHER:iam::123456789012:role/x",
)


def odd_inputs(shape: Shape, valid: dict[str, Any], other: str) -> Iterator[dict[str, Any]]:
    """The valid input with one text, given or left out, changed. ``other`` is the other partition's name."""
    texts = [odd.replace("OTHER", other) for odd in ODD]
    for name, member in shape.members.items():  # type: ignore[attr-defined]
        if member.type_name == "string":
            yield from ({**valid, name: odd} for odd in texts)
        elif member.type_name == "list" and member.member.type_name == "string":
            yield from ({**valid, name: [odd]} for odd in texts)
        elif member.type_name == "structure":
            for inner in odd_inputs(member, copy.deepcopy(valid[name]), other) if name in valid else ():
                yield {**valid, name: inner}


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.service}-{call.operation}")
def test_odd_texts_meet_no_defect(towns: Callable[[Side], Town], call: ValidCall, side: Side) -> None:
    town = towns(side)
    shape = models.operation(call.service, call.operation).input_shape
    if shape is None:
        return
    client, defects = town.client(botocore_name(call.service), call.who, UNCHECKED), []
    other = "aws" if side == "govcloud" else "aws-us-gov"
    for asked in odd_inputs(shape, call.input(town), other):
        try:
            getattr(client, xform_name(call.operation))(**asked)
        except ClientError as error:
            if error.response["Error"]["Code"] == "SimulatorDefect":
                defects.append(str(asked)[:300])
        except BotoCoreError:  # it can't be put into a request
            continue
    assert defects == []
