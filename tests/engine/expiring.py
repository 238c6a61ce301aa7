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
from partition_simulator import Keys, Simulator, SimulatorSettings
from partition_simulator.http.incoming import read
from partition_simulator.http.listener import Handler
from partition_simulator.http.message import HttpRequest, HttpResponse
from partition_simulator.partitions import PARTITIONS, Partition, Side
from tests.engine.conftest import Bench, make_bench

SIDES: tuple[tuple[SetName, Side], ...] = (("commercial", "commercial"), ("govcloud_paired", "govcloud"))
ROLE = "Operator"
Sets = dict[SetName, CredentialSet]


class ExpiringSimulator(Simulator):
    """Before chosen calls all role sessions end, and ``ended`` is called.

    received: the calls, in their order.
    at: the number of a chosen call; 0 once it came.
    moments: names of calls, one after the other, the last of which is chosen; left are the moments to come.
    refused: how many calls ended in an error.
    """

    def __init__(self) -> None:
        super().__init__(SimulatorSettings(clock_scale=0, creation_seconds=20))
        self.received: list[str] = []
        self.at = self.refused = 0
        self.moments: list[tuple[str, ...]] = []
        self.ended: Callable[[], object] = lambda: None

    def expire_before(self, number: int) -> None:
        """Count from now on; 1 is the next call."""
        self.received.clear()
        self.at = number

    def _comes(self, name: str) -> bool:
        """Whether the next moment has come with this call."""
        if not self.moments or self.moments[0][0] != name:
            return False
        first, *later = self.moments
        self.moments = [first[1:], *later] if first[1:] else later
        return not first[1:]

    def handler(self, partition: Partition) -> Handler:
        serve = super().handler(partition)

        def handle(request: HttpRequest) -> HttpResponse:
            name = f"{partition.side} {read(request).name}"
            self.received.append(name)
            if self._comes(name) or len(self.received) == self.at:
                self.at = 0
                self.expire_sessions()
                self.ended()
            answer = serve(request)
            self.refused += answer.status >= 400
            return answer

        return handle


@dataclass(frozen=True)
class Session:
    """Keys of a session of the operator's role, with an hour to live."""

    access_key_id: str
    secret_access_key: str
    token: str
    account_id: str


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
        account_id = self.bench.payer.side(side).account_id
        asked = {"RoleArn": self.role(side), "RoleSessionName": "operator", "DurationSeconds": 3600}
        given = self.bench.client(side, "sts").assume_role(**asked)["Credentials"]
        return Session(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"], account_id)

    def role_in(self, account_id: str) -> str:
        """The ARN of the role in a vended GovCloud account."""
        return f"arn:aws-us-gov:iam::{account_id}:role/OrganizationAccountAccessRole"

    def endpoints(self, side: Side) -> dict[str, str]:
        """Where a side's services are."""
        return dict.fromkeys(SERVICES, self.bench.url(side))

    def static(self) -> Sets:
        """Both sets as keys with a token, which end."""
        found = {name: self.session(side) for name, side in SIDES}
        return {
            name: self.bench.keys(name, access_key=one.access_key_id, secret_key=one.secret_access_key, token=one.token)
            for name, one in found.items()
        }

    def by_role(self) -> Sets:
        """Both sets as lasting keys that assume the role."""
        return {name: self.bench.keys(name, assume_role=(AssumeRole(self.role(side)),)) for name, side in SIDES}

    def by_profile(self) -> Sets:
        """Both sets as profiles, to be written beforehand."""
        return {name: CredentialSet(name, profile=side, endpoints=self.endpoints(side)) for name, side in SIDES}

    def write_credentials(self, commercial: Keys | None = None) -> None:
        """Write a credentials file with new sessions, as a login does; or with other keys for one side."""
        lines = []
        for _, side in SIDES:
            one: Session | Keys = commercial if commercial and side == "commercial" else self.session(side)
            lines += [f"[{side}]", f"aws_access_key_id = {one.access_key_id}"]
            lines += [f"aws_secret_access_key = {one.secret_access_key}"]
            lines += [f"aws_session_token = {one.token}"] if isinstance(one, Session) else []
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
    simulator = ExpiringSimulator()
    with simulator:
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
