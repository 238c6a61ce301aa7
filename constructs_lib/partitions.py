"""The two partitions, and ARNs that are of another one than they should be. Pure Python."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator

COMMERCIAL = "aws"
GOVCLOUD = "aws-us-gov"
PARTITIONS = (COMMERCIAL, GOVCLOUD)

_ARN = re.compile(r'arn:([A-Za-z0-9*?-]+):[^"\s]*')


def partition_problem(partition: object) -> str | None:
    """Why that is no partition, or None."""
    if partition in PARTITIONS:
        return None
    return f"The partition must be {COMMERCIAL} (commercial) or {GOVCLOUD} (GovCloud), not {partition!r}."


def foreign_arns(text: str, partition: str) -> Iterator[str]:
    """Every ARN in a text that is of another partition, once; ``arn:*:…`` is of all.

    An ARN begins with ``arn:PARTITION:`` (IAM User Guide, "Amazon Resource Names"); nothing in GovCloud has an ARN that
    begins with ``arn:aws:``, AWS's own policies included (AWS GovCloud (US) User Guide, "Amazon Resource Names").
    """
    seen = set()
    for found in _ARN.finditer(text):
        if found[0] not in seen and not fnmatch.fnmatchcase(partition, found[1]):
            seen.add(found[0])
            yield found[0]
