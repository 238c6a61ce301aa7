"""examples/hcl-module: plain Terraform modules, made, changed, and ended in the documented way."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from partition_simulator import Simulator, SimulatorSettings
from tests.end_to_end.govcloud import Govcloud, refused
from tests.end_to_end.hcl import Folder, shell_environment
from workbench.paths import PROJECT
from workbench.terraform_binary import Terraform

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(300)]

EXAMPLE = PROJECT / "examples" / "hcl-module"


def test_the_modules_make_change_and_end_as_documented(terraform: Terraform, cli_config: Path, tmp_path: Path) -> None:
    path = tmp_path / "module"
    shutil.copytree(EXAMPLE, path)
    with Simulator(SimulatorSettings(creation_seconds=0)) as simulator:
        payer = simulator.seed_management_pair()
        simulator.create_organization(payer.commercial)
        simulator.create_organization(payer.govcloud)
        management = Govcloud(simulator, payer.govcloud)
        organizations = management.client("organizations")
        root = organizations.list_roots()["Roots"][0]["Id"]
        organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
        environment = shell_environment(TF_CLI_CONFIG_FILE=str(cli_config), **simulator.aws_config(tmp_path / "aws"))
        folder = Folder(path, terraform.path, environment, "")
        assert folder.run("fmt", "-check", "-recursive", "-diff").code == 0
        folder.run("init", "-input=false", "-no-color").succeeded()
        folder.apply().succeeded()
        folder.plans_nothing()
        ids = json.loads(folder.run("output", "-json", "account_ids").succeeded().output)
        test, prod = (ids[name]["govcloud"] for name in ("app-test", "app-prod"))

        # The guardrail is on production alone; both accounts log into the bucket, and neither can write there itself.
        assert "AccessDenied" in refused(management.client("iam", prod).create_user, UserName="someone")
        management.client("iam", test).create_user(UserName="someone")
        trails = {
            account: management.client("cloudtrail", account).describe_trails()["trailList"] for account in (test, prod)
        }
        for account, (trail,) in trails.items():
            status = management.client("cloudtrail", account).get_trail_status(Name=trail["TrailARN"])
            assert (status["IsLogging"], status.get("LatestDeliveryError", "")) == (True, "")
        put = management.client("s3", test).put_object
        assert "AccessDenied" in refused(put, Bucket="platform-log-archive", Key="AWSLogs/forged", Body=b"")

        # A tag changes, an account moves, and what the guardrail denies is another thing.
        main = path / "main.tf"
        text = main.read_text()
        for old, new in (
            ('Stage = "production"', 'Stage = "live"'),
            ('organizational_unit.this["Test"].id\n', 'organizational_unit.this["Production"].id\n'),
            ("iam:CreateUser", "iam:CreateGroup"),
        ):
            assert old in text
            text = text.replace(old, new, 1)
        main.write_text(text)
        assert folder.planned_actions() == {
            "aws_organizations_policy.production": ["update"],
            'module.workloads.govpair_account_pair.this["app-prod"]': ["update"],
            'module.workloads.govpair_membership.this["app-prod"]': ["update"],
            'module.workloads.govpair_membership.this["app-test"]': ["update"],
        }
        folder.apply().succeeded()
        folder.plans_nothing()
        assert "AccessDenied" in refused(management.client("iam", test).create_group, GroupName="people")

        # The documented end: the accounts live on.
        folder.run("apply", "-auto-approve", "-input=false", "-no-color", "-var", "teardown=true").succeeded()
        folder.run("state", "rm", "aws_organizations_organizational_unit.this").succeeded()
        folder.destroy().succeeded()
        assert folder.state() == {}
        members = {each["Id"] for each in organizations.list_accounts()["Accounts"]}
        assert {test, prod} <= members
        assert management.client("cloudtrail", test).describe_trails()["trailList"] == []
