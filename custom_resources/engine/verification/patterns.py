"""What identifies an account, an organization or a person, by its shape; and AWS's own words, which don't."""

from __future__ import annotations

import re

SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("access-key", re.compile(r"\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA|AIPA|ABIA|ACCA)[A-Z0-9]{12,}\b")),
    ("uuid", re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE)),
    ("organizational-unit", re.compile(r"\bou-[0-9a-z]{4,32}-[a-z0-9]{8,32}\b")),
    ("request", re.compile(r"\bcar-[a-z0-9]{8,32}\b")),
    ("organization", re.compile(r"\bo-[a-z0-9]{10,32}\b")),
    ("handshake", re.compile(r"\bh-[0-9a-z]{8,32}\b")),
    ("root", re.compile(r"\br-[0-9a-z]{4,32}\b")),
    ("policy", re.compile(r"\bp-(?!FullAWSAccess|RCPFullAWSAccess)[0-9a-zA-Z_]{8,128}\b")),
    ("account", re.compile(r"(?<!\d)\d{12}(?!\d)")),
    ("address", re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b")),
)
"""Kind and pattern, in the order of looking. Sources: botocore's models; IAM User Guide, unique ids."""

ARN = re.compile(r"\barn:(aws[a-z-]*):([a-z0-9-]*):([a-z0-9-]*):(\d{12}|aws)?:([^\s\"',)\]}]+)")

TOKEN = re.compile(r"<[a-z-]+-\d+>")
"""A placeholder of ours, such as `<account-1>`."""

ARN_WORDS = frozenset(
    {
        *("account", "organization", "ou", "root", "handshake", "invite", "policy", "user", "role", "assumed-role"),
        *("aws-service-role", "trail", "OrganizationAccountAccessRole", "organizations", "govpair"),
        *("GovpairRoleThatDoesNotExist", "govpair-verify-aws"),
    }
)
"""Parts of ARNs that are AWS's words, or ours."""

AWS_TEXTS: dict[str, re.Pattern[str]] = {
    "ServicePrincipal": re.compile(r"[a-z0-9.-]+\.amazonaws\.com"),
    "EventSource": re.compile(r"[a-z0-9-]+\.amazonaws\.com"),
    "eventSource": re.compile(r"[a-z0-9-]+\.amazonaws\.com"),
    "EventName": re.compile(r"[A-Z][A-Za-z]+"),
    "eventName": re.compile(r"[A-Z][A-Za-z]+"),
    "eventType": re.compile(r"Aws[A-Za-z]+"),
    "eventVersion": re.compile(r"\d+\.\d+"),
    "awsRegion": re.compile(r"[a-z]{2}(-[a-z]+)+-\d"),
    "HomeRegion": re.compile(r"[a-z]{2}(-[a-z]+)+-\d"),
    "QuotaCode": re.compile(r"L-[0-9A-F]{8}"),
    "QuotaName": re.compile(r"[A-Z][A-Za-z ]+"),
    "ServiceCode": re.compile(r"[a-z0-9-]+"),
    "ServiceName": re.compile(r"(AWS|Amazon) [A-Za-z ]+"),
    "ReadOnly": re.compile(r"true|false"),
    "state": re.compile(r"IN_PROGRESS|SUCCEEDED|FAILED"),
    "failureReason": re.compile(r"[A-Z_]+"),
    "accountName": re.compile(r"\*+"),
    "Unit": re.compile(r"[A-Z][a-z]+"),
}
"""Member to the texts that AWS itself puts there, which tell nothing of an account."""
