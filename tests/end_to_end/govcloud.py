"""AWS in GovCloud as tests ask it beside Terraform: as the management account, or through the role in another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from partition_simulator import Keys, Simulator

REGION = "us-gov-west-1"


@dataclass(frozen=True)
class Govcloud:
    """GovCloud, with the keys of a management account."""

    simulator: Simulator
    keys: Keys

    def client(self, service: str, account_id: str | None = None, region: str = REGION) -> Any:
        """A client as the management account, or through OrganizationAccountAccessRole in ``account_id``."""
        keys = {"aws_access_key_id": self.keys.access_key_id, "aws_secret_access_key": self.keys.secret_access_key}
        if account_id is not None:
            role = f"arn:aws-us-gov:iam::{account_id}:role/OrganizationAccountAccessRole"
            given = self.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
            keys = {
                "aws_access_key_id": given["AccessKeyId"],
                "aws_secret_access_key": given["SecretAccessKey"],
                "aws_session_token": given["SessionToken"],
            }
        return boto3.client(  # type: ignore[call-overload]
            service, region_name=region, endpoint_url=self.simulator.govcloud.url, **keys
        )


def refused(call: Callable[..., Any], **arguments: Any) -> str:
    """The code of the error that a call ends with, and its message."""
    with pytest.raises(ClientError) as error:
        call(**arguments)
    return f"{error.value.response['Error']['Code']}: {error.value.response['Error']['Message']}"
