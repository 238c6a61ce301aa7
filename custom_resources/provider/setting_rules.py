"""Rules for settings that are ours or Terraform's, not AWS's: each takes a known value, returns a sentence or None.

AWS's own rules (email, names, ids, tags) are :mod:`custom_resources.engine.rules`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from custom_resources.engine.rules import shown
from custom_resources.plugin import UNKNOWN

SERVICES = ("account", "cloudtrail", "iam", "organizations", "servicequotas", "sts")
"""The AWS services that are called, each of which a credential set may be given an endpoint for."""


def one_of(*choices: str) -> Callable[[Any], str | None]:
    """A rule that accepts only ``choices``."""

    def rule(value: Any) -> str | None:
        if value in choices:
            return None
        return f"It must be one of {', '.join(choices)}, not {shown(value)}."

    return rule


def whole_number_from(lowest: int, highest: int) -> Callable[[Any], str | None]:
    """A rule that accepts whole numbers from ``lowest`` to ``highest``."""

    def rule(value: Any) -> str | None:
        if value == int(value) and lowest <= value <= highest:
            return None
        return f"It must be a whole number from {lowest} to {highest}, not {value}."

    return rule


def region(value: Any) -> str | None:
    """A region's name, such as `us-gov-west-1`; whether its partition fits is asked of AWS before the first change."""
    if re.fullmatch(r"[a-z]{2,4}(-[a-z]{2,12}){1,2}-[0-9]{1,2}", value):
        return None
    return f"{shown(value)} is not an AWS region such as us-east-1 or us-gov-west-1."


def endpoints(value: Mapping[str, Any]) -> str | None:
    """Endpoint URLs by service."""
    for service, url in value.items():
        if service not in SERVICES:
            return f"{shown(service)} is no service that is called here: those are {', '.join(SERVICES)}."
        if url is UNKNOWN:
            continue
        if not isinstance(url, str) or not _is_url(url):
            seen = shown(url) if isinstance(url, str) else "null"
            return f"The endpoint of {service} must be an http or https URL, not {seen}."
    return None


def _is_url(text: str) -> bool:
    if len(text) > 2048 or not re.fullmatch(r"[!-~]+", text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port  # read, because only then it is checked
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def session_name(value: Any) -> str | None:
    r"""An STS role session name: `[\w+=,.@-]{2,64}` (STS API reference, AssumeRole)."""
    if re.fullmatch(r"[\w+=,.@-]{2,64}", value, re.ASCII):
        return None
    return "A session name is 2 to 64 letters, digits and _+=,.@-"


def external_id(value: Any) -> str | None:
    r"""An STS external id: `[\w+=,.@:\/-]{2,1224}` (STS API reference, AssumeRole)."""
    if re.fullmatch(r"[\w+=,.@:/-]{2,1224}", value, re.ASCII):
        return None
    return "An external id is 2 to 1224 letters, digits and _+=,.@:/-"
