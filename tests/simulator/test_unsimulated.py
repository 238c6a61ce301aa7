"""What isn't simulated says so, in the service's own protocol, once; and defects don't look like AWS's."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from partition_simulator.http.services import service_model
from tests.simulator.conftest import Bench, code_of


@pytest.mark.parametrize(
    ("service", "method", "arguments", "name"),
    [
        ("organizations", "enable_all_features", {}, "organizations:EnableAllFeatures"),
        (
            "organizations",
            "list_effective_policy_validation_errors",
            {"AccountId": "111122223333", "PolicyType": "TAG_POLICY"},
            "organizations:ListEffectivePolicyValidationErrors",
        ),
        (
            "organizations",
            "list_inbound_responsibility_transfers",
            {"Type": "BILLING"},
            "organizations:ListInboundResponsibilityTransfers",
        ),
        ("account", "list_regions", {}, "account:ListRegions"),
        ("sts", "get_session_token", {}, "sts:GetSessionToken"),
        ("iam", "generate_organizations_access_report", {"EntityPath": "o-a1b2c3d4e5/r-a1b2"}, "iam:Generate"),
        ("ec2", "describe_instances", {}, "ec2:DescribeInstances"),
        ("cloudtrail", "list_trails", {}, "cloudtrail:ListTrails"),
        ("lambda", "list_functions", {}, "lambda:ListFunctions"),
    ],
)
def test_an_operation_that_is_not_simulated_is_a_clear_400(
    organized: Bench, service: str, method: str, arguments: dict[str, Any], name: str
) -> None:
    with pytest.raises(ClientError, match=name) as error:
        getattr(organized.client(service, "commercial"), method)(**arguments)
    assert code_of(error) == "OperationNotSimulated"
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


@pytest.mark.parametrize(
    ("service", "operation", "body", "said"),
    [
        ("organizations", "ListAccounts", b"[]", "the body is no structure"),
        ("organizations", "DescribeOrganization", b"[]", "the body is no structure"),
        ("organizations", "ListAccounts", b'{"MaxResults": "x"}', "MaxResults is no integer"),
        ("organizations", "ListAccounts", b"{", "no JSON"),
        ("organizations", "DescribeHandshake", b'{"HandshakeId": 5}', "HandshakeId is no string"),
        ("organizations", "ListHandshakesForAccount", b'{"Filter": []}', "Filter is no structure"),
        ("organizations", "TagResource", b'{"ResourceId": "r-ab12", "Tags": [null]}', r"Tags\[0\] is no structure"),
        ("cloudtrail", "LookupEvents", b'{"MaxResults": true}', "MaxResults is no integer"),
        ("servicequotas", "ListServiceQuotas", b'{"ServiceCode": {}}', "ServiceCode is no string"),
    ],
)
def test_a_body_that_cannot_be_read_is_the_client_s_mistake(
    organized: Bench, service: str, operation: str, body: bytes, said: str
) -> None:
    keys = organized.payer.commercial
    model = service_model(service)
    assert model is not None
    target = f"{model.metadata['targetPrefix']}.{operation}"
    headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target}
    url = organized.url("commercial") + "/"
    request = AWSRequest("POST", url, headers, body)
    SigV4Auth(Credentials(keys.access_key_id, keys.secret_access_key), service, "us-east-1").add_auth(request)
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(urllib.request.Request(url, body, dict(request.headers)), timeout=10)
    answer = json.load(error.value)
    error.value.close()
    assert (error.value.code, answer["__type"]) == (400, "SerializationException")
    assert re.search(said, answer.get("Message") or answer["message"])


@pytest.mark.deviates
def test_a_defect_is_logged_and_answered_with_400(
    organized: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("partition_simulator.organizations.creations.listed", broken)
    with pytest.raises(ClientError, match="simulator failed inside organizations:ListCreateAccountStatus") as error:
        organized.organizations("commercial").list_create_account_status()
    assert code_of(error) == "SimulatorDefect"
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert "ZeroDivisionError" in caplog.text
