"""A simulator with a frozen clock, a payer with two organizations, and clients that never retry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from partition_simulator import Keys, SeededPair, Simulator, SimulatorSettings
from partition_simulator.partitions import PARTITIONS, Side

if TYPE_CHECKING:
    from mypy_boto3_account import AccountClient
    from mypy_boto3_organizations import OrganizationsClient
    from mypy_boto3_sts import STSClient

# One session: it caches the models that every new one would load again.
# One attempt: what the simulator answers is what a test sees.
SESSION = boto3.session.Session()
ONE_ATTEMPT = Config(retries={"max_attempts": 0}, connect_timeout=5, read_timeout=20)


@dataclass
class Bench:
    """A simulator and its payer."""

    sim: Simulator
    payer: SeededPair

    def url(self, side: Side) -> str:
        return self.sim.commercial.url if side == "commercial" else self.sim.govcloud.url

    def client(
        self,
        service: str,
        side: Side,
        keys: Keys | dict[str, Any] | None = None,
        region: str | None = None,
        at: Side | None = None,
        config: Config = ONE_ATTEMPT,
    ) -> Any:
        """A client for a side, by default with the payer's keys; ``at`` sends it to the other side's port."""
        if isinstance(keys, dict):
            credentials = {
                "aws_access_key_id": keys["AccessKeyId"],
                "aws_secret_access_key": keys["SecretAccessKey"],
                "aws_session_token": keys["SessionToken"],
            }
        else:
            keys = keys or self.payer.side(side)
            credentials = {
                "aws_access_key_id": keys.access_key_id,
                "aws_secret_access_key": keys.secret_access_key,
            }
        return SESSION.client(
            service,  # type: ignore[call-overload]
            endpoint_url=self.url(at or side),
            region_name=region or PARTITIONS[side].home_region,
            config=config,
            **credentials,
        )

    def organizations(self, side: Side, keys: Keys | dict[str, Any] | None = None) -> OrganizationsClient:
        client: OrganizationsClient = self.client("organizations", side, keys)
        return client

    def account(self, side: Side, keys: Keys | dict[str, Any] | None = None) -> AccountClient:
        client: AccountClient = self.client("account", side, keys)
        return client

    def sts(self, side: Side, keys: Keys | dict[str, Any] | None = None) -> STSClient:
        client: STSClient = self.client("sts", side, keys)
        return client

    def assume(self, side: Side, account_id: str, keys: Keys | None = None, **more: Any) -> dict[str, Any]:
        """Credentials of the vended role in an account."""
        partition = PARTITIONS[side].name
        arn = f"arn:{partition}:iam::{account_id}:role/OrganizationAccountAccessRole"
        answer = self.sts(side, keys).assume_role(RoleArn=arn, RoleSessionName="test", **more)
        return dict(answer["Credentials"])


def code_of(error: pytest.ExceptionInfo[ClientError]) -> str:
    """The error code."""
    return str(error.value.response["Error"]["Code"])


def reason_of(error: pytest.ExceptionInfo[ClientError]) -> str:
    """The ``Reason`` member of an Organizations error."""
    return str(error.value.response.get("Reason", ""))


def refusal(call: Callable[[], Any]) -> tuple[str, str]:
    """The code and the ``Reason`` with which a call is refused."""
    with pytest.raises(ClientError) as error:
        call()
    return code_of(error), reason_of(error)


def member_of(bench: Bench, side: Side) -> tuple[str, Any]:
    """A new member of the organization on a side: its id, and an Organizations client with its credentials."""
    number = len(bench.sim.world.accounts)
    pair = bench.sim.vend(f"m{number}", f"m{number}@example.gov", join=bench.payer.govcloud)
    account = pair.commercial.account_id if side == "commercial" else pair.govcloud.account_id
    return account, bench.organizations(side, bench.assume(side, account))


@pytest.fixture
def settings() -> SimulatorSettings:
    """Overridden where a test module needs others."""
    return SimulatorSettings(clock_scale=0)


@pytest.fixture
def bench(settings: SimulatorSettings) -> Iterator[Bench]:
    """A payer, without organizations."""
    with Simulator(settings) as sim:
        yield Bench(sim, sim.seed_management_pair())


@pytest.fixture
def organized(bench: Bench) -> Bench:
    """A payer that manages an organization on each side (single-company model)."""
    bench.sim.create_organization(bench.payer.commercial)
    bench.sim.create_organization(bench.payer.govcloud)
    return bench
