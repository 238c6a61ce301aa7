"""The organization file of a small company."""

from __future__ import annotations

_HEAD = """\
version: 1
model: single-company
owner: platform-team
commercial: {profile: commercial, region: us-east-1}
govcloud: {name: agency, profile: govcloud, region: us-gov-west-1}
organizational_units: [Workloads]
account_pairs:
"""
_PAIR = "  - {{name: {0}, email: aws+{0}@example.gov, organizational_unit: Workloads}}\n"


def company(*names: str) -> str:
    """The file with pairs of these names."""
    return _HEAD + "".join(map(_PAIR.format, names))
