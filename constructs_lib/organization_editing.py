"""Changing an organization file by program: comments, quotes, order and line ends of everything else stay."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from constructs_lib.organization_yaml import read_organization
from constructs_lib.yaml_file import OrganizationFileError, YamlFile

_WIDTH = 10_000
"""So long that no line is folded."""


def add_pair(path: Path, pair: Mapping[str, Any], *, customer: str | None = None) -> None:
    """Add an account pair to an organization file; nothing is written unless it fits.

    Args:
        path: The organization file.
        pair: Keys and values as in the file: ``name``, ``email``, ``organizational_unit``, …
        customer: Whose pair it is, in a reseller's file.

    Raises:
        OrganizationFileError: The file is wrong, or would be with this pair; it is as it was.
        KeyError: There is no customer of that name in the file itself.
    """
    read_organization(path)
    whole = YamlFile.read(path).positions
    owner = whole
    if customer is not None:
        found = [each for each in whole.get("customers") or [] if each["name"] == customer]
        if not found:
            raise KeyError(f"There is no customer {customer!r} in {path}.")
        owner = found[0]
    if owner.get("account_pairs") is None:
        owner["account_pairs"] = []
    owner["account_pairs"].append(dict(pair))
    before = path.read_bytes().decode()
    ends = "\r\n" if "\r\n" in before else "\n"
    _replace(path, _written(whole, before.replace("\r\n", "\n")).replace("\n", ends))


def _written(whole: Any, before: str) -> str:
    """The YAML text, indented as the text before was; JSON stays JSON."""
    if _is_json(before):
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    yaml = YAML(typ="rt")
    yaml.width = _WIDTH
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    dash = re.search(r"^(?:account_pairs|customers):[^\n]*\n(?:\s*#[^\n]*\n)*( *)- ", before, re.MULTILINE)
    offset = len(dash[1]) if dash else 2
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
    out = StringIO()
    yaml.dump(whole, out)
    # What stands before the document, up to its ---, ruamel.yaml leaves out.
    head = re.match(r"(?:[ \t]*(?:[#%][^\n]*)?\n)*---[ \t]*\n", before)
    return (head[0] if head else "") + out.getvalue()


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _replace(path: Path, text: str) -> None:
    """Put the text in the file's place once it was read as an organization file; includes are found from there."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".yaml")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        try:
            read_organization(new)
        except OrganizationFileError as wrong:
            raise OrganizationFileError(path, wrong.complaints) from None
        new.chmod(path.stat().st_mode & 0o777)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)
