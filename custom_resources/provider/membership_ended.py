"""A membership that was to be ended and is no more, though the state has it: a removal whose end wasn't written down.

Terraform, or the provider, may be killed between AWS's removal and the state. Nothing at AWS tells then who removed the
account, and reading it as gone would plan to invite it again. So the read leaves the state as it is, and what follows
decides: a destroy has nothing left to do, and anything else is refused when it is applied. What is no longer declared
Terraform 1.11 plans before it reads it: there the delete finds out that there is nothing left to do.
"""

from __future__ import annotations

from custom_resources.plugin import UNKNOWN, ResourceContext, Values
from custom_resources.provider import membership_messages as messages

ENDED = "ended"
"""Private state: the last read found no such member, in the organization that the state has."""


def ended_state(state: Values, organization_id: str, ctx: ResourceContext) -> Values:
    """The state of a membership that isn't there any more: as it was, for the plan to decide.

    Args:
        state: what was stored.
        organization_id: that of the credentials.
        ctx: the request's.

    Raises:
        ProviderError: when nobody wished to end it, or the credentials are those of another organization.
    """
    if state["on_destroy"] != "remove" or state["organization_id"] != organization_id:
        raise messages.not_a_member(state)
    ctx.private[ENDED] = True
    return state


def plan_ended(prior: Values, planned: Values, ctx: ResourceContext) -> Values:
    """Plan a change that :func:`refuse_ended` refuses, where a membership that has ended is declared still.

    Not an error here, which would stop `terraform destroy` too: that plans what is declared before it plans to destroy.
    """
    problem = messages.not_a_member(prior)
    ctx.diagnostics.warning(problem.summary, f"{problem.detail} So this plan can't be applied, but for a destroy.")
    return planned | {"state": UNKNOWN}


def refuse_ended(prior: Values, ctx: ResourceContext) -> None:
    """Check, where a membership is changed, that it was there when that was planned.

    Raises:
        ProviderError: with the ways out.
    """
    if ENDED in ctx.private:
        raise messages.not_a_member(prior)
