terraform {
  required_version = ">= 1.10" # OpenTofu has ephemeral resources from 1.11 on.

  required_providers {
    govpair = { source = "terraform.local/govcloud/govpair" }
    aws     = { source = "hashicorp/aws", version = ">= 5.100, < 7.0" }
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

# Apply the pair first, then add resources with `provider = aws.audit`. In place of account_id,
# `email = govpair_account_pair.audit.email` is known at plan: a pair that isn't made yet is then an error of govpair's.
ephemeral "govpair_account_credentials" "audit" {
  account_id = govpair_account_pair.audit.govcloud_account_id
  side       = "govcloud"
}

provider "aws" {
  alias      = "audit"
  region     = "us-gov-west-1"
  access_key = ephemeral.govpair_account_credentials.audit.access_key_id
  secret_key = ephemeral.govpair_account_credentials.audit.secret_access_key
  token      = ephemeral.govpair_account_credentials.audit.session_token

  # The account's id, written out: while the credentials aren't known, hashicorp/aws takes those of its environment,
  # and this refuses them.
  allowed_account_ids = ["222222222222"]
}
