"""The simulator is ended and started again from its state file, under stacks that were applied before: no changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.end_to_end.hcl import Folder, shell_environment
from workbench.paths import PROJECT
from workbench.terraform_binary import Terraform

pytestmark = pytest.mark.terraform

AWS = """
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}
provider "aws" {
  alias   = "commercial"
  profile = "commercial"
}
provider "aws" {
  profile = "govcloud"
}
data "aws_caller_identity" "here" {}
resource "aws_organizations_organization" "commercial" {
  provider                      = aws.commercial
  feature_set                   = "ALL"
  aws_service_access_principals = ["account.amazonaws.com"]
}
resource "aws_organizations_organization" "govcloud" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_organizations_organizational_unit" "workloads" {
  name      = "Workloads"
  parent_id = aws_organizations_organization.govcloud.roots[0].id
  tags      = { Owner = "platform" }
}
resource "aws_organizations_policy" "stay" {
  name       = "stay"
  content    = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Deny", Action = "organizations:LeaveOrganization", Resource = "*" }
  ] })
  depends_on = [aws_organizations_organization.govcloud]
}
resource "aws_organizations_policy_attachment" "stay" {
  policy_id = aws_organizations_policy.stay.id
  target_id = aws_organizations_organizational_unit.workloads.id
}
resource "aws_s3_bucket" "logs" {
  bucket = "restart-logs"
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
resource "aws_s3_object" "readme" {
  bucket  = aws_s3_bucket.logs.id
  key     = "readme.txt"
  content = "kept over a restart"
}
resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    {
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "s3:GetBucketAcl"
      Resource  = aws_s3_bucket.logs.arn
    },
    {
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.logs.arn}/AWSLogs/*"
      Condition = { StringEquals = { "s3:x-amz-acl" = "bucket-owner-full-control" } }
    },
  ] })
}
resource "aws_cloudtrail" "audit" {
  name           = "audit"
  s3_bucket_name = aws_s3_bucket.logs.id
  depends_on     = [aws_s3_bucket_policy.logs]
}
resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }
  ] })
  tags               = { Owner = "platform" }
}
resource "aws_iam_policy" "reader" {
  name   = "reader"
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.logs.arn}/*" }
  ] })
}
resource "aws_iam_role_policy_attachment" "worker" {
  role       = aws_iam_role.worker.name
  policy_arn = aws_iam_policy.reader.arn
}
"""

GOVPAIR = """
resource "govpair_account_pair" "log" {
  name  = "log-archive"
  email = "aws+log@example.gov"
  tags  = { Owner = "platform" }
}
resource "govpair_membership" "log" {
  account_id = govpair_account_pair.log.govcloud_account_id
  tags       = { Owner = "platform" }
}
resource "govpair_account_trail" "log" {
  account_id     = govpair_membership.log.account_id
  name           = "audit"
  s3_bucket_name = "restart-logs"
}
"""

PROVIDER = """
  commercial      = { profile = "commercial" }
  govcloud_paired = { profile = "govcloud" }
  owner           = "govpair"
"""


@contextmanager
def simulate(*options: str) -> Iterator[dict[str, Any]]:
    """`govpair simulate` as a process of its own; what it says at its start."""
    command = [sys.executable, "-m", "custom_resources", "simulate", "--creation-seconds", "0", "--json", *options]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        try:
            assert process.stdout is not None
            lines: list[str] = []
            while not lines or lines[-1] not in ("}\n", ""):
                lines.append(process.stdout.readline())
            yield json.loads("".join(lines))
        finally:
            process.terminate()
            assert process.wait(timeout=60) == 0


def test_both_stacks_plan_no_changes_after_a_restart_from_the_state_file(
    terraform: Terraform, cli_config: Path, tmp_path: Path
) -> None:
    state, profiles = tmp_path / "simulator.json", tmp_path / "aws"
    options = ["--state", str(state), "--config-dir", str(profiles)]
    folders = {name: tmp_path / name for name in ("hashicorp", "govpair")}
    for path in folders.values():
        path.mkdir()

    def folder(name: str, environment: dict[str, str]) -> Folder:
        shell = shell_environment(TF_CLI_CONFIG_FILE=str(cli_config), **environment)
        return Folder(folders[name], terraform.path, shell, PROVIDER)

    with simulate(*options) as first:
        hashicorp, govpair = folder("hashicorp", first["environment"]), folder("govpair", first["environment"])
        (hashicorp.path / "main.tf").write_text(AWS)
        govpair.write(GOVPAIR)
        for stack in (hashicorp, govpair):
            stack.run("init", "-no-color").succeeded()
            stack.apply().succeeded()
            stack.plans_nothing()
    assert state.is_file()

    ports = [f"--{side}-port={urlsplit(url).port}" for side, url in first["endpoints"].items()]
    with simulate(*options, *ports) as second:
        # Started from the file, and on the ports that the stacks' profiles lead to.
        assert (second["management_pair"], second["endpoints"]) == (first["management_pair"], first["endpoints"])
        for stack in (hashicorp, govpair):
            stack.plans_nothing()
        # And it goes on: a change is applied, and stays.
        govpair.write(GOVPAIR.replace('"platform"', '"security"')).apply().succeeded()
        govpair.plans_nothing()
