terraform {
  required_providers {
    govpair = { source = "terraform.local/govcloud/govpair" }
  }
}

output "policy_arns" {
  value = [
    for name in ["ReadOnlyAccess", "service-role/AWSConfigRole"] :
    provider::govpair::managed_policy_arn(name, provider::govpair::partition("us-gov-west-1"))
  ]
}
