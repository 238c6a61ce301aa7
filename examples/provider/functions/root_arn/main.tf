terraform {
  required_providers {
    govpair = { source = "terraform.local/govcloud/govpair" }
  }
}

output "principal" {
  value = { AWS = provider::govpair::root_arn("222222222222", "aws-us-gov") }
}
