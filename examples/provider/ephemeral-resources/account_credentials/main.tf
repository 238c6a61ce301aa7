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

# For a pair that exists: `terraform apply -target=govpair_account_pair.audit` makes it, and then everything below can be
# planned. The email is known at plan, so before that, this is govpair's error, and hashicorp/aws isn't even started.
# With `account_id = govpair_account_pair.audit.govcloud_account_id` it would be, without keys.
ephemeral "govpair_account_credentials" "audit" {
  email = govpair_account_pair.audit.email
  side  = "govcloud"
}

provider "aws" {
  alias      = "audit"
  region     = "us-gov-west-1"
  access_key = ephemeral.govpair_account_credentials.audit.access_key_id
  secret_key = ephemeral.govpair_account_credentials.audit.secret_access_key
  token      = ephemeral.govpair_account_credentials.audit.session_token

  # The GovCloud account's id, written out. Whatever goes wrong above, hashicorp/aws then takes the credentials that it
  # finds in its environment, and this refuses them.
  allowed_account_ids = ["222222222222"]
}

data "aws_caller_identity" "audit" {
  provider = aws.audit
}

resource "aws_iam_role" "auditor" {
  provider = aws.audit
  name     = "auditor"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws-us-gov:iam::${data.aws_caller_identity.audit.account_id}:root" }
    }]
  })
}
