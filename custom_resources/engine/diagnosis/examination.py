"""The whole examination: readiness first, then what only an estate that can be read has. Changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from custom_resources.engine.diagnosis.accounts import joined, left_alone, roles, trails
from custom_resources.engine.diagnosis.limits import limits
from custom_resources.engine.diagnosis.permitted import permissions
from custom_resources.engine.errors import EngineError, Stopped
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.engine.readiness import Readiness, check_readiness
from custom_resources.engine.readiness_model import Check, unknown
from custom_resources.engine.survey import NOBODY, survey
from custom_resources.engine.survey_model import Unread

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.session import AwsSession

OF_ACCOUNTS = ("vended_roles", "memberships", "trails", "unmanaged_accounts")
"""The checks for which every account is looked at."""


@dataclass(frozen=True)
class Examination:
    """What was found. checks: readiness's first, then the others; ready: nothing required is missing."""

    readiness: Readiness
    checks: tuple[Check, ...]

    @property
    def healthy(self) -> bool:
        """Whether every check is passed, but for those that are optional and unknown."""
        return all(each.ready or (each.ready is None and not each.required) for each in self.checks)


def examine(
    estate: Estate,
    *,
    new_pairs: int | None = None,
    role_name: str = DEFAULT_ROLE_NAME,
    states: Sequence[Path] = (),
    every_account: bool = True,
    customers: Mapping[str, AwsSession] = NOBODY,
    unread: Sequence[Unread] = (),
    resellers: bool = False,
) -> Examination:
    """Make every check, each by itself: one that fails keeps no other from being made. Raises Stopped only.

    new_pairs: how many are meant. role_name: of the role in vended accounts. states: Terraform state files, or folders
    of them, in which the accounts with our marker should stand. every_account: False leaves `OF_ACCOUNTS` out.
    customers, unread: a reseller's customers' GovCloud organizations, and those that aren't read. resellers: the paired
    account itself needs no organization.
    """
    readiness = check_readiness(estate, new_pairs)
    seen = [each for each in readiness.checks if not (resellers and each.name == "govcloud_organization")]
    checks = [*seen, *limits(replace(readiness, checks=tuple(seen))), *permissions(estate, readiness)]
    if every_account:
        checks += _of_accounts(estate, readiness, role_name, states, customers, unread, resellers)
    return Examination(readiness, tuple(checks))


def _of_accounts(
    estate: Estate,
    readiness: Readiness,
    role_name: str,
    states: Sequence[Path],
    customers: Mapping[str, AwsSession],
    unread: Sequence[Unread],
    resellers: bool,
) -> list[Check]:
    usable = {check.name: check.ready for check in readiness.checks}
    if not (usable.get("commercial_credentials") and usable.get("commercial_organization")):
        why = "The commercial organization can't be read."
        return [unknown(name, why, "See the checks above.", required=False) for name in OF_ACCOUNTS]
    try:
        with_trails = bool(usable.get("govcloud_paired_credentials"))
        found = survey(estate, with_trails=with_trails, role_name=role_name, customers=customers)
        own = estate.govcloud_management.name if resellers else None
        found = replace(found, unread=(*(each for each in found.unread if each.organization != own), *unread))
    except Stopped:
        raise
    except EngineError as error:
        step = "Run again when it can be read."
        return [unknown(name, error.detail, step, required=False) for name in OF_ACCOUNTS]
    return [
        roles(estate, found, role_name),
        joined(found),
        trails(found),
        left_alone(found, estate.owner, states),
    ]
