terraform {
  required_providers {
    govpair = { source = "terraform.local/govcloud/govpair" }
  }
}

# The party that holds the account needs the GovCloud account that the accounts' roles trust.
provider "govpair" {
  owner           = "platform-team"
  commercial      = { profile = "commercial", region = "us-east-1" }
  govcloud_paired = { profile = "govcloud", region = "us-gov-west-1" }
}

resource "govpair_account_pair" "logs" {
  name  = "log-archive"
  email = "aws+log-archive@example.gov"
}

# Usually the other party's, who tells its id and the organization's.
resource "govpair_invitation" "logs" {
  account_id = govpair_account_pair.logs.govcloud_account_id
}

# Accepts this invitation and no other; organization_id, given as a literal, refuses one of another organization.
resource "govpair_invitation_acceptance" "logs" {
  handshake_id = govpair_invitation.logs.handshake_id
  account_id   = govpair_account_pair.logs.govcloud_account_id
}
