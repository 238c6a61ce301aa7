"""An IAM user with policies of a test's choice, and what it is told when it may not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from partition_simulator import Keys
from partition_simulator.partitions import Side
from tests.simulator.conftest import Bench, bench, organized, settings  # noqa: F401  fixtures


def document(*statements: dict[str, Any]) -> str:
    """A policy of these statements; Effect Allow and Resource * unless they say otherwise."""
    filled = [{"Effect": "Allow", **statement} for statement in statements]
    filled = [one if "NotResource" in one else {"Resource": "*", **one} for one in filled]
    return json.dumps({"Version": "2012-10-17", "Statement": filled})


def trust(principal: Any, **more: Any) -> str:
    """A role's trust policy."""
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def add_user(bench: Bench, side: Side, *statements: dict[str, Any], admin: Any = None, name: str = "narrow") -> Keys:  # noqa: F811
    """A user made through the API, by the payer or other administrator's keys, held to an inline policy."""
    iam = bench.client("iam", side, admin)
    arn = iam.create_user(UserName=name)["User"]["Arn"]
    if statements:
        iam.put_user_policy(UserName=name, PolicyName="inline", PolicyDocument=document(*statements))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return Keys(arn.split(":")[4], key["AccessKeyId"], key["SecretAccessKey"], arn)


def refused(call: Callable[..., Any], **arguments: Any) -> tuple[str, str]:
    """Code and message of the error that a call ends with."""
    with pytest.raises(ClientError) as error:
        call(**arguments)
    told = error.value.response["Error"]
    return str(told["Code"]), str(told["Message"])
