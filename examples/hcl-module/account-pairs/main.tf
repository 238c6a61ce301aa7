# Account pairs, each joined to a GovCloud organization, by name.

terraform {
  required_providers {
    govpair = { source = "terraform.local/govcloud/govpair" }
  }
}

variable "account_pairs" {
  description = "Pairs by name; the parent ids are of a root or organizational unit in each partition, null leaves the root."
  type = map(object({
    email                = string
    commercial_parent_id = optional(string)
    govcloud_parent_id   = optional(string)
    tags                 = optional(map(string))
  }))
}

resource "govpair_account_pair" "this" {
  for_each  = var.account_pairs
  name      = each.key
  email     = each.value.email
  parent_id = each.value.commercial_parent_id
  tags      = each.value.tags
}

resource "govpair_membership" "this" {
  for_each   = var.account_pairs
  account_id = govpair_account_pair.this[each.key].govcloud_account_id
  parent_id  = each.value.govcloud_parent_id
  tags       = each.value.tags
}

output "account_ids" {
  description = "Both ids of each pair, by name; known once the GovCloud account is a member."
  value = {
    for name, pair in govpair_account_pair.this : name => {
      commercial = pair.commercial_account_id
      govcloud   = govpair_membership.this[name].account_id
    }
  }
}
