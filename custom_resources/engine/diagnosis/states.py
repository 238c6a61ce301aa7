"""The accounts that Terraform states have: of pairs by this provider, and of hashicorp/aws's own account resource."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from custom_resources.engine.errors import Invalid

_ID_OF = {"govpair_account_pair": "commercial_account_id", "aws_organizations_account": "id"}
"""The attribute with the commercial account's id, by the resource's type."""


def accounts_in_states(places: Iterable[Path]) -> set[str]:
    """Return the ids of the commercial accounts in state files, or in all ``*.tfstate`` below folders.

    A state file is JSON of version 4, as `terraform state pull` writes it. Raises Invalid when one can't be read, or
    there is none in a folder.
    """
    return {account for place in places for path in _files(place) for account in _accounts(path)}


def _files(place: Path) -> list[Path]:
    if not place.is_dir():
        return [place]
    found = sorted(place.rglob("*.tfstate"))
    if not found:
        raise Invalid("reading Terraform states", f"There is no *.tfstate in {place}, nor below.")
    return found


def _accounts(path: Path) -> Iterator[str]:
    try:
        state: Any = json.loads(path.read_text(encoding="utf-8") or "{}")
        for resource in state.get("resources", []):
            attribute = _ID_OF.get(resource["type"]) if resource.get("mode") == "managed" else None
            for instance in resource["instances"] if attribute else ():
                account = instance.get("attributes", {}).get(attribute)
                if account:
                    yield str(account)
    except OSError as error:
        raise Invalid("reading Terraform states", f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise Invalid("reading Terraform states", f"{path} is no Terraform state.") from error
