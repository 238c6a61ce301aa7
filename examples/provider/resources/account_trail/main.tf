terraform {
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

provider "aws" {
  profile = "govcloud"
  region  = "us-gov-west-1"
}

resource "govpair_account_pair" "audit" {
  name  = "security-audit"
  email = "aws+security-audit@example.gov"
}

# The log archive: here in the account of the profile; its policy lets CloudTrail write for the member account.
resource "aws_s3_bucket" "logs" {
  bucket = "example-gov-log-archive"
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:GetBucketAcl"
        Resource  = aws_s3_bucket.logs.arn
        Condition = { StringEquals = { "aws:SourceAccount" = govpair_account_pair.audit.govcloud_account_id } }
      },
      {
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.logs.arn}/AWSLogs/${govpair_account_pair.audit.govcloud_account_id}/*"
        Condition = {
          StringEquals = {
            "aws:SourceAccount" = govpair_account_pair.audit.govcloud_account_id
            "s3:x-amz-acl"      = "bucket-owner-full-control"
          }
        }
      },
    ]
  })
}

# One provider makes the trails of any number of accounts: for_each works here.
resource "govpair_account_trail" "audit" {
  account_id     = govpair_account_pair.audit.govcloud_account_id
  name           = "security-audit"
  s3_bucket_name = aws_s3_bucket_policy.logs.bucket
  tags           = { CostCenter = "100" }
}
