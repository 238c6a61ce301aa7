terraform {
  required_providers {
    govpair = { source = "terraform.local/govcloud/govpair" }
  }
}

output "role_arn" {
  value = provider::govpair::role_arn("222222222222", "OrganizationAccountAccessRole", "aws-us-gov")
}
