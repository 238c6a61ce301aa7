"""Sessions that end in mid-apply under real Terraform: an account being made, a role waited for, an invitation open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.end_to_end.hcl import Expression, Folder, block, pair, shell_environment
from tests.engine.expiring import SIDES, Expiring, expiring
from workbench.terraform_binary import Terraform

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(600)]

JOINED = pair("log", tags={"Stage": "live"}) + block(
    'resource "govpair_membership" "log"',
    {"account_id": Expression("govpair_account_pair.log.govcloud_account_id"), "tags": {"Stage": "live"}},
)
CREATE = "commercial organizations:CreateGovCloudAccount"
MADE = (CREATE, "commercial organizations:ListCreateAccountStatus")
ROLE = ("govcloud sts:AssumeRole", "govcloud sts:AssumeRole")
OPEN = ("govcloud organizations:InviteAccountToOrganization", "govcloud organizations:AcceptHandshake")


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Expiring]:
    with expiring(tmp_path) as made:
        made.simulator.clock.set_scale(20.0)
        yield made


@pytest.fixture
def folder(ground: Expiring, terraform: Terraform, cli_config: Path, tmp_path: Path) -> Folder:
    """The provider as a process; it finds the profiles of the ground's folder."""
    path = tmp_path / "terraform"
    path.mkdir()
    environment = shell_environment(
        TF_CLI_CONFIG_FILE=str(cli_config),
        AWS_CONFIG_FILE=str(tmp_path / "config"),
        AWS_SHARED_CREDENTIALS_FILE=str(tmp_path / "credentials"),
    )
    return Folder(path, terraform.path, environment, "")


def provider(ground: Expiring, commercial: str, govcloud: str) -> str:
    """The provider block: each side's source of credentials, and where its services are."""
    lines = ['  owner = "govpair"', '  rates = { "*" = { per_second = 10000, burst = 10000 } }']
    for (name, side), source in zip(SIDES, (commercial, govcloud), strict=True):
        endpoints = ", ".join(f'{service} = "{url}"' for service, url in ground.endpoints(side).items())
        lines.append(f"  {name} = {{\n    {source}\n    endpoints = {{ {endpoints} }}\n  }}")
    return "\n".join(lines)


def log_in(ground: Expiring, folder: Folder) -> None:
    """New sessions: in the environment, and in the credentials file."""
    ground.write_credentials()
    one = ground.session("commercial")
    keys = {"AWS_ACCESS_KEY_ID": one.access_key_id, "AWS_SECRET_ACCESS_KEY": one.secret_access_key}
    folder.environment = {**folder.environment, **keys, "AWS_SESSION_TOKEN": one.token}


def exactly_one_pair(ground: Expiring, folder: Folder) -> None:
    assert len(ground.bench.account_ids_with("aws+log@example.gov")) == 2
    assert ground.bench.calls("CreateGovCloudAccount") == 1
    assert not [each for each in ground.simulator.state()["handshakes"] if each["State"] == "OPEN"]
    state = folder.state()
    assert sorted(state) == ["govpair_account_pair.log", "govpair_membership.log"]
    assert not any("tainted" in values for values in state.values())
    folder.plans_nothing()


def test_sessions_that_can_be_got_anew_end_three_times_and_the_apply_goes_on(ground: Expiring, folder: Folder) -> None:
    """Commercial by a `credential_process`, GovCloud by a role: it and the member's role, assumed from it, end."""
    simulator = ground.simulator
    keys = ground.bench.payer.govcloud
    assumed = (
        f'access_key = "{keys.access_key_id}"\n    secret_key = "{keys.secret_access_key}"\n'
        f'    assume_role = [{{ role_arn = "{ground.role("govcloud")}" }}]'
    )

    def renewed() -> None:
        # botocore asks the process again in the last quarter of an hour: at each call, so.
        ground.write_processes(Expiration=(datetime.now(UTC) + timedelta(minutes=10)).isoformat())

    simulator.ended = renewed
    renewed()
    folder.write(JOINED, provider(ground, 'profile = "commercial"', assumed)).run("init", "-no-color").succeeded()
    simulator.moments = [MADE, ROLE, OPEN]
    folder.apply().succeeded()
    assert simulator.moments == []
    exactly_one_pair(ground, folder)


def test_static_sessions_that_end_are_said_and_fresh_ones_go_on(ground: Expiring, folder: Folder) -> None:
    """Commercial from the environment, GovCloud from a credentials file that nobody writes anew."""
    simulator = ground.simulator
    folder.write(JOINED, provider(ground, 'region = "us-east-1"', 'profile = "govcloud"'))
    folder.run("init", "-no-color").succeeded()
    for moment, whose in ((MADE, "commercial"), (OPEN, "govcloud_paired")):
        log_in(ground, folder)
        simulator.moments = [moment]
        failed = folder.apply().failed()
        assert simulator.moments == []
        assert f"Credential set {whose}: the session token has expired." in failed.words, failed.output
        assert "answered ExpiredToken" in failed.words
        assert "Log in again, or give fresh ones, and run again" in failed.words
        assert not any("tainted" in values for values in folder.state().values())
    log_in(ground, folder)
    folder.apply().succeeded()
    exactly_one_pair(ground, folder)
