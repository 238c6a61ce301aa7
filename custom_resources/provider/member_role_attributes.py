"""The attributes by which a role in a member account is named, shared by all that work inside one."""

from __future__ import annotations

from typing import Any, cast

from custom_resources.engine import rules
from custom_resources.engine.errors import EngineError
from custom_resources.engine.member_role import SET_OF_SIDE, SIDES, MemberRole, Side, misplaced
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.plugin import STRING, UNKNOWN, Attribute, Context, Diagnostics, Values
from custom_resources.provider import setting_rules
from custom_resources.provider.errors import as_provider_error
from custom_resources.provider.settings import estate_for_account, settings_of

EXTERNAL_ID = Attribute(
    STRING, "The external id that the role asks for.", optional=True, validators=(setting_rules.external_id,)
)


def role_name(what_for: str) -> Attribute:
    """The attribute `role_name`."""
    return Attribute(
        STRING,
        f"The role in the account {what_for}; `{DEFAULT_ROLE_NAME}` when left out.",
        optional=True,
        computed=True,
        default=DEFAULT_ROLE_NAME,
        validators=(rules.role_name,),
    )


ROLE_ARN = Attribute(
    STRING,
    "The ARN of the role, in place of `role_name`: one with a path, for example.",
    optional=True,
    validators=(rules.role_arn,),
)


def check_role_arn(config: Values, side: Any, diagnostics: Diagnostics) -> None:
    """Report a role ARN of another account or partition; what isn't known yet passes, and is checked again later."""
    role_arn, account_id = config.get("role_arn"), config.get("account_id")
    if not isinstance(role_arn, str) or rules.role_arn(role_arn):
        return
    known_side = cast("Side", side) if side in ("commercial", "govcloud") else None
    problem = misplaced(role_arn, known_side, account_id if isinstance(account_id, str) else None)
    if problem:
        diagnostics.error("The role isn't one of the account", problem, ("role_arn",))


def member_role(values: Values, side: Side) -> MemberRole:
    """The engine's role for a resource's known values."""
    return MemberRole(
        side=side,
        account_id=values["account_id"],
        role_name=values.get("role_name") or DEFAULT_ROLE_NAME,
        role_arn=values.get("role_arn"),
        external_id=values.get("external_id"),
    )


def configured_sides(ctx: Context) -> tuple[Side, ...]:
    """The sides whose credential set the provider block says something about, GovCloud first; both when neither."""
    settings = settings_of(ctx)
    return tuple(side for side in SIDES if settings.configured(SET_OF_SIDE[side])) or SIDES


def side_of(values: Values) -> Any:
    """The side as declared: `govcloud` when left out, UNKNOWN where it is."""
    side = values.get("side")
    return side if side is UNKNOWN else side or "govcloud"


def side_that_lets_in(values: Values, doing: str, ctx: Context) -> Side:
    """The side on which an account lets us in by its role: GovCloud, unless only the other does.

    :raises ProviderError: when neither does, with what AWS said first.
    """
    from custom_resources.engine.member_session import member_session

    refused: EngineError | None = None
    for side in configured_sides(ctx):
        estate = estate_for_account(ctx, side)
        try:
            member_session(estate, member_role(values, side), estate.short_deadline(doing))
            return side
        except EngineError as error:
            if not error.denied:
                raise as_provider_error(error) from error
            refused = refused or error
    assert refused is not None
    raise as_provider_error(refused) from refused
