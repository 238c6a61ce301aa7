"""The examples of the two models, by real Terraform on the simulator: made, changed, added to, ended."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from partition_simulator import Simulator, SimulatorSettings
from tests.end_to_end.govcloud import REGION, Govcloud, refused
from tests.end_to_end.hcl import Folder, shell_environment
from workbench.paths import PROJECT
from workbench.stack import stacks_in_order
from workbench.terraform_binary import Terraform

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(900)]

EXAMPLES = PROJECT / "examples"
FOURTH = """\
  - name: orchard
    management_pair: orchard-management
    organizational_units: [Workloads]
    account_pairs:
      - {name: orchard-management, email: aws+orchard-management@example.gov}
      - {name: orchard-app, email: aws+orchard-app@example.gov, organizational_unit: Workloads}
"""


@dataclass
class Ground:
    """Both partitions with a management pair, and a program whose stacks Terraform runs on."""

    simulator: Simulator
    payer: Any
    environment: dict[str, str]
    terraform: Path
    folder: Path

    @property
    def states(self) -> Path:
        """Where the states are."""
        return self.folder / "states"

    def synthesize(self, *program: str) -> dict[str, Folder]:
        """Run the program; the stacks in their order, each ready for Terraform."""
        places = {
            "CDKTF_OUTDIR": str(self.folder / "out"),
            "GOVPAIR_STATE_DIR": str(self.states),
            "PYTHONPATH": str(PROJECT),
        }
        subprocess.run([sys.executable, *program], check=True, cwd=self.folder, env={**os.environ, **places})
        out = self.folder / "out"
        return {
            name: Folder(out / "stacks" / name, self.terraform, self.environment, "") for name in stacks_in_order(out)
        }

    def client(self, service: str, account_id: str | None = None, region: str = REGION) -> Any:
        """AWS in GovCloud as the paired management account, or through the role in another."""
        return Govcloud(self.simulator, self.payer.govcloud).client(service, account_id, region)


@pytest.fixture
def ground(terraform: Terraform, cli_config: Path, tmp_path: Path) -> Iterator[Ground]:
    """Nothing made yet but the management pair."""
    (tmp_path / "states").mkdir()
    with Simulator(SimulatorSettings(creation_seconds=0, closing_seconds=0)) as simulator:
        payer = simulator.seed_management_pair()
        environment = shell_environment(TF_CLI_CONFIG_FILE=str(cli_config), **simulator.aws_config(tmp_path / "aws"))
        yield Ground(simulator, payer, environment, terraform.path, tmp_path)


def make(folder: Folder) -> None:
    """Init and apply."""
    folder.run("init", "-input=false", "-no-color").succeeded()
    folder.apply().succeeded()


def changed(stacks: dict[str, Folder]) -> dict[str, dict[str, list[str]]]:
    """What plans would do, by stack, where it is anything."""
    return {name: actions for name, folder in stacks.items() if (actions := folder.planned_actions())}


def test_a_reseller_with_three_customers_and_then_a_fourth(ground: Ground) -> None:
    file = ground.folder / "organization.yaml"
    shutil.copy(EXAMPLES / "reseller" / "organization.yaml", file)
    main = (str(PROJECT / "main.py"), str(file))
    stacks = ground.synthesize(*main)
    make(stacks["commercial"])
    # One customer has its accounts from before: made by the same payer, by other means.
    before = {
        name: ground.simulator.vend(name, f"aws+{name}@example.gov").govcloud.account_id
        for name in ("summit-management", "summit-app", "summit-data")
    }
    for name, folder in stacks.items():
        if name != "commercial":
            make(folder)
    assert changed(stacks) == {}
    creations = sum(count for call, count in ground.simulator.calls().items() if call.endswith("CreateGovCloudAccount"))
    assert creations == 8
    adopted = stacks["account-pairs-summit"].state()["govpair_account_pair.summit-app"]
    assert adopted["govcloud_account_id"] == before["summit-app"]
    organizations = {
        name: folder.state()[f"aws_organizations_organization.{name.removeprefix('govcloud-')}"]["id"]
        for name, folder in stacks.items()
        if name.startswith("govcloud-")
    }
    assert len(set(organizations.values())) == 3

    # Harbor's guardrails, contacts and logs are Harbor's alone; its commercial ones begin at its own unit.
    harbor, meadow = (
        stacks[f"account-pairs-{name}"].state()[f"govpair_account_pair.{name}-prod"] for name in ("harbor", "meadow")
    )
    assert "AccessDenied" in refused(ground.client("iam", harbor["govcloud_account_id"]).create_user, UserName="x")
    ground.client("iam", meadow["govcloud_account_id"]).create_user(UserName="x")
    east = ground.client("cloudtrail", meadow["govcloud_account_id"], "us-gov-east-1")
    assert "AccessDenied" in refused(east.describe_trails)
    trail = ground.client("cloudtrail", harbor["govcloud_account_id"]).get_trail_status(Name="govpair-trail")
    assert (trail["IsLogging"], trail.get("LatestDeliveryError", "")) == (True, "")
    attached = {
        name: {key for key in stacks[f"account-pairs-{name}"].state() if key.startswith("aws_organizations_policy")}
        for name in ("harbor", "meadow")
    }
    assert attached["meadow"] == set()
    assert "aws_organizations_policy.harbor-protect-trails" in attached["harbor"]

    # An account moves and a tag changes: one change on each side, of that customer alone.
    text = file.read_text()
    old = "organizational_unit: Workloads, tags: {Stage: test}"
    assert old in text
    file.write_text(text.replace(old, "organizational_unit: Security, tags: {Stage: trial}"))
    stacks = ground.synthesize(*main)
    assert changed(stacks) == {
        "account-pairs-harbor": {"govpair_account_pair.harbor-test": ["update"]},
        "govcloud-harbor": {"govpair_membership.harbor-test": ["update"]},
    }
    for name in ("account-pairs-harbor", "govcloud-harbor"):
        make(stacks[name])
    assert changed(stacks) == {}

    # A fourth customer: with the other customers' states out of reach, none of which changes.
    states = {path.name: path.read_bytes() for path in ground.states.glob("*.tfstate")}
    away = ground.folder / "away"
    away.mkdir()
    for name in states:
        if name != "commercial.tfstate":
            (ground.states / name).rename(away / name)
    file.write_text(file.read_text() + FOURTH)
    stacks = ground.synthesize(*main)
    for name in ("account-pairs-orchard", "govcloud-orchard"):
        make(stacks[name])
    for path in away.iterdir():
        path.rename(ground.states / path.name)
    assert {name: (ground.states / name).read_bytes() for name in states} == states
    assert changed(stacks) == {}

    # A customer leaves, in the documented way: its logs, then all its accounts; nobody else's plan changes.
    text = file.read_text()
    for old, new in (
        ("        protect-log-bucket: {bucket_name: harbor-log-archive, targets: [Security]}\n", ""),
        ("bucket_name: harbor-log-archive}", "bucket_name: harbor-log-archive, teardown: true}"),
    ):
        assert old in text
        text = text.replace(old, new)
    file.write_text(text)
    stacks = ground.synthesize(*main)
    for name in ("govcloud-harbor", "baseline-harbor"):
        make(stacks[name])
    stacks["baseline-harbor"].destroy().succeeded()
    file.write_text(text.replace("  - name: harbor\n", "  - name: harbor\n    closed: true\n"))
    stacks = ground.synthesize(*main)
    assert "govcloud-harbor" not in stacks
    make(stacks["account-pairs-harbor"])
    assert changed(stacks) == {}
    accounts = ground.simulator.state()["accounts"]
    closed = {pair.get("govcloud_account_id") for pair in stacks["account-pairs-harbor"].state().values()} - {None}
    assert len(closed) == 4
    assert {accounts[account]["state"] for account in closed} <= {"PENDING_CLOSURE", "SUSPENDED"}
    assert accounts[meadow["govcloud_account_id"]]["state"] == "ACTIVE"


def test_a_company_from_its_file_from_first_apply_to_last_account(ground: Ground) -> None:
    file = ground.folder / "organization.yaml"
    shutil.copytree(EXAMPLES / "single-company", ground.folder, dirs_exist_ok=True)
    main = (str(PROJECT / "main.py"), str(file))

    def change(*replacements: tuple[str, str]) -> dict[str, Folder]:
        text = file.read_text()
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        file.write_text(text)
        return ground.synthesize(*main)

    stacks = ground.synthesize(*main)
    assert list(stacks) == ["commercial", "account-pairs", "govcloud-agency", "baseline-agency"]
    for folder in stacks.values():
        make(folder)
    assert changed(stacks) == {}

    pairs = stacks["account-pairs"].state()
    log, test, prod = (
        pairs[f"govpair_account_pair.{name}"]["govcloud_account_id"]
        for name in ("log-archive", "mission-app-test", "mission-app-prod")
    )
    outside = ground.simulator.vend("outside", "aws+outside@example.gov").govcloud.account_id
    # What the guardrails forbid is refused where they are attached, and an account that is in no organization may.
    for account in (test, prod):
        assert "AccessDenied" in refused(ground.client("iam", account).create_user, UserName="someone")
    ground.client("iam", outside).create_user(UserName="someone")
    # Every account's trail writes to the log bucket; one of another account can't, nor can a member by itself.
    for account in (log, test, prod):
        status = ground.client("cloudtrail", account).get_trail_status(Name="audit")
        assert (status["IsLogging"], status.get("LatestDeliveryError", "")) == (True, "")
    create = ground.client("cloudtrail", outside).create_trail
    assert "InsufficientS3BucketPolicy" in refused(create, Name="mine", S3BucketName="agency-log-archive")
    put = ground.client("s3", prod).put_object
    assert "AccessDenied" in refused(put, Bucket="agency-log-archive", Key="AWSLogs/forged", Body=b"")

    # An account moves, a tag changes, a policy says something else.
    policy = ground.folder / "policies" / "no-users.json"
    policy.write_text(policy.read_text().replace("iam:CreateLoginProfile", "iam:CreateGroup"))
    stacks = change(
        ("    organizational_unit: Workloads\n    tags: {CostCenter: \"200\", Stage: test}",
         "    organizational_unit: Security\n    tags: {CostCenter: \"200\", Stage: trial}"),
    )  # fmt: skip
    assert changed(stacks) == {
        "account-pairs": {"govpair_account_pair.mission-app-test": ["update"]},
        "govcloud-agency": {
            "aws_organizations_policy.no-users": ["update"],
            "govpair_membership.mission-app-test": ["update"],
        },
    }
    for name in ("account-pairs", "govcloud-agency"):
        make(stacks[name])
    assert changed(stacks) == {}
    ground.client("iam", test).create_user(UserName="someone")
    assert "AccessDenied" in refused(ground.client("iam", prod).create_group, GroupName="people")

    # A pair gets another name: its accounts stay, the commercial one is renamed.
    audit = stacks["account-pairs"].state()["govpair_account_pair.security-audit"]["govcloud_account_id"]
    stacks = change(("  - name: security-audit\n", "  - name: auditors\n    renamed_from: security-audit\n"))
    for name in ("account-pairs", "govcloud-agency", "baseline-agency"):
        make(stacks[name])
    stacks = change(("    renamed_from: security-audit\n", ""))
    assert changed(stacks) == {}
    assert stacks["account-pairs"].state()["govpair_account_pair.auditors"]["govcloud_account_id"] == audit

    # The documented way down: the logs, then the accounts; the organizations are kept.
    stacks = change(
        ("      protect-log-bucket: {bucket_name: agency-log-archive, targets: [Security]}\n", ""),
        ("    trail_name: audit\n", "    trail_name: audit\n    teardown: true\n"),
    )
    for name in ("govcloud-agency", "baseline-agency"):
        make(stacks[name])
    stacks["baseline-agency"].destroy().succeeded()
    stacks = change(
        ("  log_archive:\n    account: log-archive\n    bucket_name: agency-log-archive\n", ""),
        ("    trail_name: audit\n    teardown: true\n", ""),
        ("@example.gov\n", "@example.gov\n    closed: true\n"),
    )
    assert "baseline-agency" not in stacks
    for name in ("govcloud-agency", "account-pairs"):
        make(stacks[name])
    assert changed(stacks) == {}
    accounts = ground.simulator.state()["accounts"]
    assert {accounts[account]["state"] for account in (log, test, prod)} <= {"PENDING_CLOSURE", "SUSPENDED"}
    assert accounts[outside]["state"] == "ACTIVE"
    assert "prevent_destroy" in stacks["govcloud-agency"].destroy().failed().output


def test_a_company_from_python_with_guardrails_and_logs(ground: Ground) -> None:
    app = ground.folder / "app.py"
    shutil.copy(EXAMPLES / "python-library" / "app.py", app)
    stacks = ground.synthesize(str(app))
    for folder in stacks.values():
        make(folder)
    assert changed(stacks) == {}

    pairs = stacks["account-pairs"].state()
    workload, log = (
        pairs[f"govpair_account_pair.{name}"]["govcloud_account_id"] for name in ("mission-app", "log-archive")
    )
    member = ground.client("organizations", workload)
    assert "AccessDenied" in refused(member.leave_organization)
    assert ground.client("cloudtrail", workload).get_trail_status(Name="audit")["IsLogging"] is True
    put = ground.client("s3", workload).put_object
    assert "AccessDenied" in refused(put, Bucket="mission-log-archive", Key="AWSLogs/forged", Body=b"")
    s3 = ground.client("s3", log)
    s3.put_object(Bucket="mission-log-archive", Key="AWSLogs/file", Body=b"log")
    assert "AccessDenied" in refused(s3.delete_object, Bucket="mission-log-archive", Key="AWSLogs/file")

    # An account moves, a tag and a policy change: each is one change, and holds.
    text = app.read_text()
    for old, new in (
        ('example.gov", organizational_unit="Workloads")', 'example.gov", "Security", {"Stage": "live"})'),
        ("iam:CreateUser", "iam:CreateGroup"),
    ):
        assert old in text
        text = text.replace(old, new)
    app.write_text(text)
    stacks = ground.synthesize(str(app))
    assert changed(stacks) == {
        "account-pairs": {"govpair_account_pair.mission-app": ["update"]},
        "govcloud-mission": {
            "aws_organizations_policy.no-users": ["update"],
            "govpair_membership.mission-app": ["update"],
        },
    }
    for name in ("account-pairs", "govcloud-mission"):
        make(stacks[name])
    assert changed(stacks) == {}

    # The documented way down: guardrail and bucket give way first; organizations and accounts are kept.
    assert "prevent_destroy" in stacks["baseline-mission"].destroy().failed().output
    app.write_text(app.read_text().replace("TEARDOWN = False", "TEARDOWN = True"))
    stacks = ground.synthesize(str(app))
    for name in ("govcloud-mission", "baseline-mission"):
        make(stacks[name])
    stacks["baseline-mission"].destroy().succeeded()
    assert "NoSuchBucket" in refused(s3.list_objects_v2, Bucket="mission-log-archive")
    assert "prevent_destroy" in stacks["govcloud-mission"].destroy().failed().output
