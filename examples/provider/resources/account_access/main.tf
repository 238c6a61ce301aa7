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

resource "govpair_account_pair" "audit" {
  name  = "security-audit"
  email = "aws+security-audit@example.gov"
}

# Whatever works inside the accounts depends on this.
resource "govpair_account_access" "audit" {
  commercial_account_id = govpair_account_pair.audit.commercial_account_id
  govcloud_account_id   = govpair_account_pair.audit.govcloud_account_id
  timeouts              = { create = "30m" }
}

output "role_arns" {
  value = {
    commercial = govpair_account_access.audit.commercial_role_arn
    govcloud   = govpair_account_access.audit.govcloud_role_arn
  }
}
