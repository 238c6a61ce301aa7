"""Checking one answer: its output or its error, and the partition in its ARNs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from botocore.awsrequest import HeadersDict
from botocore.model import OperationModel, Shape

from partition_simulator.conformance import error_codes, models, wire
from partition_simulator.constraints import violations
from partition_simulator.http.message import HttpResponse
from partition_simulator.partitions import Partition

_ON_THE_WIRE = {
    "json": wire.json_answer,
    "rest-json": wire.json_answer,
    "query": wire.query_answer,
    "rest-xml": wire.xml_answer,
}


def deviations(partition: Partition, service: str, operation: str, answer: HttpResponse) -> Iterator[str]:
    """Everything in an answer that isn't as the model says, as sentences that name the member."""
    try:
        yield from _deviations(partition, service, operation, answer)
    except Exception as error:  # of whatever kind, an SDK meets it too
        yield f"the answer can't be read ({error!r}): {answer.status} {answer.body[:200]!r}"


def _deviations(partition: Partition, service: str, operation: str, answer: HttpResponse) -> Iterator[str]:
    model = models.operation(service, operation)
    protocol = str(models.service(service).metadata["protocol"])
    if answer.status >= 300:
        yield from _error(service, protocol, model, answer)
        return
    # S3's model leaves most statuses out, and S3's pages show 200 and 204 where it does.
    wanted = model.http.get("responseCode", answer.status if service == "s3" else 200)
    if answer.status not in (wanted, 206):
        yield f"status {answer.status}, where the model says {wanted}"
    if service != "s3" or operation not in ("HeadObject", "HeadBucket"):
        yield from _ON_THE_WIRE[protocol](model, answer.body)
    if model.output_shape is None:
        return
    # The models' patterns know the commercial partition only, AWS's GovCloud answers all the same with its own ARNs.
    body = b"" if model.has_streaming_output else answer.body.replace(f"arn:{partition.name}:".encode(), b"arn:aws:")
    asked = {"body": body, "headers": HeadersDict(answer.headers), "status_code": answer.status}
    parsed = models.parser(protocol).parse(asked, model.output_shape)
    parsed.pop("ResponseMetadata", None)
    yield from (f"output: {violation}" for violation in violations(model.output_shape, parsed))
    asked["body"] = b"" if model.has_streaming_output else answer.body
    parsed = models.parser(protocol).parse(asked, model.output_shape)
    yield from _arns(model.output_shape, parsed, partition, "output")


def _error(service: str, protocol: str, model: OperationModel, answer: HttpResponse) -> Iterator[str]:
    if not answer.body:
        if service != "s3":
            yield f"status {answer.status} without a body"
        return
    code, members = _read_error(protocol, answer)
    shapes = {str(s.metadata.get("error", {}).get("code", s.name)): s for s in model.error_shapes}
    shape = shapes.get(code)
    if shape is None:
        if code not in error_codes.common(service, protocol):
            yield f"error {code} ({answer.status}) isn't one of this operation: {', '.join(sorted(shapes))}"
        return
    status = shape.metadata.get("error", {}).get("httpStatusCode", 400)
    if answer.status != status:
        yield f"error {code} with status {answer.status}, where the model says {status}"
    if isinstance(members, dict):
        known = {name.lower(): name for name in shape.members}  # type: ignore[attr-defined]
        read = {known.get(name.lower(), name): value for name, value in members.items() if name != "__type"}
        if "message" in read and "message" not in known:
            read.pop("message")
        yield from wire.in_json(shape, read, code)
        yield from (f"error {code}: {violation}" for violation in violations(shape, read))


def _read_error(protocol: str, answer: HttpResponse) -> tuple[str, Any]:
    if protocol.endswith("json"):
        members = json.loads(answer.body)
        code = members.get("__type") or HeadersDict(answer.headers).get("x-amzn-ErrorType", "")
        return str(code).rpartition("#")[2], members
    root = ElementTree.fromstring(answer.body)
    found = [element.text or "" for element in root.iter() if wire.tag(element) == "Code"]
    return (found[0] if found else "no code"), None


def _arns(shape: Shape, value: Any, partition: Partition, path: str) -> Iterator[str]:
    """ARNs in members that are named so, and that lead to another partition."""
    if shape.type_name == "structure":
        for name, member in shape.members.items():  # type: ignore[attr-defined]
            if value.get(name) is not None:
                yield from _arns(member, value[name], partition, f"{path}.{name}")
    elif shape.type_name == "list":
        for index, item in enumerate(value):
            yield from _arns(shape.member, item, partition, f"{path}[{index}]")  # type: ignore[attr-defined]
    elif "arn" in path.rpartition(".")[2].lower() and str(value).startswith("arn:"):
        expected = f"arn:{partition.name}:"
        yield from [f"{path} is {value}, which doesn't begin with {expected}"] * (not value.startswith(expected))
