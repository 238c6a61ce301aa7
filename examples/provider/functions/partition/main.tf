terraform {
  required_providers {
    govpair = { source = "terraform.local/govcloud/govpair" }
  }
}

output "partitions" {
  value = {
    region = provider::govpair::partition("us-gov-west-1")                                # aws-us-gov
    arn    = provider::govpair::partition("arn:aws:iam::111111111111:role/Administrator") # aws
  }
}
