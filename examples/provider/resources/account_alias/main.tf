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

# An alias is unique in its partition, so each half can have the same one.
resource "govpair_account_alias" "logs" {
  account_id = govpair_account_pair.logs.govcloud_account_id
  alias      = "example-gov-log-archive"
}

resource "govpair_account_alias" "logs_commercial" {
  account_id = govpair_account_pair.logs.commercial_account_id
  side       = "commercial"
  alias      = "example-gov-log-archive"
}

output "sign_in_url" {
  value = govpair_account_alias.logs.sign_in_url
}
