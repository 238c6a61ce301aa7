"""Who a request comes from: keys, partitions, signatures, sessions, regions."""

from __future__ import annotations

import dataclasses
import hashlib
import http.client
from urllib.parse import urlsplit

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from partition_simulator.partitions import Side
from tests.simulator.conftest import Bench, code_of

SIDES: list[Side] = ["commercial", "govcloud"]


@pytest.mark.parametrize(("side", "partition"), [("commercial", "aws"), ("govcloud", "aws-us-gov")])
def test_caller_identity_names_the_partition(bench: Bench, side: Side, partition: str) -> None:
    keys = bench.payer.side(side)
    answer = bench.sts(side).get_caller_identity()
    assert answer["Account"] == keys.account_id
    assert answer["Arn"] == f"arn:{partition}:iam::{keys.account_id}:user/administrator"


@pytest.mark.parametrize(
    ("service", "operation", "code", "status"),
    [
        ("sts", "get_caller_identity", "InvalidClientTokenId", 403),
        ("iam", "list_roles", "InvalidClientTokenId", 403),
        ("organizations", "describe_organization", "UnrecognizedClientException", 400),
        ("account", "get_account_information", "UnrecognizedClientException", 400),
        ("s3", "list_buckets", "InvalidAccessKeyId", 403),
    ],
)
@pytest.mark.parametrize("side", SIDES)
def test_a_key_is_unknown_in_the_other_partition(
    bench: Bench, side: Side, service: str, operation: str, code: str, status: int
) -> None:
    other: Side = "govcloud" if side == "commercial" else "commercial"
    client = bench.client(service, side, at=other)
    with pytest.raises(ClientError) as error:
        getattr(client, operation)()
    assert code_of(error) == code
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert not bench.sim.calls()


@pytest.mark.parametrize(
    ("service", "operation", "code"),
    [
        ("sts", "get_caller_identity", "SignatureDoesNotMatch"),
        ("organizations", "describe_organization", "InvalidSignatureException"),
        ("s3", "list_buckets", "SignatureDoesNotMatch"),
    ],
)
def test_a_wrong_secret_is_refused(bench: Bench, service: str, operation: str, code: str) -> None:
    keys = dataclasses.replace(bench.payer.commercial, secret_access_key="wrong")
    with pytest.raises(ClientError) as error:
        getattr(bench.client(service, "commercial", keys), operation)()
    assert code_of(error) == code


@pytest.mark.parametrize(("side", "region"), [("commercial", "us-gov-west-1"), ("govcloud", "us-east-1")])
def test_a_region_of_the_other_partition_is_refused(bench: Bench, side: Side, region: str) -> None:
    with pytest.raises(ClientError) as error:
        bench.client("sts", side, region=region).get_caller_identity()
    assert code_of(error) == "SignatureDoesNotMatch"
    assert "valid region" in str(error.value)


@pytest.mark.parametrize(("side", "region"), [("commercial", "eu-central-1"), ("govcloud", "us-gov-east-1")])
def test_any_region_of_the_partition_will_do(bench: Bench, side: Side, region: str) -> None:
    assert bench.client("sts", side, region=region).get_caller_identity()["Account"]


