"""Pytest plugin for moto's own tests: `mock_aws` leads to the simulator's front, in process, instead of to moto.

Loaded into a pytest of its own (`-p moto_own.plugin`), in which `tests` is moto's package; so it imports nothing of
ours by that name.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.awsrequest import AWSPreparedRequest
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.models import DEFAULT_ACCOUNT_ID, MockAWS
from moto.organizations.models import organizations_backends
from ruamel.yaml import YAML

from partition_simulator import SimulatorSettings, front, moto_bridge, moto_replacements
from partition_simulator.context import Call, serving
from partition_simulator.front import Front
from partition_simulator.http.authentication import authenticate
from partition_simulator.http.incoming import Incoming, read
from partition_simulator.http.message import HttpRequest
from partition_simulator.operations import SIMULATED
from partition_simulator.partitions import COMMERCIAL, GOVCLOUD, Partition
from partition_simulator.world.account import Account
from partition_simulator.world.keys import AccessKey, Principal
from partition_simulator.world.world import World

Answer = tuple[int, dict[str, str], bytes]
LISTED = YAML(typ="safe").load(Path(__file__).with_name("differences.yaml"))
DIFFERENCES: dict[str, str] = {name: each["reason"] for each in LISTED["differences"] for name in each["tests"]}
SETTINGS = SimulatorSettings(clock_scale=0, creation_seconds=0, closing_seconds=0)


def root(partition: Partition) -> Principal:
    """Whom every key belongs to that nobody made; the root, because moto lets it do everything."""
    arn = f"arn:{partition.name}:iam::{DEFAULT_ACCOUNT_ID}:root"
    return Principal(partition, DEFAULT_ACCOUNT_ID, arn, DEFAULT_ACCOUNT_ID)


class Ground:
    """What a test of moto's finds: in each partition, one standalone account that any unknown key belongs to."""

    def __init__(self) -> None:
        self.worlds = {partition: World(SETTINGS) for partition in (COMMERCIAL, GOVCLOUD)}
        self.fronts = {}
        for partition, world in self.worlds.items():
            email = "master@example.com"
            account = Account(DEFAULT_ACCOUNT_ID, partition, "master", email, world.clock.now())
            world.accounts[DEFAULT_ACCOUNT_ID] = account
            self.fronts[partition] = Front(world, partition, threading.Event())

    def answer(self, request: HttpRequest, incoming: Incoming) -> Answer | None:
        """The front's answer; None for what is moto's."""
        if incoming.authorization is None:
            if incoming.service == "sts":
                pytest.skip("the operations of STS that need no signature aren't simulated")
            return None
        if incoming.service not in SIMULATED:
            return None
        region = incoming.authorization.region
        partition = next((one for one in self.fronts if one.has_region(region)), None)
        if partition is None:
            pytest.skip(f"{region} is in a partition that isn't simulated")
        if incoming.operation not in SIMULATED[incoming.service]:
            pytest.skip(f"{incoming.name} isn't simulated")
        if incoming.operation in ("AttachPolicy", "ListPoliciesForTarget"):
            self._enable_policy_types(partition)
        answer = self.fronts[partition](request)
        body = answer.body
        if incoming.operation == "CreateAccount" and answer.status == 200:
            body = self._finished(self.worlds[partition], body)
        return answer.status, dict(answer.headers), body

    def _finished(self, world: World, body: bytes) -> bytes:
        """What a client that asks again learns of its request: moto makes accounts at once, AWS doesn't."""
        world.settle()
        request = world.creations[json.loads(body)["CreateAccountStatus"]["Id"]]
        return json.dumps({"CreateAccountStatus": request.describe()}).encode()

    def _enable_policy_types(self, partition: Partition) -> None:
        """What a client has to do before it attaches policies: moto never asks for it, AWS does."""
        world = self.worlds[partition]
        backend = moto_bridge.organization_of(world.accounts[DEFAULT_ACCOUNT_ID])
        if backend.org is None or backend.root.policy_types:
            return
        with serving(Call(world, partition, root(partition), "organizations", "EnablePolicyType", world.clock.now())):
            for policy_type in ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"):
                backend.enable_policy_type(RootId=backend.root.id, PolicyType=policy_type)


GROUND = Ground()


def lenient(
    incoming: Incoming, partition: Partition, find_key: Callable[[str], AccessKey | None], now: float
) -> AccessKey:
    """Authenticate as ever, but take a key that nobody made for one of the account that moto has everybody in."""
    assert incoming.authorization is not None
    key_id = incoming.authorization.access_key_id
    if find_key(key_id) is not None:
        return authenticate(incoming, partition, find_key, now)
    return AccessKey(key_id, "", root(partition))


def message(request: AWSPreparedRequest) -> HttpRequest:
    """A request of botocore's as it would come over the wire."""
    url = urlsplit(request.url)
    body = request.body or b""
    if hasattr(body, "read"):
        body = body.read()
    headers = {
        name.lower(): value.decode() if isinstance(value, bytes) else str(value)
        for name, value in request.headers.items()
    }
    headers.setdefault("host", url.netloc)
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    return HttpRequest(request.method, target, headers, body.encode() if isinstance(body, str) else bytes(body))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Expect the tests of the list to fail: one that passes, or isn't there any more, fails the run."""
    found = set()
    for item in items:
        name = item.nodeid.removeprefix("tests/")
        for known in (name, name.partition("[")[0]):
            if known in DIFFERENCES:
                found.add(known)
                item.add_marker(pytest.mark.xfail(reason=DIFFERENCES[known], strict=True))
    modules = {item.nodeid.removeprefix("tests/").partition("::")[0] for item in items}
    gone = [name for name in DIFFERENCES if name.partition("::")[0] in modules and name not in found]
    if gone:
        raise pytest.UsageError(f"differences.yaml names tests that aren't there: {gone}")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out the modules of the list."""
    name = f"{collection_path.parent.name}/{collection_path.name}"
    return True if name in LISTED["left_out"] else None


def pytest_configure() -> None:
    """Put the front in the way of every mocked request, and a new world under every test."""
    moto_replacements.install()
    front.authenticate = lenient  # type: ignore[attr-defined]
    stock_request, stock_reset = BotocoreStubber.process_request, MockAWS.reset

    def process_request(self: BotocoreStubber, request: AWSPreparedRequest) -> Any:
        converted = message(request)
        answer = GROUND.answer(converted, read(converted))
        return answer if answer is not None else stock_request(self, request)

    def reset(self: MockAWS) -> None:
        global GROUND
        stock_reset(self)
        organizations_backends.master_accounts.clear()
        GROUND = Ground()

    BotocoreStubber.process_request = process_request  # type: ignore[method-assign]
    MockAWS.reset = reset  # type: ignore[method-assign]
