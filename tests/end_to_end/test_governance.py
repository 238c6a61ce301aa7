"""Guardrails, log archive and trails from a CDKTF app: what they forbid is refused, what they allow is done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from partition_simulator import Simulator, SimulatorSettings
from tests.end_to_end.govcloud import REGION, Govcloud, refused
from tests.end_to_end.governance_app import BUCKET, TRAIL
from tests.end_to_end.hcl import Folder, shell_environment
from workbench.paths import PROJECT
from workbench.terraform_binary import Terraform

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(600)]

USERS, GROUPS = "iam:CreateUser", "iam:CreateGroup"
ACCOUNTS = ("log", "workload", "outside")


@dataclass
class Agency:
    """A GovCloud organization with two members, an account that is in none, and the app's stack.

    Attributes:
        log: Account id; the log archive is there.
        workload: Account id, in the organizational unit Workloads.
        outside: Account id, vended by the same payer, in no organization.
    """

    simulator: Simulator
    govcloud: Any
    folder: Folder
    log: str
    workload: str
    outside: str
    settings: dict[str, str] = field(default_factory=dict)

    def write(self, **changes: str) -> Folder:
        """Synthesize the app with changed settings, where Terraform runs."""
        self.settings |= changes
        arguments = [str(self.folder.path.parents[1]), json.dumps(self.settings)]
        subprocess.run(
            [sys.executable, "-m", "tests.end_to_end.governance_app", *arguments],
            check=True,
            cwd=PROJECT,
            env=os.environ,
        )
        return self.folder

    def client(self, service: str, account_id: str | None = None, region: str = REGION) -> Any:
        """AWS in GovCloud as the management account, or through the role in another."""
        return Govcloud(self.simulator, self.govcloud).client(service, account_id, region)

    def join(self, account_id: str, unit_id: str | None = None) -> None:
        """Invite an account, accept, and place it."""
        organizations = self.client("organizations")
        target = {"Id": account_id, "Type": "ACCOUNT"}
        handshake = organizations.invite_account_to_organization(Target=target)["Handshake"]
        self.client("organizations", account_id).accept_handshake(HandshakeId=handshake["Id"])
        if unit_id is not None:
            root = self.settings["root_id"]
            organizations.move_account(AccountId=account_id, SourceParentId=root, DestinationParentId=unit_id)


@pytest.fixture
def agency(terraform: Terraform, cli_config: Path, tmp_path: Path) -> Iterator[Agency]:
    """The organization, with service control policies enabled."""
    with Simulator(SimulatorSettings(creation_seconds=0)) as simulator:
        payer = simulator.seed_management_pair()
        simulator.create_organization(payer.commercial)
        organization_id = simulator.create_organization(payer.govcloud)
        log, workload, outside = (
            simulator.vend(name, f"aws+{name}@example.gov").govcloud.account_id for name in ACCOUNTS
        )
        environment = shell_environment(TF_CLI_CONFIG_FILE=str(cli_config), **simulator.aws_config(tmp_path / "aws"))
        folder = Folder(tmp_path / "app" / "stacks" / "governance", terraform.path, environment, "")
        made = Agency(simulator, payer.govcloud, folder, log, workload, outside)
        organizations = made.client("organizations")
        root_id = organizations.list_roots()["Roots"][0]["Id"]
        for policy_type in ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY"):
            organizations.enable_policy_type(RootId=root_id, PolicyType=policy_type)
        for service in ("cloudtrail.amazonaws.com", "guardduty.amazonaws.com"):
            organizations.enable_aws_service_access(ServicePrincipal=service)
        unit = organizations.create_organizational_unit(ParentId=root_id, Name="Workloads")["OrganizationalUnit"]
        made.settings = {
            "organization_id": organization_id,
            "root_id": root_id,
            "unit_id": unit["Id"],
            "log": log,
            "workload": workload,
            "denied": USERS,
        }
        made.join(log)
        made.join(workload, unit["Id"])
        yield made


def test_the_whole_life_of_an_agency_s_governance(agency: Agency) -> None:
    folder = agency.write()
    folder.run("init", "-input=false", "-no-color").succeeded()
    run = folder.apply().succeeded()
    assert "can't be made and joined yet" not in run.words
    folder.plans_nothing()

    # What a guardrail forbids is refused in a guarded account, and in no other.
    iam = agency.client("iam", agency.workload)
    assert "service control policy" in refused(iam.create_user, UserName="someone")
    iam.create_group(GroupName="people")
    agency.client("iam", agency.log).create_user(UserName="someone")
    agency.client("iam", agency.outside).create_user(UserName="someone")
    assert "AccessDenied" in refused(agency.client("organizations", agency.workload).leave_organization)
    elsewhere = agency.client("cloudtrail", agency.workload, "us-gov-east-1")
    assert "AccessDenied" in refused(elsewhere.describe_trails)
    agency.client("cloudtrail", agency.outside, "us-gov-east-1").describe_trails()

    # A trail of the organization writes to the log archive; one of another account can't.
    for account_id in (agency.log, agency.workload):
        status = agency.client("cloudtrail", account_id).get_trail_status(Name=TRAIL)
        assert status["IsLogging"] is True
        assert status.get("LatestDeliveryError", "") == ""
    outside = agency.client("cloudtrail", agency.outside)
    assert "InsufficientS3BucketPolicy" in refused(outside.create_trail, Name="mine", S3BucketName=BUCKET)
    put = agency.client("s3", agency.workload).put_object
    assert "AccessDenied" in refused(put, Bucket=BUCKET, Key=f"AWSLogs/{agency.workload}/forged", Body=b"")

    status = agency.client("cloudtrail").get_trail_status(Name="organization-trail")
    assert (status["IsLogging"], status.get("LatestDeliveryError", "")) == (True, "")
    put = agency.client("s3", agency.outside).put_object
    assert "AccessDenied" in refused(put, Bucket=BUCKET, Key="AWSLogs/forged", Body=b"")

    # Contacts and delegated administrators are as declared.
    account = agency.client("account", agency.workload)
    contact = account.get_alternate_contact(AlternateContactType="SECURITY")["AlternateContact"]
    assert contact["Name"] == 'The "night" ${watch}'
    administrators = agency.client("organizations").list_delegated_administrators()["DelegatedAdministrators"]
    assert [each["Id"] for each in administrators] == [agency.log]

    # Log files stay, whoever asks in the log account.
    s3 = agency.client("s3", agency.log)
    s3.put_object(Bucket=BUCKET, Key="AWSLogs/file", Body=b"log")
    assert "AccessDenied" in refused(s3.delete_object, Bucket=BUCKET, Key="AWSLogs/file")

    # A changed policy is one change, and holds.
    agency.write(denied=GROUPS)
    assert folder.planned_actions() == {"aws_organizations_policy.workloads": ["update"]}
    folder.apply().succeeded()
    folder.plans_nothing()
    iam.create_user(UserName="someone")
    assert "AccessDenied" in refused(iam.create_group, GroupName="more")

    # The documented way down: the guardrail of the bucket first, then the bucket's own protection, then all.
    assert "prevent_destroy" in folder.destroy().failed().output
    agency.write(teardown="yes")
    folder.apply().succeeded()
    folder.destroy().succeeded()
    assert folder.state() == {}
    iam.create_group(GroupName="more")
    assert "NoSuchBucket" in refused(s3.list_objects_v2, Bucket=BUCKET)
