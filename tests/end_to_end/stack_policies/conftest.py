"""The company before anything is made, and what it asks AWS for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from partition_simulator import Keys, Simulator, SimulatorSettings, front
from partition_simulator.authorization.stage import authorize
from partition_simulator.partitions import Side
from partition_simulator.profiles import Profile, write_profiles
from tests.end_to_end.hcl import shell_environment
from tests.end_to_end.stack_policies.ground import SIDES, Estate
from tests.simulator.conftest import Bench
from workbench.paths import PROJECT
from workbench.terraform_binary import Terraform


@pytest.fixture
def estate(terraform: Terraform, cli_config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Estate]:
    """Nothing made yet but the management pair, and a user in each half."""
    with Simulator(SimulatorSettings(creation_seconds=0, closing_seconds=0)) as simulator:
        payer = simulator.seed_management_pair()
        bench = Bench(simulator, payer)
        users: dict[Side, Keys] = {}
        for side in SIDES:
            iam = bench.client("iam", side)
            arn = iam.create_user(UserName="operator")["User"]["Arn"]
            key = iam.create_access_key(UserName="operator")["AccessKey"]
            users[side] = Keys(arn.split(":")[4], key["AccessKeyId"], key["SecretAccessKey"], arn)
        profiles: dict[str, Profile] = {side: Profile(side, keys) for side, keys in users.items()}
        environment = shell_environment(
            TF_CLI_CONFIG_FILE=str(cli_config),
            GOVPAIR_TERRAFORM=str(terraform.path),
            GOVPAIR_STATE_DIR=str(tmp_path / "states"),
            PYTHONPATH=os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
            **write_profiles(tmp_path / "aws", profiles, simulator.urls),
        )
        (tmp_path / "states").mkdir()
        made = Estate(simulator, payer, tmp_path, environment, users)
        made.write()
        monkeypatch.setattr(front, "STAGES", tuple(made.look if each is authorize else each for each in front.STAGES))
        yield made
