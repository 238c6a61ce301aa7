# A plain Terraform module on the provider, without CDKTF. Both organizations are there already.

terraform {
  required_providers {
    govpair = { source = "terraform.local/govcloud/govpair" }
  }
}

provider "govpair" {
  owner           = "platform-team"
  commercial      = { profile = "commercial", region = "us-east-1" }
  govcloud_paired = { profile = "govcloud", region = "us-gov-west-1" }
}

module "workloads" {
  source = "./account-pairs"
  account_pairs = {
    app-test = { email = "aws+app-test@example.gov", tags = { Stage = "test" } }
    app-prod = { email = "aws+app-prod@example.gov", tags = { Stage = "production" } }
  }
}

output "account_ids" {
  description = "Both ids of each pair, by name."
  value       = module.workloads.account_ids
}
