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

# Fifty more pairs are meant: the estimate says how long they will take, and whether they fit.
data "govpair_readiness" "this" {
  pairs = 50
}

check "ready_for_pairs" {
  assert {
    condition = data.govpair_readiness.this.ready
    error_message = join("\n", [
      for check in data.govpair_readiness.this.checks : "${check.name}: ${check.detail} ${check.next_step}"
      if check.ready != true && check.next_step != null
    ])
  }
}

# Stops the plan when the organization has no room for what it declares; what is unknown doesn't stop it.
resource "govpair_account_pair" "audit" {
  name  = "security-audit"
  email = "aws+security-audit@example.gov"

  lifecycle {
    precondition {
      condition     = data.govpair_readiness.this.quotas.accounts_left == null || coalesce(data.govpair_readiness.this.quotas.accounts_left, 0) > 0
      error_message = "The commercial organization's account quota is used up."
    }
  }
}
