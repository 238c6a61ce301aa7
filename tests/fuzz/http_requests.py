"""Requests to the simulator that no SDK sends, as the bytes that go over the socket."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import string
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import strategies as st

from partition_simulator.http.services import target_prefix
from partition_simulator.operations import SIMULATED
from partition_simulator.partitions import PARTITIONS, Side
from tests.simulator.conftest import Bench

_FORM = "application/x-www-form-urlencoded"
_JSON_1_1 = "application/x-amz-json-1.1"

_visible = st.text(string.ascii_letters + string.digits + "/%?=&-._~+:;,@!$*' \"<>{}[]()|\\^`#", max_size=24)
_latin = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=24)
_numbers = st.sampled_from(["-1", "0", "1e9", "9" * 30, "x", ""])
_names = st.sampled_from(
    [
        *[
            "Authorization",
            "X-Amz-Date",
            "X-Amz-Target",
            "Content-Type",
            "Host",
            "X-Amz-Security-Token",
            "Date",
            "Range",
        ],
        *[
            "X-Amz-Content-Sha256",
            "x-moto-account-id",
            "Content-Encoding",
            "Content-MD5",
            "Expect",
            "If-Match",
            "Origin",
        ],
        *["X-Amz-Copy-Source", "X-Amz-Expected-Bucket-Owner", "X-Amz-Acl", "X-Amz-Tagging", "Accept", "Connection"],
        *["X-Amz-Sdk-Checksum-Algorithm", "X-Amz-Decoded-Content-Length", "x-amz-account-id", "User-Agent", "Cookie"],
    ]
)
_values = st.one_of(
    _latin,
    _numbers,
    st.sampled_from(
        [
            *["AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0"],
            *["AWS4-HMAC-SHA256", "Bearer x", "20260101T000000Z", "99999999T999999Z", "bytes=0-", "bytes=-1", "gzip"],
            *["100-continue", "UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "aws-chunked", "close", "/a/b"],
            *[
                "application/json",
                _FORM,
                _JSON_1_1,
                "text/xml",
                "multipart/form-data",
                "multipart/form-data; boundary=x",
            ],
        ]
    ),
)
_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["1" * 12, "r-ab12"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
_bodies = st.one_of(
    st.just(b""),
    st.binary(max_size=40),
    _json.map(lambda value: json.dumps(value).encode()),
    st.text(max_size=40).map(lambda text: text.encode(errors="surrogatepass")),
    st.sampled_from(
        [b"[" * 20_000, b'{"a":' * 20_000, b"<a>" * 5_000, b"<a/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
    ),
    st.dictionaries(st.sampled_from(["Action", "Version", "RoleArn", "Tags.member.1.Key"]), _visible, max_size=4).map(
        lambda form: urlencode(form).encode()
    ),
)


def _operation(service: str) -> st.SearchStrategy[str]:
    return st.sampled_from([*sorted(SIMULATED[service]), "ListMoons", ""])


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    """A request as plain data: to some operation as it is meant, then changed in some places."""
    service = draw(st.sampled_from(sorted(SIMULATED)))
    operation = draw(_operation(service))
    made: dict[str, Any] = {
        "side": draw(st.sampled_from(["commercial", "govcloud"])),
        "service": draw(st.sampled_from([service, service, service, None, "s3", "sts", "ec2", "moon"])),
        "method": "POST",
        "path": "/",
        "headers": {},
        "body": draw(_bodies),
        "later": draw(st.dictionaries(_names, _values, max_size=2)),
    }
    if service in ("organizations", "cloudtrail", "servicequotas"):
        made["headers"] = {"Content-Type": _JSON_1_1, "X-Amz-Target": f"{target_prefix(service)}.{operation}"}
    elif service in ("sts", "iam"):
        made["headers"] = {"Content-Type": _FORM}
        made["body"] = f"Action={operation}&Version=2010-05-08&".encode() + made["body"]
    elif service == "account":
        made["path"], made["headers"] = f"/{operation[:1].lower()}{operation[1:]}", {"Content-Type": "application/json"}
    else:
        made["method"] = draw(st.sampled_from(["GET", "PUT", "POST", "DELETE", "HEAD"]))
        made["path"] = "/" + draw(st.sampled_from(["", "bucket", "bucket/key", "bucket?versioning", "bucket?tagging"]))
    if draw(st.booleans()):
        made["headers"] |= draw(st.dictionaries(_names, _values, max_size=3))
    if draw(st.integers(0, 3)) == 0:
        made["method"] = draw(st.sampled_from(["GET", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW", "post", "P0ST"]))
    if draw(st.integers(0, 2)) == 0:
        made["path"] = "/" + draw(_visible.map(lambda text: quote(text, safe="/%?=&-._~+:;,@!$*'()")) | _visible)
    return made


def _signed(bench: Bench, case: dict[str, Any]) -> dict[str, str]:
    side: Side = case["side"]
    headers = {name: value for name, value in case["headers"].items() if name.lower() != "host"}
    if case["service"] is None:
        return headers
    keys = bench.payer.side(side)
    signer = S3SigV4Auth if case["service"] == "s3" else SigV4Auth
    url = f"{bench.url(side)}{case['path']}"
    request = AWSRequest(case["method"], url, headers, case["body"])
    with contextlib.suppress(ValueError, KeyError, UnicodeError, AttributeError):  # botocore can't sign just anything
        credentials = Credentials(keys.access_key_id, keys.secret_access_key)
        signer(credentials, case["service"], PARTITIONS[side].home_region).add_auth(request)
    return dict(request.headers.items())


def as_bytes(bench: Bench, case: dict[str, Any]) -> bytes:
    """The request, signed where it names a service."""
    headers = {**_signed(bench, case), **case["later"]}
    given = {name.lower() for name in headers}
    host = urlsplit(bench.url(case["side"])).netloc
    more = {} if "host" in given else {"Host": host}
    if "content-length" not in given:
        more["Content-Length"] = str(len(case["body"]))
    lines = [f"{case['method']} {case['path'].replace(' ', '%20')} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in {**headers, **more}.items()]
    head = "\r\n".join(line.replace("\r", "").replace("\n", "") for line in lines)
    body: bytes = case["body"]
    return head.encode("latin-1", "replace") + b"\r\n\r\n" + body


def exchange(url: str, sent: bytes, timeout: float = 10.0) -> bytes:
    """All that comes back until the server closes; TimeoutError when it keeps quiet."""
    address = urlsplit(url)
    answer = b""
    with socket.create_connection((str(address.hostname), int(address.port or 80)), timeout=timeout) as connection:
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while chunk := connection.recv(65536):
                answer += chunk
        except TimeoutError:
            raise
        except OSError:  # it hung up
            pass
    return answer


def status_and_code(answer: bytes) -> tuple[int, str, bytes]:
    """Status, AWS's error code or "", and the body."""
    while answer.startswith(b"HTTP/1.1 100 "):
        answer = answer.partition(b"\r\n\r\n")[2]
    head, _, body = answer.partition(b"\r\n\r\n")
    if length := re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE):
        body = body[: int(length[1])]  # more may follow, where what was sent is more than one request
    found = re.match(rb"HTTP/1\.[01] (\d\d\d)", head)
    assert found is not None, answer[:200]
    if body.startswith(b"{"):
        return int(found[1]), str(json.loads(body).get("__type", "")), body
    code = re.search(rb"<Code>(.*?)</Code>", body)
    return int(found[1]), code[1].decode() if code else "", body
