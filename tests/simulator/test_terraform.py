"""The real hashicorp/aws under real Terraform: organizations with nested units, in both partitions at once."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from partition_simulator import Simulator, SimulatorSettings
from workbench.terraform_binary import Terraform

pytestmark = pytest.mark.terraform

SIDE = """
provider "aws" {
  alias   = "SIDE"
  profile = "SIDE"
}
resource "aws_organizations_organization" "SIDE" {
  provider                      = aws.SIDE
  feature_set                   = "ALL"
  aws_service_access_principals = ["account.amazonaws.com"]
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_organizations_organizational_unit" "SIDE_workloads" {
  provider  = aws.SIDE
  name      = "Workloads"
  parent_id = aws_organizations_organization.SIDE.roots[0].id
  tags      = { Owner = "platform" }
}
resource "aws_organizations_organizational_unit" "SIDE_test" {
  provider  = aws.SIDE
  name      = "Test"
  parent_id = aws_organizations_organizational_unit.SIDE_workloads.id
}
resource "aws_organizations_policy" "SIDE" {
  provider   = aws.SIDE
  name       = "stay"
  content    = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Deny", Action = "organizations:LeaveOrganization", Resource = "*" }
  ] })
  depends_on = [aws_organizations_organization.SIDE]
}
resource "aws_organizations_policy_attachment" "SIDE" {
  provider  = aws.SIDE
  policy_id = aws_organizations_policy.SIDE.id
  target_id = aws_organizations_organizational_unit.SIDE_test.id
}
"""

HEADER = """
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}
"""


def test_organizations_in_both_partitions_are_made_unchanged_and_destroyed(
    terraform: Terraform, cli_config: Path, tmp_path: Path
) -> None:
    (tmp_path / "main.tf").write_text(HEADER + SIDE.replace("SIDE", "commercial") + SIDE.replace("SIDE", "govcloud"))
    with Simulator(SimulatorSettings()) as sim:
        sim.seed_management_pair()
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
        environment |= sim.aws_config(tmp_path / "aws") | {"TF_CLI_CONFIG_FILE": str(cli_config)}

        def run(*arguments: str) -> None:
            command = [str(terraform.path), *arguments, "-no-color"]
            done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr

        run("init", "-input=false")
        run("apply", "-auto-approve", "-input=false")
        state = sim.state()
        assert {organization["partition"] for organization in state["organizations"]} == {"aws", "aws-us-gov"}
        for organization in state["organizations"]:
            assert [node["name"] for node in organization["nodes"]] == ["Root", "Workloads", "Test"]
            assert organization["trusted_services"] == ["account.amazonaws.com"]
        # -detailed-exitcode: 0 means no changes, 2 means changes.
        run("plan", "-detailed-exitcode", "-input=false")
        run("destroy", "-auto-approve", "-input=false")
        assert sim.state()["organizations"] == []
