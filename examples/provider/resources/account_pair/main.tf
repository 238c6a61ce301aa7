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
  tags  = { CostCenter = "100" }
}

output "account_ids" {
  value = {
    commercial = govpair_account_pair.audit.commercial_account_id
    govcloud   = govpair_account_pair.audit.govcloud_account_id
  }
}
