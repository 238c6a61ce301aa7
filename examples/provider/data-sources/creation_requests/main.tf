terraform {
  required_providers {
    govpair = { source = "terraform.local/govcloud/govpair" }
  }
}

provider "govpair" {
  commercial      = { profile = "commercial", region = "us-east-1" }
  govcloud_paired = { profile = "govcloud", region = "us-gov-west-1" }
}

data "govpair_creation_requests" "unfinished" {
  states = ["IN_PROGRESS", "FAILED"]
}

output "unfinished" {
  value = {
    for request in data.govpair_creation_requests.unfinished.creation_requests :
    request.id => "${request.name}: ${coalesce(request.failure_detail, request.state)}"
  }
}
