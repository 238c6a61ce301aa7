terraform {
  required_providers {
    govpair = { source = "terraform.local/govcloud/govpair" }
  }
}

# The party that holds the GovCloud organization needs its management account's credentials.
provider "govpair" {
  owner               = "platform-team"
  commercial          = { profile = "commercial", region = "us-east-1" }
  govcloud_paired     = { profile = "govcloud", region = "us-gov-west-1" }
  govcloud_management = { profile = "govcloud", region = "us-gov-west-1" }
}

# Usually the other party's, who tells only the GovCloud account's id.
resource "govpair_account_pair" "logs" {
  name  = "log-archive"
  email = "aws+log-archive@example.gov"
}

resource "govpair_invitation" "logs" {
  account_id = govpair_account_pair.logs.govcloud_account_id
  notes      = "Please join the agency's organization."
  tags       = { CostCenter = "100" }
}

# The other party needs this id to accept.
output "handshake_id" {
  value = govpair_invitation.logs.handshake_id
}
