"""The engine: boto3 operations on GovCloud (US) account pairs and memberships. Knows AWS, knows no Terraform.

`account_pairs` and `memberships` are what callers use, on an `Estate` opened from three credential sets.
"""
