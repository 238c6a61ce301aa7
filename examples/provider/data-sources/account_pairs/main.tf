terraform {
  required_providers {
    govpair = { source = "terraform.local/govcloud/govpair" }
  }
}

provider "govpair" {
  commercial      = { profile = "commercial", region = "us-east-1" }
  govcloud_paired = { profile = "govcloud", region = "us-gov-west-1" }
}

data "govpair_account_pairs" "active" {
  states       = ["ACTIVE"]
  name_pattern = "*"
}

# Several accounts may have the same name; an email address belongs to one pair.
output "govcloud_account_ids" {
  value = { for pair in data.govpair_account_pairs.active.account_pairs : pair.email => pair.govcloud_account_id }
}

# In an account that was invited AWS made no role: the ARN of one names nothing until somebody makes it.
output "invited" {
  value = [for pair in data.govpair_account_pairs.active.account_pairs : pair.email if pair.joined_method == "INVITED"]
}
