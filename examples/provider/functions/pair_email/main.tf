terraform {
  required_providers {
    govpair = { source = "terraform.local/govcloud/govpair" }
  }
}

locals {
  names = ["log-archive", "security-audit"]
}

# aws+log-archive@example.gov, aws+security-audit@example.gov
output "emails" {
  value = { for name in local.names : name => provider::govpair::pair_email("aws+{name}@example.gov", name) }
}
