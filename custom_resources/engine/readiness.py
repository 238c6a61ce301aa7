"""Whether pairs can be made and joined from here: every prerequisite by itself, what was seen, and how to mend it.

Nothing is changed, and a failing check is a finding, not an error. A check is unknown where AWS doesn't permit to look.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from custom_resources.engine import quotas as q
from custom_resources.engine.creation_progress import SLOTS
from custom_resources.engine.errors import EngineError, Stopped, Unreachable
from custom_resources.engine.foresight import foresee
from custom_resources.engine.organization_checks import (
    commercial_organization,
    govcloud_organization,
    paired_account,
    trusted_access,
)
from custom_resources.engine.quotas import Quotas, SeenQuotas
from custom_resources.engine.readiness_model import Check, behind, unknown

if TYPE_CHECKING:
    from custom_resources.engine.credentials import SetName
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.estimate import Estimate
    from custom_resources.engine.model import Identity
    from custom_resources.engine.session import AwsSession

SETS: tuple[SetName, ...] = ("commercial", "govcloud_paired", "govcloud_management")
_ACCOUNTS = ("members", "open_invitations", "account_quota")
"""What must be known to tell how many accounts are left."""

READINESS_SECONDS = 1800.0
"""How long all checks may take: counting 50,000 accounts takes 6 minutes (2,500 pages at 8 a second, Q)."""


@dataclass(frozen=True)
class Readiness:
    """The checks in the order in which they build on each other, the quotas, and the estimate if one was asked for.

    ready: every required check is passed, and none of the others failed.
    """

    checks: tuple[Check, ...]
    quotas: Quotas
    estimate: Estimate | None = None

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way, as far as it can be known; what must be known and isn't counts as no."""
        return all(check.ready or (check.ready is None and not check.required) for check in self.checks)


def check_readiness(estate: Estate, pairs: int | None = None) -> Readiness:
    """Look at everything that making and joining pairs needs. Raises Stopped only.

    pairs: how many new ones are meant; adds the estimate of their duration, and the check whether they fit.
    """
    deadline = estate.deadline("checking the prerequisites", READINESS_SECONDS, "Run again.")
    identities = {name: _identify(estate, name) for name in SETS}
    checks = [check for check, _ in identities.values()]
    who = {name: identity for name, (_, identity) in identities.items()}
    commercial, features = commercial_organization(estate, deadline, who["commercial"])
    checks += [commercial, features]
    checks += behind(commercial, [trusted_access(estate, deadline, who["commercial"])])
    checks += paired_account(estate, deadline, who["commercial"], who["govcloud_paired"])
    checks.append(govcloud_organization(estate, deadline, who["govcloud_management"]))
    if who["commercial"] is None:
        nobody = "The credential set commercial is not usable."
        checks += [
            unknown(name, nobody, "See the check commercial_credentials.", required=False)
            for name in ("creations_in_progress", "account_quota")
        ]
        return Readiness(tuple(checks), Quotas())
    if pairs is None:
        seen = q.see_quotas(estate, deadline)
        return Readiness((*checks, *behind(commercial, _limits(seen))), seen.quotas)
    foresight = foresee(estate, deadline)
    expected = foresight.estimate(pairs)
    left = behind(commercial, _limits(foresight.seen))
    return Readiness((*checks, *left, _fits(expected)), foresight.quotas, expected)


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
        if isinstance(error, Unreachable):
            step = "Run again when the endpoint answers."
        return Check(f"{name}_credentials", False, error.detail, step), None
    seen = f"STS says account {identity.account_id} in partition {identity.partition} ({identity.arn})."
    return Check(f"{name}_credentials", True, seen), identity


def _limits(seen: SeenQuotas) -> list[Check]:
    running = seen.quotas.creations_in_progress
    if running is None:
        why = seen.unknown["creations_in_progress"]
        slots = unknown("creations_in_progress", why, "Allow organizations:ListCreateAccountStatus.")
    else:
        full = " New ones wait for a slot." if running >= SLOTS else ""
        told = f"{running} of {SLOTS} creations are in progress.{full}"
        slots = Check("creations_in_progress", True, told)
    why = " ".join(seen.unknown[name] for name in _ACCOUNTS if name in seen.unknown)
    # Optional, all of them: a limit that can't be read is met, if at all, by an error that says so.
    return [replace(check, required=False) for check in (slots, _accounts_left(seen.quotas, why))]


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


def _fits(estimate: Estimate) -> Check:
    step = "" if not estimate.problems else "See what is said to be done; or make fewer pairs."
    return Check("pairs_fit", estimate.fits, estimate.text, step, required=False)
