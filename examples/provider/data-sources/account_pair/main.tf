terraform {
  required_providers {
    govpair = { source = "terraform.local/govcloud/govpair" }
  }
}

provider "govpair" {
  commercial      = { profile = "commercial", region = "us-east-1" }
  govcloud_paired = { profile = "govcloud", region = "us-gov-west-1" }
}

# By email, name, commercial_account_id or govcloud_account_id.
data "govpair_account_pair" "management" {
  email = "management@example.gov"
}

output "management" {
  value = {
    commercial = data.govpair_account_pair.management.commercial_account_id
    govcloud   = data.govpair_account_pair.management.govcloud_account_id
    states     = [data.govpair_account_pair.management.commercial_state, data.govpair_account_pair.management.govcloud_state]
  }
}
