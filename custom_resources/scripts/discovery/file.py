"""The organization file of a discovery: the same text for the same estate, and read back before it is there."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from custom_resources.scripts.discovery.choice import ACCOUNT_MANAGEMENT
from custom_resources.scripts.discovery.model import Discovery, FoundOrganization, FoundPair

if TYPE_CHECKING:
    from custom_resources.engine.credentials import CredentialSet
    from custom_resources.engine.organization_settings import OrganizationSettings


def organization_text(
    found: Discovery,
    folder: Path,
    *,
    owner: str,
    commercial: CredentialSet,
    govcloud_paired: CredentialSet,
    paired_account_id: str,
) -> str:
    """The file as text. folder: where it will be, for the way to the schema from there."""
    from ruamel.yaml import YAML

    paired = _reached(govcloud_paired, paired_account_id)
    document: dict[str, Any] = {
        "version": 1,
        "model": "reseller" if found.reseller else "single-company",
        "owner": owner,
        "commercial": _without_empty(
            {
                **_reached(commercial, found.commercial.management_account_id),
                # The commercial organization has account management without being told.
                **_enabled(found.settings, ACCOUNT_MANAGEMENT),
            }
        ),
    }
    if found.reseller:
        document["govcloud_paired"] = _without_empty(paired)
        document["customers"] = [_customer(each) for each in found.organizations]
    else:
        (company,) = found.organizations
        document["govcloud"] = {"name": company.name, **_without_empty({**paired, **_enabled(company.settings)})}
        document |= _units_and_pairs(company)
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(document, out)
    return f"{_head(folder)}{out.getvalue()}{_left_out(found)}"


def _head(folder: Path) -> str:
    from constructs_lib import organization_yaml

    schema = Path(organization_yaml.__file__).with_name("organization.schema.json")
    way = os.path.relpath(schema, folder.resolve())
    return (
        f"# yaml-language-server: $schema={Path(way).as_posix()}\n#\n"
        "# Written by `govpair discover` from what AWS showed. Role names can't be read: where one is not\n"
        "# OrganizationAccountAccessRole, say so with role_name (docs/discover.md).\n"
    )


def _left_out(found: Discovery) -> str:
    if not found.left_out:
        return ""
    lines = [f"#   {each.kind}: {_one_line(each.what)}. {_one_line(each.why)}" for each in found.left_out]
    return "\n".join(["", "# Left out, and untouched by any plan:", *lines, ""])


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _customer(organization: FoundOrganization) -> dict[str, Any]:
    own = organization.customer
    assert own is not None  # each of a reseller's is a customer's
    reached = (
        {} if own.credentials.assume_role else _reached(own.credentials, organization.govcloud.management_account_id)
    )
    settings = {"credentials": _without_empty(reached), **_enabled(organization.settings)}
    return {
        "name": organization.name,
        "management_pair": own.management_pair,
        **_without_empty(settings),
        **_units_and_pairs(organization),
    }


def _reached(credentials: CredentialSet, account_id: str) -> dict[str, Any]:
    return {"profile": credentials.profile, "region": credentials.region, "account_id": account_id}


def _enabled(settings: OrganizationSettings, unsaid: str = "") -> dict[str, Any]:
    return {
        "trusted_services": [each for each in settings.trusted_services if each != unsaid],
        "enabled_policy_types": [each for each in settings.enabled_policy_types if each in policy_types()],
    }


def _units_and_pairs(organization: FoundOrganization) -> dict[str, Any]:
    return {
        "organizational_units": _tree([each.path for each in organization.units]),
        "account_pairs": [_pair(each) for each in organization.pairs],
    }


def _tree(paths: list[str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for path in paths:
        below = tree
        for each in path.split("/"):
            below = below.setdefault(each, {})
    return tree


def _pair(pair: FoundPair) -> dict[str, Any]:
    said = {
        "name": pair.name,
        "email": pair.email,
        "organizational_unit": pair.organizational_unit,
        "tags": dict(pair.tags),
        "role_name": pair.role_name,
        "iam_user_access_to_billing": pair.iam_user_access_to_billing,
        "adopt_existing": pair.adopt_existing,
    }
    found = _without_empty(said)
    if pair.govcloud_tags is not None:
        found["govcloud_tags"] = dict(pair.govcloud_tags)
    return found


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def policy_types() -> frozenset[str]:
    """The policy types that a file knows."""
    from constructs_lib.policy_types import POLICY_TYPES

    return frozenset(POLICY_TYPES)


def write_read_back(path: Path, text: str) -> None:
    """Put the file there once it was read back as an organization file.

    Raises:
        OrganizationFileError: it can't be; nothing is replaced then.
    """
    from constructs_lib.organization_yaml import read_organization

    new = _beside(path, text)
    try:
        read_organization(new)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def write(path: Path, text: str) -> None:
    """Put the file there, its folder too; a reader never sees half of it."""
    _beside(path, text).replace(path)


def _beside(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8")
    return new