def _post(bench: Bench, body: bytes, headers: dict[str, str], target: str = "/") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(urlsplit(bench.sim.commercial.url).netloc, timeout=10)
    try:
        connection.request("POST", target, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _signed(bench: Bench, body: bytes) -> dict[str, str]:
    keys = bench.payer.commercial
    request = AWSRequest("POST", f"{bench.sim.commercial.url}/", {"Content-Type": "application/x-amz-json-1.1"}, body)
    request.headers["X-Amz-Target"] = "AWSOrganizationsV20161128.DescribeOrganization"
    request.headers["Host"] = urlsplit(bench.sim.commercial.url).netloc
    request.headers["X-Amz-Content-SHA256"] = hashlib.sha256(body).hexdigest()
    credentials = Credentials(keys.access_key_id, keys.secret_access_key)
    SigV4Auth(credentials, "organizations", "us-east-1").add_auth(request)
    return dict(request.headers.items())


def test_a_signed_request_made_by_hand_is_served(bench: Bench) -> None:
    status, body = _post(bench, b"{}", _signed(bench, b"{}"))
    assert status == 400
    assert b"AWSOrganizationsNotInUseException" in body


def test_a_body_that_was_not_signed_is_refused(bench: Bench) -> None:
    status, body = _post(bench, b'{"a": 1}', _signed(bench, b"{}"))
    assert status == 400
    assert b"InvalidSignatureException" in body


def test_a_changed_header_is_refused(bench: Bench) -> None:
    headers = {**_signed(bench, b"{}"), "X-Amz-Target": "AWSOrganizationsV20161128.DeleteOrganization"}
    assert b"InvalidSignatureException" in _post(bench, b"{}", headers)[1]


def test_a_client_cannot_choose_the_account(bench: Bench) -> None:
    stranger = bench.sim.seed_management_pair("other", "other@example.gov").commercial
    bench.sim.create_organization(stranger)
    headers = {**_signed(bench, b"{}"), "x-moto-account-id": stranger.account_id}
    assert b"AWSOrganizationsNotInUseException" in _post(bench, b"{}", headers)[1]


def test_an_unsigned_request_is_refused(bench: Bench) -> None:
    status, body = _post(bench, b"Action=GetCallerIdentity", {"Content-Type": "application/x-www-form-urlencoded"})
    assert status == 403
    assert b"MissingAuthenticationToken" in body


def test_a_key_made_through_iam_works(bench: Bench) -> None:
    iam = bench.client("iam", "govcloud")
    iam.create_user(UserName="operator")
    key = iam.create_access_key(UserName="operator")["AccessKey"]
    keys = dataclasses.replace(
        bench.payer.govcloud, access_key_id=key["AccessKeyId"], secret_access_key=key["SecretAccessKey"]
    )
    arn = bench.sts("govcloud", keys).get_caller_identity()["Arn"]
    assert arn == f"arn:aws-us-gov:iam::{bench.payer.govcloud.account_id}:user/operator"


def test_fake_keys_have_the_shape_of_real_ones_and_say_fake(bench: Bench) -> None:
    keys = bench.payer.commercial
    assert len(keys.access_key_id) == 20
    assert keys.access_key_id.startswith("AKIA")
    assert keys.access_key_id.endswith("FAKE")
    assert len(keys.secret_access_key) == 40
    assert keys.secret_access_key.startswith("FakeSecret")


def test_a_session_ends(organized: Bench) -> None:
    pair = organized.sim.vend("log-archive", "log@example.gov")
    session = organized.assume("govcloud", pair.govcloud.account_id, DurationSeconds=900)
    organized.sim.clock.advance(899)
    assert organized.sts("govcloud", session).get_caller_identity()["Account"] == pair.govcloud.account_id
    organized.sim.clock.advance(2)
    with pytest.raises(ClientError) as error:
        organized.sts("govcloud", session).get_caller_identity()
    assert code_of(error) == "ExpiredToken"
    with pytest.raises(ClientError) as error:
        organized.organizations("govcloud", session).describe_organization()
    assert code_of(error) == "ExpiredTokenException"


def test_sessions_can_be_ended_at_once_by_side_and_account(organized: Bench) -> None:
    pair = organized.sim.vend("log-archive", "log@example.gov")
    commercial = organized.assume("commercial", pair.commercial.account_id)
    govcloud = organized.assume("govcloud", pair.govcloud.account_id)
    assert organized.sim.expire_sessions(account_id=organized.payer.govcloud.account_id) == 0
    assert organized.sim.expire_sessions("govcloud") == 1
    with pytest.raises(ClientError) as error:
        organized.sts("govcloud", govcloud).get_caller_identity()
    assert code_of(error) == "ExpiredToken"
    assert organized.sts("commercial", commercial).get_caller_identity()["Account"] == pair.commercial.account_id
    assert organized.sim.expire_sessions(account_id=pair.commercial.account_id) == 1
    assert organized.sim.expire_sessions() == 0  # the users' own keys have no end
    assert organized.sts("commercial").get_caller_identity()["Account"] == organized.payer.commercial.account_id


def test_a_session_without_its_token_is_unknown(organized: Bench) -> None:
    pair = organized.sim.vend("log-archive", "log@example.gov")
    session = organized.assume("commercial", pair.commercial.account_id)
    keys = dataclasses.replace(
        organized.payer.commercial,
        access_key_id=session["AccessKeyId"],
        secret_access_key=session["SecretAccessKey"],
    )
    with pytest.raises(ClientError) as error:
        organized.sts("commercial", keys).get_caller_identity()
    assert code_of(error) == "InvalidClientTokenId"


def test_an_operation_that_was_not_signed_is_refused(organized: Bench) -> None:
    keys, url = organized.payer.commercial, urlsplit(organized.url("commercial"))
    request = AWSRequest("POST", f"{url.geturl()}/", {"Content-Type": "application/x-amz-json-1.1"}, b"{}")
    signer = SigV4Auth(Credentials(keys.access_key_id, keys.secret_access_key), "organizations", "us-east-1")
    signer.add_auth(request)
    headers = {**request.headers, "X-Amz-Target": "AWSOrganizationsV20161128.DeleteOrganization"}
    connection = http.client.HTTPConnection(url.netloc, timeout=10)
    connection.request("POST", "/", b"{}", headers)
    answer = connection.getresponse().read()
    connection.close()
    assert b"InvalidSignatureException" in answer
    assert not organized.sim.calls()
