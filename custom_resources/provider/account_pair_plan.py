"""What `govpair_account_pair` decides when Terraform plans: no call to AWS is made here."""

from __future__ import annotations

from typing import Any

from custom_resources.engine import rules
from custom_resources.plugin import UNKNOWN, ProviderError, ResourceContext, Values
from custom_resources.provider.account_pair_closed import GONE, is_closed, plan_gone, refuse_closing_again
from custom_resources.provider.account_pair_import import IMPORTED
from custom_resources.provider.account_pair_messages import ids, title
from custom_resources.provider.account_pair_schema import ANOTHER_ACCOUNT
from custom_resources.provider.account_pair_state import role_arns
from custom_resources.provider.default_tags import refuse_too_many, tags_all
from custom_resources.provider.first_tags import warn_if_they_begin
from custom_resources.provider.settings import Settings, settings_of

_NEVER_GIVEN_BACK = {"role_name": "role name", "iam_user_access_to_billing": "IAM user access to billing data"}


def plan_creation(planned: Values, ctx: ResourceContext) -> Values:
    """Check a new pair and count it.

    Raises:
        ProviderError: when the provider has no owner, its email isn't known yet, it is to be created closed, has a
            name or tags that only an existing account may have, or is one too many.
    """
    settings = settings_of(ctx)
    _refuse_unknown_closing(planned)
    if settings.creation_marker and settings.owner is None:
        raise ProviderError(
            f"{title(planned)}: the provider's owner isn't set",
            "A new pair is marked with its owner, by which an interrupted creation is found again. With a name that "
            "everybody has, two states would take up each other's pairs. Set owner in the provider block to a name "
            'that only this state uses, such as owner = "platform-team/account-pairs", and keep it: pairs that were '
            "made under it carry it in the tag govpair:owner.",
        )
    if planned["email"] is UNKNOWN:
        # Nobody could say whether another address in the state has that pair already: it would be taken over there.
        raise ProviderError(
            f"{title(planned)}: its email isn't known before apply",
            "A pair is found, and never made twice, by its email, so a new one needs it in the plan. Write the email "
            "out, make it of variables and locals (the function pair_email helps), or apply what it depends on first, "
            "with -target or in a stack of its own.",
            ("email",),
        )
    if planned["closed"] is True:
        raise ProviderError(
            f"{title(planned)} can't be created closed",
            "No account is made to be closed at once. To keep track of a pair that is closed already, import it; else "
            "remove closed = true.",
            ("closed",),
        )
    # Only the strict rule's names can be created. An existing account, which adopt_existing may find, can have another.
    if planned["adopt_existing"] is not True and isinstance(planned["name"], str):
        _refuse(rules.new_account_name(planned["name"]), "Invalid name for a new account pair", "name")
    _plan_tags(planned, settings)
    settings.planned_creations.add(title(planned))
    return planned


def plan_change(prior: Values, planned: Values, ctx: ResourceContext) -> Values:
    """Check a change of an existing pair and fill in what follows from it.

    Raises:
        ProviderError: when the change would need another account, or would reopen a closed one.
    """
    if prior["commercial_state"] is None:  # only a read that was left out can cause it
        raise ProviderError(
            f"{title(prior)} was moved or imported, but not read yet",
            "Its GovCloud account and whether it is closed aren't known before AWS is asked. Run again without "
            "-refresh=false.",
        )
    if IMPORTED not in ctx.private:
        for attribute, what in _NEVER_GIVEN_BACK.items():
            if _changes(prior, planned, attribute) and planned[attribute] is not UNKNOWN:
                raise ProviderError(
                    f"{title(prior)}: its {what} can't be changed", ANOTHER_ACCOUNT.format(what=what), (attribute,)
                )
    before, after = prior["email"], planned["email"]
    if isinstance(before, str) and isinstance(after, str) and rules.same_email(before, after):
        planned["email"] = before  # another spelling is no other address; Terraform lets a plan keep the prior
    _plan_tags(planned, settings_of(ctx))
    warn_if_they_begin(title(planned), prior, planned["tags_all"], ctx)
    if GONE in ctx.private:
        plan_gone(prior, planned)
    _plan_closing(prior, planned, ctx)
    _plan_place(planned, ctx)
    if _changes(prior, planned, "role_name"):
        if planned["role_name"] is UNKNOWN:
            planned.update(commercial_role_arn=UNKNOWN, govcloud_role_arn=UNKNOWN)
        else:
            accounts = (prior["commercial_account_id"], prior["govcloud_account_id"])
            planned.update(role_arns(planned["role_name"], *accounts))
    return planned


def _plan_tags(planned: Values, settings: Settings) -> None:
    planned["tags_all"] = tags_all(settings.default_tags, planned["tags"])
    refuse_too_many(planned["tags_all"], title(planned), marker=settings.creation_marker)


def _plan_place(planned: Values, ctx: ResourceContext) -> None:
    """A closed account that has a place of its own is there; a `parent_id` that nobody declares follows it."""
    target, config = planned["closed_accounts_parent_id"], ctx.config or {}
    if planned["closed"] is True and target is not None and config.get("parent_id") is None:
        planned["parent_id"] = target


def _refuse_unknown_closing(planned: Values) -> None:
    if planned["closed"] is UNKNOWN:
        # It would be decided while applying, after everybody has read the plan.
        raise ProviderError(
            f"{title(planned)}: whether it is to be closed isn't known before apply",
            "Closing can't be undone, so a plan has to show it. Write closed out, make it of variables and locals, or "
            "apply what it depends on first, with -target or in a stack of its own.",
            ("closed",),
        )


def _plan_closing(prior: Values, planned: Values, ctx: ResourceContext) -> None:
    _refuse_unknown_closing(planned)
    refuse_closing_again(prior, planned, ctx)
    if not _changes(prior, planned, "closed"):
        return
    if planned["closed"] is False:
        if not is_closed(prior):
            return  # AWS Support reopened it, and this is the answer to that
        raise ProviderError(
            f"{title(prior)} is closed, and can't be reopened here",
            f"Its accounts ({ids(prior)}) are {prior['commercial_state']}. Within 90 days AWS Support can reopen them, "
            "on a request made in the AWS console. Until they have, keep closed = true; once they have, set closed = "
            "false. Or take the pair out of the state with a `removed` block.",
            ("closed",),
        )
    planned.update(commercial_state=UNKNOWN, govcloud_state=UNKNOWN)
    if not is_closed(prior):
        ctx.diagnostics.warning(
            f"{title(prior)} will be closed",
            f"Applying this plan closes both accounts ({ids(prior)}) with everything in them. Only AWS Support "
            "can reopen them, within 90 days. AWS closes three accounts at a time (more wait), and in 30 days a fifth "
            "of the organization's, 250 at least; how many it has closed in them, it doesn't tell.",
            ("closed",),
        )


def _changes(prior: Values, planned: Values, attribute: str) -> bool:
    before: Any = prior[attribute]
    after: Any = planned[attribute]
    return before is not None and (after is UNKNOWN or before != after)


def _refuse(problem: str | None, summary: str, attribute: str) -> None:
    if problem:
        raise ProviderError(summary, problem, (attribute,))
