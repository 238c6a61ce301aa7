"""Pure rules for a CloudTrail trail: each tells what is wrong in a sentence, or None.

**M** is the botocore 1.44 service model `cloudtrail/2013-11-01`; **S3** the S3 User Guide, "Bucket naming rules".
"""

import re

from custom_resources.engine.rules import shown
from custom_resources.engine.rules import tags as _tags


def trail_name(value: object) -> str | None:
    """Tell why the value cannot be a trail's name, or None. Source: M, CreateTrail, `Name`."""
    if not isinstance(value, str):
        return "A trail's name must be text."
    if not 3 <= len(value) <= 128:
        return f"A trail's name has 3 to 128 characters; this one has {len(value)}."
    if not re.fullmatch(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*", value):
        return (
            f"{value!r} is no trail name: it has letters, digits and single . _ - between them, and begins and ends "
            "with a letter or digit."
        )
    if re.fullmatch(r"\d+\.\d+\.\d+\.\d+", value):
        return f"{value!r} looks like an IP address, which a trail's name must not."
    return None


def bucket_name(value: object) -> str | None:
    """Tell why the value cannot be a bucket's name, or None. Source: S3."""
    if not isinstance(value, str):
        return "A bucket's name must be text."
    if not 3 <= len(value) <= 63:
        return f"A bucket's name has 3 to 63 characters; this one has {len(value)}."
    if not re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", value):
        return (
            f"{value!r} is no bucket name: it has lower-case letters, digits, - and single . between them, and begins "
            "and ends with a letter or digit. Give the name, not the ARN."
        )
    if re.fullmatch(r"\d+\.\d+\.\d+\.\d+", value):
        return f"{value!r} looks like an IP address, which a bucket's name must not."
    return None


def key_prefix(value: object) -> str | None:
    """Tell why the value cannot be the prefix of a trail's log files, or None.

    Source: M (200 characters at most). That it is printable ASCII without a slash at either end is our own rule:
    CloudTrail puts the slash before `AWSLogs` by itself.
    """
    if not isinstance(value, str):
        return "A key prefix must be text."
    if not 1 <= len(value) <= 200:
        return f"A key prefix has 1 to 200 characters; this one has {len(value)}. Leave it out for none."
    if not re.fullmatch(r"[!-~]([ -~]*[!-~])?", value) or value.startswith("/") or value.endswith("/"):
        return f"{value!r} is no key prefix: printable ASCII, without a space or slash at either end."
    return None


def kms_key_arn(value: object) -> str | None:
    """Tell why the value cannot be the ARN of a KMS key, or None.

    Source: M takes aliases and ids as well, but answers with the key's ARN, so only that can be compared.
    """
    if isinstance(value, str) and re.fullmatch(
        r"arn:aws(-us-gov)?:kms:[a-z]{2}(-[a-z]+)+-[0-9]:[0-9]{12}:key/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})",
        value,
    ):
        return None
    return f"{shown(value)} is not the ARN of a KMS key, such as arn:aws-us-gov:kms:REGION:ACCOUNT:key/ID."


def trail_tags(value: object) -> str | None:
    """Tell why the mapping cannot be a trail's tags, or None. Source: M (`TagsList` at most 50)."""
    return _tags(value)


def region_of(side: str, region: object) -> str | None:
    """Tell why a region does not belong to the side's partition, or None."""
    govcloud = isinstance(region, str) and region.startswith("us-gov-")
    if govcloud == (side == "govcloud"):
        return None
    return f"{shown(region)} is not a region of the {side} side's partition."
