"""Services that an organization is to trust for what this library makes. Pure Python."""

ACCOUNT_MANAGEMENT = "account.amazonaws.com"
"""Trusted access that account:GetGovCloudAccountInformation needs (M, account/2021-02-01), the way from a commercial
account's id to its GovCloud account's; and setting members' alternate contacts."""

CLOUDTRAIL = "cloudtrail.amazonaws.com"
"""Trusted access for organization trails, and who writes log files; the same in GovCloud (CloudTrail User Guide)."""
