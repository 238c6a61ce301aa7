from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from constructs_lib.cdk import App
from constructs_lib.single_company import SingleCompany
from constructs_lib.state_backends import CloudState, HttpState, LocalState, S3State, StateBackend
from constructs_lib.synthesis import synthesize
from tests.constructs.conftest import Json, declaration, pair, stacks_in
from workbench.terraform_binary import Terraform
from workbench.terraform_environment import terraform_environment

S3 = S3State("states", "us-gov-west-1", profile="govcloud", role_arn="arn:aws-us-gov:iam::111122223333:role/states")
HTTP = HttpState("https://states.example.gov/{stack}", lock_address="https://states.example.gov/{stack}/lock")
CLOUD = CloudState("agency", workspace_prefix="govpair-")


def stacks(tmp_path: Path, state: StateBackend) -> dict[str, Json]:
    synthesize(declaration(pair("prod"), state=state), outdir=tmp_path, state_dir=tmp_path)
    return stacks_in(tmp_path)


@pytest.mark.parametrize(
    ("state", "block", "reader"),
    [
        (
            S3,
            {
                "backend": {
                    "s3": {
                        "bucket": "states",
                        "key": "govpair/account-pairs.tfstate",
                        "region": "us-gov-west-1",
                        "profile": "govcloud",
                        "assume_role": {"role_arn": "arn:aws-us-gov:iam::111122223333:role/states"},
                        "encrypt": True,
                        "use_lockfile": True,
                    }
                }
            },
            {
                "bucket": "states",
                "key": "govpair/commercial.tfstate",
                "region": "us-gov-west-1",
                "profile": "govcloud",
                "assume_role": {"role_arn": "arn:aws-us-gov:iam::111122223333:role/states"},
            },
        ),
        (
            HTTP,
            {
                "backend": {
                    "http": {
                        "address": "https://states.example.gov/account-pairs",
                        "lock_address": "https://states.example.gov/account-pairs/lock",
                        "unlock_address": "https://states.example.gov/account-pairs/lock",
                        "lock_method": "LOCK",
                        "unlock_method": "UNLOCK",
                    }
                }
            },
            {"address": "https://states.example.gov/commercial"},
        ),
        (
            CLOUD,
            {
                "cloud": {
                    "hostname": "app.terraform.io",
                    "organization": "agency",
                    "workspaces": {"name": "govpair-account-pairs"},
                }
            },
            {
                "hostname": "app.terraform.io",
                "organization": "agency",
                "workspaces": {"name": "govpair-commercial"},
            },
        ),
    ],
    ids=["s3", "http", "cloud"],
)
def test_a_stack_has_its_own_state_and_reads_the_earlier_ones(
    tmp_path: Path, state: StateBackend, block: Json, reader: Json
) -> None:
    stack = stacks(tmp_path, state)["account-pairs"]
    found = {name: stack["terraform"][name] for name in ("backend", "cloud") if name in stack["terraform"]}
    assert found == block
    assert stack["data"]["terraform_remote_state"]["commercial"]["config"] == reader


def test_a_lock_file_needs_a_newer_terraform(tmp_path: Path) -> None:
    assert {each["terraform"]["required_version"] for each in stacks(tmp_path, S3).values()} == {">= 1.10"}


@pytest.mark.parametrize("field", ["address", "lock_address"])
def test_one_address_for_all_states_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match=f"{field}: 'https://states/one' has no {{stack}}"):
        HttpState(**{"address": "https://states/{stack}", field: "https://states/one"})


@pytest.mark.terraform
@pytest.mark.parametrize("state", [LocalState(Path("states")), S3, HTTP, CLOUD], ids=lambda state: state.kind)
def test_terraform_takes_every_backend(
    terraform: Terraform, cli_config: Path, tmp_path: Path, state: StateBackend
) -> None:
    app = App(outdir=str(tmp_path))
    company = SingleCompany(app, declaration(pair("prod"), state=state), state_dir=tmp_path)
    company.govcloud.moved("govpair_membership.old", "govpair_membership.prod")
    app.synth()
    for command in (["init", "-backend=false", "-input=false"], ["validate", "-json"]):
        answer = subprocess.run(
            [str(terraform.path), f"-chdir={tmp_path}/stacks/govcloud-agency", *command],
            capture_output=True,
            text=True,
            check=False,
            env=terraform_environment(cli_config, {}),
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
    assert json.loads(answer.stdout)["diagnostics"] == []
