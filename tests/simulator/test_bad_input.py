"""Requests that no SDK sends: each is answered as its service does, leaves no traceback, and the server goes on."""

from __future__ import annotations

import contextlib
import http.client
import json
import logging
import re
import socket
import string
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custom_resources.scripts.commands.simulate import _is_loopback
from partition_simulator import Simulator, SimulatorSettings
from partition_simulator.http.services import target_prefix
from partition_simulator.operations import SIMULATED
from partition_simulator.partitions import PARTITIONS, Side
from tests.simulator.conftest import Bench, code_of

FORM = "application/x-www-form-urlencoded"
AMZ_JSON = "application/x-amz-json-1.1"


@pytest.fixture(autouse=True)
def no_traceback(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever comes, nothing in the simulator fails."""
    with caplog.at_level(logging.INFO):
        yield
    assert [record.getMessage() for record in caplog.records if record.exc_info is not None] == []


class Wire:
    """Raw requests to one side."""

    def __init__(self, bench: Bench, side: Side = "commercial") -> None:
        self.bench, self.side = bench, side
        self.address = urlsplit(bench.url(side)).netloc

    def send(
        self,
        service: str | None,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        method: str = "POST",
        path: str = "/",
        after: dict[str, str] | None = None,
    ) -> tuple[int, str, bytes]:
        """Status, error code and body of the answer; unsigned without a service, ``after`` changes what was signed."""
        request = AWSRequest(method, f"http://{self.address}{path}", headers or {}, body)
        if service is not None:
            keys = self.bench.payer.side(self.side)
            signer = S3SigV4Auth if service == "s3" else SigV4Auth
            credentials = Credentials(keys.access_key_id, keys.secret_access_key)
            signer(credentials, service, PARTITIONS[self.side].home_region).add_auth(request)
        connection = http.client.HTTPConnection(self.address, timeout=20)
        with contextlib.closing(connection):
            connection.request(method, path, body, {**dict(request.headers), **(after or {})})
            answer = connection.getresponse()
            content = answer.read()
        return answer.status, _code(content), content

    def still_serves(self) -> None:
        assert self.bench.sts(self.side).get_caller_identity()["Account"]


def _code(content: bytes) -> str:
    if content.startswith(b"{"):
        return str(json.loads(content).get("__type", ""))
    found = re.search(rb"<Code>(.*?)</Code>", content)
    return found[1].decode() if found else ""


def json_call(service: str, operation: str) -> dict[str, str]:
    return {"Content-Type": AMZ_JSON, "X-Amz-Target": f"{target_prefix(service)}.{operation}"}


@pytest.fixture
def wire(organized: Bench) -> Iterator[Wire]:
    wire = Wire(organized)
    yield wire
    wire.still_serves()


@pytest.mark.parametrize(
    ("service", "method", "code"),
    [
        ("organizations", "describe_organization", "InvalidSignatureException"),
        ("account", "get_account_information", "InvalidSignatureException"),
        ("iam", "list_roles", "SignatureDoesNotMatch"),
    ],
)
@pytest.mark.parametrize(("side", "region"), [("commercial", "us-west-2"), ("govcloud", "us-gov-east-1")])
def test_services_of_one_endpoint_are_signed_for_the_home_region(
    organized: Bench, service: str, method: str, code: str, side: Side, region: str
) -> None:
    def client(region: str) -> Any:
        # botocore signs for the endpoint's own region, whatever the client's is; so the signature is made by hand.
        made = organized.client(service, side)
        made.meta.events.register("choose-signer", lambda **_: None)
        made._request_signer._region_name = region
        return made

    with pytest.raises(ClientError, match="valid region") as error:
        getattr(client(region), method)()
    assert code_of(error) == code
    assert getattr(client(PARTITIONS[side].home_region), method)()


@pytest.mark.parametrize("region", ["us-gov-moon-9", "mars-east-1", "x"])
def test_a_region_that_does_not_exist_is_refused(organized: Bench, region: str) -> None:
    with pytest.raises(ClientError, match="valid region"):
        organized.client("sts", "govcloud", region=region).get_caller_identity()


ROLE = "Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::123456789012:role/r&RoleSessionName=s"


@pytest.mark.parametrize(
    ("service", "headers", "body", "code"),
    [
        ("organizations", json_call("organizations", "ListAccounts"), b"{", "SerializationException"),
        ("organizations", json_call("organizations", "ListAccounts"), b"\xff\xfe{\x00}\x00", "SerializationException"),
        ("organizations", json_call("organizations", "ListAccounts"), b"[" * 100_000, "SerializationException"),
        (
            "organizations",
            json_call("organizations", "CreatePolicy"),
            b'{"Name": "\\ud800", "Description": "", "Type": "TAG_POLICY", "Content": "{}"}',
            "SerializationException",
        ),
        ("cloudtrail", json_call("cloudtrail", "LookupEvents"), b'{"StartTime": 1e300}', "SerializationException"),
        ("sts", {"Content-Type": FORM}, f"{ROLE}&DurationSeconds=soon".encode(), "MalformedInput"),
        ("iam", {"Content-Type": FORM}, b"Action=GetUser&Version=2010-05-08&UserName=\xff", "MalformedInput"),
    ],
)
def test_input_that_cannot_be_read(wire: Wire, service: str, headers: dict[str, str], body: bytes, code: str) -> None:
    assert wire.send(service, body, headers)[:2] == (400, code)


def test_rest_input_that_cannot_be_read(wire: Wire) -> None:
    typed = {"Content-Type": "application/json"}
    assert wire.send("account", b"{", typed, path="/getAccountInformation")[:2] == (400, "SerializationException")
    wire.bench.client("s3", "commercial").create_bucket(Bucket="bucket")
    answer = wire.send("s3", b"<VersioningConfiguration", method="PUT", path="/bucket?versioning=")
    assert answer[:2] == (400, "MalformedXML")


@pytest.mark.parametrize(
    ("service", "headers", "method", "path", "status", "code"),
    [
        ("organizations", json_call("organizations", "ListMoons"), "POST", "/", 400, "UnknownOperationException"),
        ("organizations", {"Content-Type": AMZ_JSON}, "POST", "/", 400, "UnknownOperationException"),
        ("cloudtrail", json_call("organizations", "ListRoots"), "POST", "/", 400, "UnknownOperationException"),
        ("account", {"Content-Type": "application/json"}, "POST", "/listMoons", 404, "UnknownOperationException"),
        ("sts", {"Content-Type": FORM}, "GET", "/?Action=GetMoon&Version=2011-06-15", 400, "InvalidAction"),
        ("iam", {"Content-Type": FORM}, "POST", "/", 400, "MissingAction"),
        ("s3", {}, "PATCH", "/bucket", 405, "MethodNotAllowed"),
    ],
)
def test_an_operation_that_nobody_knows(
    wire: Wire, service: str, headers: dict[str, str], method: str, path: str, status: int, code: str
) -> None:
    assert wire.send(service, b"", headers, method, path)[:2] == (status, code)


def test_a_wrong_content_type(wire: Wire) -> None:
    plain = {"Content-Type": "text/plain"}
    listing = {**json_call("organizations", "ListAccounts"), **plain}
    assert wire.send("organizations", b"{}", listing)[:2] == (400, "UnknownOperationException")
    assert wire.send("sts", b"Action=GetCallerIdentity", plain)[:2] == (400, "MissingAction")
    answer = wire.send("account", b"{}", plain, path="/getAccountInformation")
    assert answer[:2] == (415, "UnsupportedMediaTypeException")


@pytest.mark.parametrize(
    ("service", "headers", "body", "missing", "incomplete", "forged"),
    [
        (
            "organizations",
            json_call("organizations", "ListRoots"),
            b"{}",
            "MissingAuthenticationTokenException",
            "IncompleteSignatureException",
            "InvalidSignatureException",
        ),
        (
            "sts",
            {"Content-Type": FORM},
            b"Action=GetCallerIdentity",
            "MissingAuthenticationToken",
            "IncompleteSignature",
            "SignatureDoesNotMatch",
        ),
        (
            "iam",
            {"Content-Type": FORM},
            b"Action=ListRoles&Version=2010-05-08",
            "MissingAuthenticationToken",
            "IncompleteSignature",
            "SignatureDoesNotMatch",
        ),
    ],
)
def test_signatures_that_are_none(
    wire: Wire, service: str, headers: dict[str, str], body: bytes, missing: str, incomplete: str, forged: str
) -> None:
    assert wire.send(None, body, headers)[1] == missing
    for header in ("", "Basic abc", "AWS4-HMAC-SHA256 Credential=x", "AWS4-HMAC-SHA256 Credential=/////"):
        assert wire.send(service, body, headers, after={"Authorization": header})[:2] == (400, incomplete)
    assert wire.send(service, body + b" ", headers, after={"X-Amz-Date": "20260101T000000Z"})[1] == forged


@pytest.mark.parametrize(("hours", "served"), [(-1, False), (0, True), (1, False)])
def test_a_signature_has_its_time(wire: Wire, monkeypatch: pytest.MonkeyPatch, hours: int, served: bool) -> None:
    then = datetime.now(UTC) + timedelta(hours=hours)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda *_, **__: then.replace(tzinfo=None))
    body = b"Action=GetCallerIdentity&Version=2011-06-15"
    status, code, _ = wire.send("sts", body, {"Content-Type": FORM})
    assert (status, code) == ((200, "") if served else (403, "SignatureDoesNotMatch"))
    monkeypatch.undo()


def test_five_megabytes_are_too_much_but_for_an_object(wire: Wire) -> None:
    large = b" " * (5 * 1024 * 1024)
    listing = json_call("organizations", "ListRoots")
    assert wire.send("organizations", large, listing)[:2] == (413, "RequestEntityTooLargeException")
    assert wire.send("sts", b"Action=" + large, {"Content-Type": FORM})[0] in (400, 413)
    s3 = wire.bench.client("s3", "commercial")
    s3.create_bucket(Bucket="bucket")
    s3.put_object(Bucket="bucket", Key="large", Body=large)
    assert s3.head_object(Bucket="bucket", Key="large")["ContentLength"] == len(large)


def test_a_body_that_says_it_is_packed_is_not_unpacked(wire: Wire) -> None:
    headers = {**json_call("organizations", "ListRoots"), "Content-Encoding": "gzip"}
    assert wire.send("organizations", b"{}", headers)[0] == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),  # the beginning of TLS
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\n: empty\r\n\r\n",
        b"BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /%zz%ff%00?%&&=\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://elsewhere/ HTTP/1.1\r\nHost: a:b:c\r\n\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nX-Long: " + b"a" * 70_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X-Many: 1\r\n" * 200 + b"\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffff\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf",
    ],
)
def test_what_is_hardly_http_is_no_5xx(wire: Wire, sent: bytes) -> None:
    host, port = wire.address.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        with contextlib.suppress(ConnectionError):
            while chunk := connection.recv(65536):
                answer += chunk
    assert answer == b"" or re.match(rb"HTTP/1\.[01] 4\d\d ", answer), answer[:200]


def test_only_this_machine_is_listened_to_unless_told_otherwise(wire: Wire) -> None:
    sim = wire.bench.sim
    assert {urlsplit(endpoint.url).hostname for endpoint in (sim.commercial, sim.govcloud)} == {"127.0.0.1"}
    assert [_is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "192.0.2.1")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_slow_clients_hold_nobody_up(wire: Wire) -> None:
    host, port = wire.address.split(":")
    with contextlib.ExitStack() as held:
        for _ in range(50):
            slow = held.enter_context(socket.create_connection((host, int(port)), timeout=10))
            slow.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Le")
        wire.still_serves()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=10,
)


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[Wire]:
    with Simulator(SimulatorSettings(clock_scale=0)) as sim:
        bench = Bench(sim, sim.seed_management_pair())
        sim.create_organization(bench.payer.commercial)
        yield Wire(bench)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_sent_is_refused_or_served(fuzzed: Wire, data: st.DataObject) -> None:
    """Signed requests of every protocol, to simulated operations, with members that the models have and any values."""
    service = data.draw(st.sampled_from(sorted(SIMULATED)))
    operation = data.draw(st.sampled_from(sorted(SIMULATED[service])))
    values = data.draw(st.dictionaries(st.sampled_from(_members(service, operation)), JSON, max_size=6))
    text = json.dumps(values)
    method, path, headers = "POST", "/", {"Content-Type": "application/json"}
    if service in ("sts", "iam"):
        headers, text = {"Content-Type": FORM}, _form(operation, values)
    elif service in ("organizations", "cloudtrail", "servicequotas"):
        headers = json_call(service, operation)
    elif service == "account":
        path = f"/{operation[0].lower()}{operation[1:]}"
    else:
        method = data.draw(st.sampled_from(["GET", "PUT", "POST", "DELETE", "HEAD"]))
        names = st.text(string.ascii_letters + string.digits + "/%?=&-._~+:", max_size=30)
        path, headers = "/" + data.draw(names), {}
    status, code, content = fuzzed.send(service, text.encode("utf-8", "replace"), headers, method, path)
    assert status < 500, content
    assert code != "SimulatorDefect", (operation, text, content)


def _members(service: str, operation: str) -> list[str]:
    from partition_simulator.http.services import operation_model

    model = operation_model(service, operation)
    shape = model.input_shape if model is not None else None
    return [*(shape.members if shape is not None else ()), "Other"]


def _form(operation: str, values: dict[str, Any]) -> str:
    from urllib.parse import urlencode

    flat = {name: str(value) for name, value in values.items()}
    nested = {f"{name}.member.1.Key": str(value) for name, value in values.items()}
    return urlencode({"Action": operation, "Version": "2010-05-08", **flat, **nested}, errors="replace")
