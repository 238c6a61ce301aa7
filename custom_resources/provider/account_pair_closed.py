"""What becomes of a pair that was closed: AWS Support reopened it, or AWS let it go after 90 days."""

from __future__ import annotations

from custom_resources.engine.model import CLOSED_STATES
from custom_resources.plugin import ProviderError, ResourceContext, Values
from custom_resources.provider.account_pair_messages import ids, title

REOPENED = "reopened"
"""Private state: the last read found an account open that the state had as closed elsewhere.

It is there for that one read's plan: where the plan goes through, its state has the account open, and closing it is a
wish of its own from then on. A pair that was closed here needs no mark: its `closed` stays true until the configuration
says otherwise.
"""

GONE = "gone"
"""Private state: the account, closed here, is in the organization no more."""

SEEN_BY_AWS = ("name", "parent_id", "tags", "closed", "closed_accounts_parent_id")


def is_closed(state: Values) -> bool:
    """Whether a pair in the state is closed, or on its way there, as far as was seen."""
    return state["commercial_state"] in CLOSED_STATES


def closed_as_read(state: Values, now: Values, ctx: ResourceContext) -> bool:
    """The value of `closed` for a pair that was just read; warns where it isn't what AWS has.

    Args:
        state: what was stored; `closed` is None after an import.
        now: the same, as AWS has it now.
        ctx: the request's.
    """
    before, shut = state["closed"], is_closed(now)
    ctx.private.pop(GONE, None)
    ctx.private.pop(REOPENED, None)
    if before is None or before == shut:
        if not shut and is_closed(state):
            ctx.private[REOPENED] = True
        return shut
    if shut:
        ctx.diagnostics.warning(
            f"{title(now)} is {now['commercial_state']}, though not declared closed",
            "Something else than this configuration, or an apply that didn't end, closed or suspended it "
            f"({ids(now)}). If it is to stay so, set closed = true: that changes nothing at AWS. Else ask AWS Support "
            "to reopen it, within 90 days of the closing.",
        )
    return bool(before)


def refuse_closing_again(prior: Values, planned: Values, ctx: ResourceContext) -> None:
    """Check that a pair that was closed and is open again isn't closed by what is left in the configuration.

    Raises:
        ProviderError: with the ways out.
    """
    reopened = REOPENED in ctx.private or (prior["closed"] is True and not is_closed(prior))
    if reopened and planned["closed"] is True:
        raise ProviderError(
            f"{title(prior)} was closed and is {prior['commercial_state']} again",
            f"Somebody had AWS Support reopen it ({ids(prior)}), and closed = true would close both accounts once "
            "more. Nothing was changed. If it is to stay open, set closed = false and apply. If it is to be closed "
            "again, do that first as well, and then set closed = true and apply once more: closing it again is a wish "
            "of its own. To manage it no longer, take it out with a `removed` block (lifecycle { destroy = false }).",
            ("closed",),
        )


def gone_state(state: Values, ctx: ResourceContext) -> Values:
    """The state of a pair that was closed here and has left the organization: closed for good, and still known."""
    ctx.private[GONE] = True
    ctx.diagnostics.warning(
        f"{title(state)} is closed and has left the organization",
        f"It was closed ({ids(state)}), and AWS doesn't list its commercial account any more: 90 days after the "
        "closing an account leaves its organization for good, and nothing is left to manage. So it is shown as CLOSED. "
        "To take the declaration out, replace it by a `removed` block (lifecycle { destroy = false }), or delete it: "
        "destroying makes no call. Its email address stays taken for ever. If somebody had it reopened and moved to "
        "another organization instead, that one's credentials show it.",
    )
    return state | {"commercial_state": "CLOSED", "govcloud_state": "CLOSED"}


def plan_gone(prior: Values, planned: Values) -> None:
    """Plan a pair that is gone: what AWS would have to change is refused, and default tags don't reach it any more.

    Raises:
        ProviderError: at the first attribute that was changed.
    """
    planned["tags_all"] = prior["tags_all"]
    for name in SEEN_BY_AWS:
        if planned[name] != prior[name] and (planned[name] or prior[name]):
            raise ProviderError(
                f"{title(prior)} is closed for good: its {name} can't be changed",
                f"Its accounts ({ids(prior)}) have left the organization, and can't be reopened. Put the value back as "
                "it was, or take the declaration out, with a `removed` block (lifecycle { destroy = false }).",
                (name,),
            )
