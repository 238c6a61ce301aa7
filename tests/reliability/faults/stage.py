"""The ground that all cases share: one simulator, put back to how a scenario begins before each of its cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from partition_simulator import Fault, Keys
from tests.provider.ground import Ground, ground
from tests.provider.host import Host
from tests.provider.walk import Stored
from tests.reliability.faults.commands import Commands
from tests.reliability.faults.scenarios import BUCKETS, SCENARIOS, THERE, Scenario
from tests.reliability.faults.transport import Wire


@dataclass
class Stage:
    """The simulator, and how each scenario begins: the world, and Terraform's state. Commands have another."""

    ground: Ground
    wire: Wire
    commands: Commands
    nothing: bytes = b""
    beginnings: dict[str, tuple[bytes, dict[str, Stored]]] = field(default_factory=dict)

    def begin(self, name: str) -> tuple[Scenario, Host]:
        """Put the world to where a scenario begins; Terraform as it is then."""
        scenario = SCENARIOS[name]
        if name not in self.beginnings:
            self.beginnings[name] = self._prepared(scenario)
        world, state = self.beginnings[name]
        self.ground.simulator.restore_snapshot(world)
        self.wire.refill()
        host = Host(self.ground.provider, self.ground.settings())
        host.state = dict(state)
        if scenario.standing:
            self.ground.simulator.inject(Fault(**{"times": 10**6, **scenario.standing}))
        self.ground.simulator.reset_calls()
        return scenario, host

    def _prepared(self, scenario: Scenario) -> tuple[bytes, dict[str, Stored]]:
        self.ground.simulator.restore_snapshot(self.nothing)
        host = Host(self.ground.provider, self.ground.settings())
        for make in (scenario.earlier, scenario.before):
            declared = make(self.ground)
            outcome = host.apply(declared)
            assert not outcome.errors, outcome.errors
        rest = host.plan(declared)
        assert rest.empty
        host.state = rest.refreshed
        return self.ground.simulator.snapshot(), {} if scenario.imports else dict(host.state)


@contextmanager
def stage(creation_seconds: float = 10.0, **settings: Any) -> Iterator[Stage]:
    """A stage while botocore's requests are answered in this process. ``settings``: the simulator's."""
    with (
        pytest.MonkeyPatch.context() as patch,
        ground(creation_seconds, **settings) as there,
        ExitStack() as opened,
    ):
        wire = Wire(patch)
        wire.connect(there.simulator)
        there.simulator.vend("there", THERE)
        for bucket in BUCKETS:
            _make_bucket(there, there.govcloud, bucket)
        yield Stage(there, wire, Commands(wire, opened), there.simulator.snapshot())


def _make_bucket(ground: Ground, keys: Keys, bucket: str) -> None:
    import botocore.session

    client: Any = botocore.session.Session().create_client(
        "s3",
        region_name="us-gov-west-1",
        endpoint_url=ground.simulator.govcloud.url,
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
    )
    allow = {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}}
    acl = {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}
    arn = f"arn:aws-us-gov:s3:::{bucket}"
    statements = [
        allow | {"Action": "s3:GetBucketAcl", "Resource": arn},
        allow | {"Action": "s3:PutObject", "Resource": f"{arn}/*", "Condition": acl},
    ]
    client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "us-gov-west-1"})
    client.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))
