"""The check of every answer finds what it should find."""

from __future__ import annotations

import json

import pytest

from partition_simulator import Simulator, SimulatorSettings
from partition_simulator.conformance.answers import deviations
from partition_simulator.conformance.watch import watching
from partition_simulator.http.message import HttpResponse
from partition_simulator.partitions import COMMERCIAL, GOVCLOUD
from tests.simulator.conftest import Bench

ROOT = {"Id": "r-ab12", "Arn": "arn:aws:organizations::123456789012:root/o-a1b2c3d4e5/r-ab12", "Name": "Root"}
IDENTITY = (
    b"<GetCallerIdentityResponse><GetCallerIdentityResult><UserId>A</UserId><Account>123456789012</Account>%s"
    b"</GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>"
)


@pytest.mark.parametrize(
    ("service", "operation", "status", "body", "said"),
    [
        ("organizations", "ListRoots", 200, {"Rootz": []}, "output.Rootz isn't in the model"),
        ("organizations", "ListRoots", 200, {"Roots": None}, "output.Roots is null"),
        ("organizations", "ListRoots", 200, {"Roots": [{**ROOT, "Name": 5}]}, "Roots[0].Name is no string"),
        ("organizations", "ListRoots", 200, {"Roots": [{**ROOT, "Id": "x"}]}, "'roots[0].id' failed"),
        ("organizations", "ListRoots", 201, {"Roots": []}, "status 201"),
        ("organizations", "CloseAccount", 200, {"Account": {}}, "no output"),
        ("organizations", "ListRoots", 400, {"__type": "AccountNotFoundException", "Message": ""}, "isn't one of this"),
        ("organizations", "ListRoots", 400, {"__type": "SimulatorDefect", "Message": ""}, "isn't one of this"),
        ("organizations", "ListRoots", 400, {"__type": "InvalidInputException", "Reason": "X"}, "enum value set"),
        ("organizations", "ListRoots", 400, {"__type": "AccessDeniedException", "Why": ""}, "Why isn't in the model"),
        ("account", "GetAccountInformation", 403, {"__type": "ValidationException", "message": ""}, "status 403"),
        ("sts", "GetCallerIdentity", 200, IDENTITY % b"<Role/>", "output.Role isn't in the model"),
        ("sts", "GetCallerIdentity", 200, IDENTITY.replace(b"Identity", b"Identify") % b"", "not GetCallerIdentityRes"),
        ("s3", "PutBucketPolicy", 200, b"True", "no output"),
        ("s3", "GetBucketVersioning", 200, b"<V><State>On</State></V>", "output.State isn't in the model"),
    ],
)
def test_a_deviation_is_found(service: str, operation: str, status: int, body: object, said: str) -> None:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    found = "\n".join(deviations(COMMERCIAL, service, operation, HttpResponse(status, raw)))
    assert said in found


def test_an_arn_of_the_other_partition_is_found_and_an_own_one_conforms() -> None:
    def answer(partition: str) -> HttpResponse:
        root = {**ROOT, "Arn": ROOT["Arn"].replace(":aws:", f":{partition}:")}
        return HttpResponse(200, json.dumps({"Roots": [root]}).encode())

    assert list(deviations(COMMERCIAL, "organizations", "ListRoots", answer("aws"))) == []
    assert list(deviations(GOVCLOUD, "organizations", "ListRoots", answer("aws-us-gov"))) == []
    assert "arn:aws-us-gov:" in "\n".join(deviations(GOVCLOUD, "organizations", "ListRoots", answer("aws")))


@pytest.mark.deviates
def test_every_simulator_of_the_process_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("partition_simulator.sts.responses.SimulatedTokenResponse.get_caller_identity", lambda _: "?")
    with watching() as found, Simulator(SimulatorSettings()) as sim, pytest.raises(Exception, match="invalid XML"):
        Bench(sim, sim.seed_management_pair()).sts("govcloud").get_caller_identity()
    assert len(found) == 1
    assert found[0].startswith("aws-us-gov sts:GetCallerIdentity: the answer can't be read")
