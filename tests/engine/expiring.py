"""A bench whose role sessions end in the middle of the work, and ways to hand such sessions to the engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from custom_resources.engine.credentials import AssumeRole, CredentialSet, SetName
from custom_resources.provider.setting_rules import SERVICES
from partition_simulator import Simulator, SimulatorSettings
from partition_simulator.http.incoming import read
from partition_simulator.http.listener import Handler
from partition_simulator.http.message import HttpRequest, HttpResponse
from partition_simulator.partitions import PARTITIONS, Partition, Side
from tests.engine.conftest import Bench, make_bench

SIDES: tuple[tuple[SetName, Side], ...] = (("commercial", "commercial"), ("govcloud_paired", "govcloud"))
ROLE = "Operator"


class ExpiringSimulator(Simulator):
    """Before the call with a given number, all role sessions end, and ``ended`` is called."""

    def __init__(self) -> None:
        super().__init__(SimulatorSettings(clock_scale=0))
        self.received: list[str] = []
        self.at = 0
        self.ended: Callable[[], object] = lambda: None

    def handler(self, partition: Partition) -> Handler:
        serve = super().handler(partition)

        def handle(request: HttpRequest) -> HttpResponse:
            self.received.append(f"{partition.side} {read(request).name}")
            if len(self.received) == self.at:
                self.expire_sessions()
                self.ended()
            return serve(request)

        return handle


@dataclass(frozen=True)
class Session:
    """Keys of a session of the operator's role, with an hour to live."""

    access_key_id: str
    secret_access_key: str
    token: str


@dataclass
class Expiring:
    """A bench whose management accounts are worked from through a role; a folder for profiles."""

    bench: Bench
    simulator: ExpiringSimulator
    folder: Path

    def role(self, side: Side) -> str:
        """The ARN of the operator's role in the management account of a side."""
        return f"arn:{PARTITIONS[side].name}:iam::{self.bench.payer.side(side).account_id}:role/{ROLE}"

    def session(self, side: Side) -> Session:
        """A new session of it."""
        asked = {"RoleArn": self.role(side), "RoleSessionName": "operator", "DurationSeconds": 3600}
        given = self.bench.client(side, "sts").assume_role(**asked)["Credentials"]
        return Session(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])

    def static(self) -> dict[SetName, CredentialSet]:
        """Both sets as keys with a token, which end."""
        found = {name: self.session(side) for name, side in SIDES}
        return {
            name: self.bench.keys(name, access_key=one.access_key_id, secret_key=one.secret_access_key, token=one.token)
            for name, one in found.items()
        }

    def by_role(self) -> dict[SetName, CredentialSet]:
        """Both sets as lasting keys that assume the role."""
        return {name: self.bench.keys(name, assume_role=(AssumeRole(self.role(side)),)) for name, side in SIDES}

    def by_profile(self) -> dict[SetName, CredentialSet]:
        """Both sets as profiles, to be written beforehand."""
        return {
            name: CredentialSet(name, profile=side, endpoints=dict.fromkeys(SERVICES, self.bench.url(side)))
            for name, side in SIDES
        }

    def write_credentials(self) -> None:
        """Write a credentials file with new sessions, as a login does."""
        lines = []
        for _, side in SIDES:
            one = self.session(side)
            lines += [f"[{side}]", f"aws_access_key_id = {one.access_key_id}"]
            lines += [f"aws_secret_access_key = {one.secret_access_key}", f"aws_session_token = {one.token}"]
        (self.folder / "credentials").write_text("\n".join(lines))

    def write_processes(self, **more: Any) -> None:
        """Write profiles with a `credential_process`, and what each answers: new sessions, without an `Expiration`."""
        lines = []
        for _, side in SIDES:
            one, answer = self.session(side), self.folder / f"{side}.json"
            keys = {"AccessKeyId": one.access_key_id, "SecretAccessKey": one.secret_access_key}
            answer.write_text(json.dumps({"Version": 1, **keys, "SessionToken": one.token, **more}))
            lines += [f"[profile {side}]", f"credential_process = cat {answer}"]
        (self.folder / "config").write_text("\n".join(lines))


@contextmanager
def expiring(folder: Path) -> Iterator[Expiring]:
    """The bench, with the operator's role in both management accounts."""
    allow = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    with ExpiringSimulator() as simulator:
        made = Expiring(make_bench(simulator), simulator, folder)
        for _, side in SIDES:
            keys = made.bench.payer.side(side)
            trust = {"Effect": "Allow", "Principal": {"AWS": keys.arn}, "Action": "sts:AssumeRole"}
            iam = made.bench.client(side, "iam")
            iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=_document(trust))
            iam.put_role_policy(RoleName=ROLE, PolicyName="all", PolicyDocument=_document(allow))
        simulator.reset_calls()
        simulator.received.clear()
        yield made


def _document(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
