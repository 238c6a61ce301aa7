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

resource "govpair_account_pair" "logs" {
  name  = "log-archive"
  email = "aws+log-archive@example.gov"
}

# Invited by the GovCloud organization, accepted through the role in the new account. `name = "…"` would rename the
# account; left out, it keeps the pair's.
resource "govpair_membership" "logs" {
  account_id = govpair_account_pair.logs.govcloud_account_id
  tags       = { CostCenter = "100" }
}
