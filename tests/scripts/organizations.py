"""Organization files for the simulator's profiles."""

from __future__ import annotations

from pathlib import Path

COMPANY = """\
version: 1
model: single-company
owner: platform-team
commercial: {profile: commercial, region: us-east-1}
govcloud: {name: agency, profile: govcloud, region: us-gov-west-1}
organizational_units: [Security, {Workloads: [Production]}]
account_pairs:
  - {name: log-archive, email: aws+log-archive@example.gov}
  - {name: audit, email: aws+audit@example.gov, tags: {CostCenter: "100"}}
  - {name: app-test, email: aws+app-test@example.gov}
"""

RESELLER = """\
version: 1
model: reseller
owner: reseller-platform
commercial: {profile: commercial}
govcloud_paired: {profile: govcloud}
customers:
  - name: harbor
    management_pair: harbor-management
    account_pairs:
      - {name: harbor-management, email: aws+harbor-management@example.gov}
      - {name: harbor-logs, email: aws+harbor-logs@example.gov}
  - name: meadow
    management_pair: meadow-management
    credentials: {profile: meadow}
    account_pairs:
      - {name: meadow-management, email: aws+meadow-management@example.gov}
"""


def written(folder: Path, text: str = COMPANY) -> str:
    """Write an organization file; its path."""
    path = folder / "organization.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)
