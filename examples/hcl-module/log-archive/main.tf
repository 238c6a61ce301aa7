# A bucket for the log files of an organization's accounts, and a trail in each account.

terraform {
  required_providers {
    aws     = { source = "hashicorp/aws" }
    govpair = { source = "terraform.local/govcloud/govpair" }
  }
}

variable "bucket_name" {
  description = "The bucket, unique in the partition."
  type        = string
}

variable "organization_id" {
  description = "Whose accounts may write to it."
  type        = string
}

variable "accounts" {
  description = "Account ids by name; each account gets a trail."
  type        = map(string)
}

variable "teardown" {
  description = "Lets the bucket be destroyed with the log files in it."
  type        = bool
  default     = false
}

resource "aws_s3_bucket" "this" {
  bucket        = var.bucket_name
  force_destroy = var.teardown
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id
  versioning_configuration {
    status = "Enabled"
  }
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "CloudTrailLooks"
    actions   = ["s3:GetBucketAcl"]
    resources = [aws_s3_bucket.this.arn]
    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceOrgID"
      values   = [var.organization_id]
    }
  }
  statement {
    sid       = "CloudTrailWrites"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.this.arn}/AWSLogs/*"]
    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceOrgID"
      values   = [var.organization_id]
    }
    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
  }
  statement {
    sid       = "OnlyTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  bucket     = aws_s3_bucket.this.id
  policy     = data.aws_iam_policy_document.this.json
  depends_on = [aws_s3_bucket_public_access_block.this]
}

resource "govpair_account_trail" "this" {
  for_each       = var.accounts
  account_id     = each.value
  s3_bucket_name = aws_s3_bucket.this.id
  on_destroy     = "delete"
  depends_on     = [aws_s3_bucket_policy.this]
}

output "trail_arns" {
  description = "ARN of each account's trail, by name."
  value       = { for name, trail in govpair_account_trail.this : name => trail.arn }
}
