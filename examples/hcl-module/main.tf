# Plain Terraform modules on the provider, without CDKTF. Both organizations are there already; the GovCloud one has
# service control policies enabled.
#
# To end it: `terraform apply -var teardown=true`, so that the log bucket may go with its files;
# `terraform state rm aws_organizations_organizational_unit.this`, for AWS deletes no unit with accounts in it; then
# `terraform destroy`. The accounts live on and are only forgotten.

terraform {
  required_providers {
    aws     = { source = "hashicorp/aws", version = "~> 5.100" }
    govpair = { source = "terraform.local/govcloud/govpair" }
  }
}

provider "aws" {
  profile = "govcloud"
  region  = "us-gov-west-1"
}

provider "govpair" {
  owner           = "platform-team"
  commercial      = { profile = "commercial", region = "us-east-1" }
  govcloud_paired = { profile = "govcloud", region = "us-gov-west-1" }
}

variable "teardown" {
  description = "Lets the log bucket be destroyed."
  type        = bool
  default     = false
}

data "aws_organizations_organization" "govcloud" {}

resource "aws_organizations_organizational_unit" "this" {
  for_each  = toset(["Test", "Production"])
  name      = each.key
  parent_id = data.aws_organizations_organization.govcloud.roots[0].id
}

module "workloads" {
  source = "./account-pairs"
  account_pairs = {
    app-test = {
      email              = "aws+app-test@example.gov"
      govcloud_parent_id = aws_organizations_organizational_unit.this["Test"].id
      tags               = { Stage = "test" }
    }
    app-prod = {
      email              = "aws+app-prod@example.gov"
      govcloud_parent_id = aws_organizations_organizational_unit.this["Production"].id
      tags               = { Stage = "production" }
    }
  }
}

# The log bucket is in the management account here, so that one apply makes all of it: a provider block can't take the
# role of an account that isn't there yet. With a log account, the bucket is in a configuration of its own, as the
# constructs' stack "baseline" is.
module "log_archive" {
  source          = "./log-archive"
  bucket_name     = "platform-log-archive"
  teardown        = var.teardown
  organization_id = data.aws_organizations_organization.govcloud.id
  accounts        = { for name, ids in module.workloads.account_ids : name => ids.govcloud }
}

resource "aws_organizations_policy" "production" {
  name    = "production"
  type    = "SERVICE_CONTROL_POLICY"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = ["iam:CreateUser"], Resource = "*" }] })
}

resource "aws_organizations_policy_attachment" "production" {
  policy_id = aws_organizations_policy.production.id
  target_id = aws_organizations_organizational_unit.this["Production"].id
}

output "account_ids" {
  description = "Both ids of each pair, by name."
  value       = module.workloads.account_ids
}
