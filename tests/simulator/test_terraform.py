"""The real hashicorp/aws under real Terraform: organizations in both partitions, a pair, and what its account holds."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from partition_simulator import Simulator, SimulatorSettings
from workbench.terraform_binary import Terraform

pytestmark = pytest.mark.terraform

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

# The account stays in the root: a closed one keeps its unit from being deleted.
PAIR = """
resource "aws_organizations_account" "pair" {
  provider          = aws.commercial
  name              = "workload"
  email             = "workload@example.gov"
  create_govcloud   = true
  close_on_deletion = true
  tags              = { Owner = "platform" }
  depends_on        = [aws_organizations_organization.commercial]
}
output "govcloud_id" {
  value = aws_organizations_account.pair.govcloud_id
}
"""

# The role's ARN is known after the first apply only; so this is a stack of its own.
INSIDE = """
provider "aws" {
  profile = "govcloud"
  assume_role {
    role_arn     = "arn:aws-us-gov:iam::ACCOUNT:role/OrganizationAccountAccessRole"
    session_name = "inside"
  }
}
data "aws_caller_identity" "inside" {}
data "aws_partition" "inside" {}
locals {
  account = data.aws_caller_identity.inside.account_id
  prefix  = "arn:${data.aws_partition.inside.partition}"
  trail   = "${local.prefix}:cloudtrail:us-gov-west-1:${local.account}:trail/audit"
}
resource "aws_s3_bucket" "logs" {
  bucket = "workload-audit-logs"
  tags   = { Owner = "platform" }
}
resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs.id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}
resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    {
      Sid       = "Check"
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "s3:GetBucketAcl"
      Resource  = aws_s3_bucket.logs.arn
      Condition = { StringEquals = { "aws:SourceArn" = local.trail } }
    },
    {
      Sid       = "Write"
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.logs.arn}/AWSLogs/${local.account}/*"
      Condition = { StringEquals = { "aws:SourceArn" = local.trail, "s3:x-amz-acl" = "bucket-owner-full-control" } }
    },
  ] })
}
resource "aws_cloudtrail" "audit" {
  name                       = "audit"
  s3_bucket_name             = aws_s3_bucket.logs.id
  is_multi_region_trail      = true
  enable_log_file_validation = true
  tags                       = { Owner = "platform" }
  depends_on                 = [aws_s3_bucket_policy.logs]
}
resource "aws_iam_role" "reader" {
  name                 = "reader"
  max_session_duration = 7200
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "${local.prefix}:iam::${local.account}:root" } }
  ] })
  tags = { Owner = "platform" }
}
resource "aws_iam_role_policy" "reader" {
  name = "logs"
  role = aws_iam_role.reader.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = ["s3:GetObject", "s3:ListBucket"], Resource = "*" }
  ] })
}
resource "aws_iam_policy" "trails" {
  name = "trails"
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "cloudtrail:DescribeTrails", Resource = "*" }
  ] })
}
resource "aws_iam_role_policy_attachment" "reader" {
  role       = aws_iam_role.reader.name
  policy_arn = aws_iam_policy.trails.arn
}
output "account_id" {
  value = local.account
}
"""


@dataclass(frozen=True)
class Stack:
    """A folder with one root module, and Terraform in it."""

    terraform: Path
    directory: Path
    environment: Mapping[str, str]

    def run(self, *arguments: str) -> str:
        command = [str(self.terraform), *arguments, "-no-color"]
        done = subprocess.run(
            command, cwd=self.directory, env=dict(self.environment), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def apply(self) -> dict[str, Any]:
        """Apply, see that nothing is left to change, and return the outputs."""
        self.run("init", "-input=false")
        self.run("apply", "-auto-approve", "-input=false")
        # -detailed-exitcode: 0 means no changes, 2 means changes.
        self.run("plan", "-detailed-exitcode", "-input=false")
        return {name: output["value"] for name, output in json.loads(self.run("output", "-json")).items()}

    def destroy(self) -> None:
        self.run("destroy", "-auto-approve", "-input=false")


def test_everything_is_made_unchanged_and_destroyed(terraform: Terraform, cli_config: Path, tmp_path: Path) -> None:
    both = SIDE.replace("SIDE", "commercial") + SIDE.replace("SIDE", "govcloud")
    with Simulator(SimulatorSettings(creation_seconds=0, closing_seconds=0)) as sim:
        sim.seed_management_pair()
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
        environment |= sim.aws_config(tmp_path / "aws") | {"TF_CLI_CONFIG_FILE": str(cli_config)}

        def stack(name: str, text: str) -> Stack:
            (tmp_path / name).mkdir()
            (tmp_path / name / "main.tf").write_text(HEADER + text)
            return Stack(terraform.path, tmp_path / name, environment)

        organizations = stack("organizations", both + PAIR)
        govcloud_id = organizations.apply()["govcloud_id"]
        state = sim.state()
        assert {organization["partition"] for organization in state["organizations"]} == {"aws", "aws-us-gov"}
        for organization in state["organizations"]:
            assert [node["name"] for node in organization["nodes"]] == ["Root", "Workloads", "Test"]
            assert organization["trusted_services"] == ["account.amazonaws.com"]
        assert govcloud_id in {pair["govcloud"] for pair in state["pairs"]}

        inside = stack("inside", INSIDE.replace("ACCOUNT", govcloud_id))
        assert inside.apply() == {"account_id": govcloud_id}
        inside.destroy()

        # A closed account leaves its organization by itself after 90 days, and only then the organization can go.
        organizations.run("destroy", "-auto-approve", "-input=false", "-target=aws_organizations_account.pair")
        assert sim.state()["accounts"][govcloud_id]["state"] == "SUSPENDED"
        sim.clock.advance(91 * 86400)
        organizations.destroy()
        assert sim.state()["organizations"] == []
