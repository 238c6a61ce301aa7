"""Names for Terraform addresses, and text that must stay text, where a user's words become code. Pure Python."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_TEMPLATE = re.compile(r"\$\{(?!TfToken\[)|%\{")


def identifier(name: str) -> str:
    """A Terraform identifier for a name: the name itself where it is one, else a readable form of it with a hash.

    The same name always gives the same identifier, and two names never share one, so that resources keyed by name
    keep their addresses whatever else changes. Identifiers: letters, digits, ``_`` and ``-``, not beginning with a
    digit (https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers; ASCII only here).
    """
    if _IDENTIFIER.fullmatch(name):
        return name
    readable = re.sub(r"[^A-Za-z0-9_-]+", "_", name)
    if not re.match(r"[A-Za-z_]", readable):
        readable = "_" + readable
    return f"{readable[:200]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def literal(text: str) -> str:
    """Text that Terraform must not take for a template: ``${`` and ``%{`` doubled.

    https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
    """
    return text.replace("${", "$${").replace("%{", "%%{")


def literal_document(text: str) -> str:
    """As `literal`, but what CDKTF puts into a text in place of a reference goes on being one.

    For policies, in which ``${aws:PrincipalTag/Team}`` is IAM's and a bucket's ARN may be Terraform's.
    """
    return _TEMPLATE.sub(lambda found: found[0][0] + found[0], text)


def literal_keys(mapping: Mapping[str, T]) -> dict[str, T]:
    """The mapping with its keys literal: in Terraform's JSON, keys are templates too."""
    return {literal(key): value for key, value in mapping.items()}


def index(key: str) -> str:
    """``["key"]``, to be put behind a reference to a map."""
    # A JSON string is an HCL string, but for characters beyond ASCII, which HCL wants as they are.
    return f"[{literal(json.dumps(key, ensure_ascii=False))}]"
