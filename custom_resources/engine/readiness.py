"""Whether pairs can be made and joined from here: every prerequisite by itself, what was seen, and how to mend it.

Nothing is changed, and a failing check is a finding, not an error. A check is unknown where AWS doesn't permit to look.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from custom_resources.engine import quotas as q
from custom_resources.engine.errors import EngineError, Stopped
from custom_resources.engine.organization_checks import (
    commercial_organization,
    govcloud_organization,
    paired_account,
    trusted_access,
)
from custom_resources.engine.quotas import Quotas
from custom_resources.engine.readiness_model import Check, unknown

if TYPE_CHECKING:
    from custom_resources.engine.credentials import SetName
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import Identity
    from custom_resources.engine.polling import Deadline
    from custom_resources.engine.session import AwsSession

T = TypeVar("T")

SETS: tuple[SetName, ...] = ("commercial", "govcloud_paired", "govcloud_management")
READINESS_SECONDS = 1800.0
"""How long all checks may take: counting 50,000 accounts takes 6 minutes (2,500 pages at 8 a second, Q)."""


@dataclass(frozen=True)
class Readiness:
    """The checks in the order in which they build on each other, and the quotas.

    ready: every required check is passed, and none of the others failed.
    """

    checks: tuple[Check, ...]
    quotas: Quotas

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way, as far as it can be known; what must be known and isn't counts as no."""
        return all(check.ready or (check.ready is None and not check.required) for check in self.checks)


def check_readiness(estate: Estate) -> Readiness:
    """Look at everything that making and joining pairs needs. Raises Stopped only."""
    deadline = estate.deadline("checking the prerequisites", READINESS_SECONDS, "Run again.")
    identities = {name: _identify(estate, name) for name in SETS}
    checks = [check for check, _ in identities.values()]
    who = {name: identity for name, (_, identity) in identities.items()}
    checks += commercial_organization(estate, deadline, who["commercial"])
    checks.append(trusted_access(estate, deadline, who["commercial"]))
    checks += paired_account(estate, deadline, who["commercial"], who["govcloud_paired"])
    checks.append(govcloud_organization(estate, deadline, who["govcloud_management"]))
    if who["commercial"] is None:
        nobody = "The credential set commercial is not usable."
        checks += [
            unknown(name, nobody, "See the check commercial_credentials.", required=False)
            for name in ("creations_in_progress", "account_quota")
        ]
        return Readiness(tuple(checks), Quotas())
    quotas, limits = _limits(estate, deadline)
    return Readiness((*checks, *limits), quotas)


def _identify(estate: Estate, name: SetName) -> tuple[Check, Identity | None]:
    """Ask STS who a set is; the identity only when it is who it should be."""
    try:
        estate.verify(name)
        session: AwsSession = getattr(estate, name)
        identity = session.identity()
    except Stopped:
        raise
    except EngineError as error:
        step = f"Correct the credentials of `{name}`: see what was expected."
        return Check(f"{name}_credentials", False, error.detail, step), None
    seen = f"STS says account {identity.account_id} in partition {identity.partition} ({identity.arn})."
    return Check(f"{name}_credentials", True, seen), identity


def _limits(estate: Estate, deadline: Deadline) -> tuple[Quotas, list[Check]]:
    quotas, checks = Quotas(), []
    running, why = _known(lambda: q.creations_in_progress(estate, deadline))
    if running is None:
        checks.append(unknown("creations_in_progress", why, "Allow organizations:ListCreateAccountStatus."))
    else:
        quotas = replace(quotas, creations_in_progress=running)
        seen = f"{running} of {q.CREATIONS_AT_ONCE} creations are in progress."
        full = running >= q.CREATIONS_AT_ONCE
        checks.append(Check("creations_in_progress", True, seen + (" New ones wait for a slot." if full else "")))
    members, why = _known(lambda: q.count_members(estate, deadline))
    invited, why_invited = _known(lambda: q.open_invitations(estate, deadline))
    if members is not None:
        quotas = replace(quotas, closure_quota=q.closure_quota(members))
    if members is not None and invited is not None:
        quotas = replace(quotas, accounts=members + invited + (running or 0))
    allowed, why_quota = _known(lambda: q.account_quota(estate, deadline))
    quotas = replace(quotas, account_quota=allowed)
    checks.append(_accounts_left(quotas, " ".join(filter(None, (why, why_invited, why_quota)))))
    # Optional, all of them: a limit that can't be read is met, if at all, by an error that says so.
    return quotas, [replace(check, required=False) for check in checks]


def _accounts_left(quotas: Quotas, why: str) -> Check:
    name, left = "account_quota", quotas.accounts_left
    if left is None:
        return unknown(
            name,
            why or "Service Quotas has no quota of accounts.",
            "Allow servicequotas:GetServiceQuota, organizations:ListAccounts and "
            "organizations:ListHandshakesForOrganization; or look in the console, Service Quotas, AWS Organizations.",
        )
    seen = (
        f"{quotas.accounts} of {quotas.account_quota} accounts are used; closed ones, open invitations and creations "
        "in progress count."
    )
    if left:
        return Check(name, True, seen)
    return Check(name, False, seen, "Ask for a higher quota: Service Quotas, AWS Organizations, in us-east-1.")


def _known(look: Callable[[], T]) -> tuple[T | None, str]:
    """What was seen, or None and why not."""
    try:
        return look(), ""
    except Stopped:
        raise
    except EngineError as error:
        return None, f"{error.detail.rstrip('.')}."
