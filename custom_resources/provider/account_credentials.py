"""The ephemeral resource `govpair_account_credentials`: keys for a member account, for the length of one run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar, cast

from custom_resources.engine import rules
from custom_resources.engine.errors import EngineError, NotFound
from custom_resources.engine.member_role import SIDES, Side, side_of_arn
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.plugin import (
    NUMBER,
    STRING,
    UNKNOWN,
    Attribute,
    Context,
    EphemeralResource,
    EphemeralResult,
    ProviderError,
    Schema,
    Values,
)
from custom_resources.provider import setting_rules
from custom_resources.provider.errors import as_provider_error, engine_errors
from custom_resources.provider.member_role_attributes import (
    EXTERNAL_ID,
    ROLE_ARN,
    check_role_arn,
    configured_sides,
    member_role,
)
from custom_resources.provider.settings import estate_for_account, estate_for_pairs, settings_of
from custom_resources.provider.state_values import timestamp

if TYPE_CHECKING:
    from custom_resources.engine.member_credentials import MemberCredentials

DEFAULT_SESSION_NAME = "govpair"
DEFAULT_DURATION = 3600


def session_policy(value: Any) -> str | None:
    """A session policy: a JSON object of at most 2048 characters (STS API reference, AssumeRole, Policy)."""
    if len(value) > 2048:
        return f"A session policy has at most 2048 characters; this one has {len(value)}."
    try:
        parsed = json.loads(value)
    except ValueError as error:
        return f"A session policy is JSON, and this is not: {error}."
    return None if isinstance(parsed, dict) else "A session policy is a JSON object with Version and Statement."


SCHEMA = Schema(
    description=(
        "Short-lived credentials for a member account on either side, in neither state nor plan (Terraform 1.10 or "
        "later): for the provider block of another provider. The account must exist already. Name it by `email`, "
        "which is known at plan: a pair that isn't made yet is then an error. An `account_id` that is known only "
        "after apply would leave the other provider without keys, and hashicorp/aws then takes those it finds in the "
        "environment: a literal `allowed_account_ids` in its block stops that, and belongs there always."
    ),
    attributes={
        "account_id": Attribute(
            STRING,
            "The account's id; the one that was found when `email` is given instead.",
            optional=True,
            computed=True,
            validators=(rules.account_id,),
        ),
        "email": Attribute(
            STRING,
            "The email of an account pair, in place of `account_id`; of the pair the account on the `side` is meant.",
            optional=True,
            validators=(rules.email,),
        ),
        "side": Attribute(
            STRING,
            "The account's side, `commercial` or `govcloud`; when left out, the side of `role_arn`, `govcloud` with an "
            "`email`, else the side whose credential set can assume the role.",
            optional=True,
            computed=True,
            validators=(setting_rules.one_of(*SIDES),),
        ),
        "role_name": Attribute(
            STRING,
            f"The role in the account to assume; `{DEFAULT_ROLE_NAME}` when left out.",
            optional=True,
            validators=(rules.role_name,),
        ),
        "role_arn": ROLE_ARN,
        "external_id": EXTERNAL_ID,
        "session_name": Attribute(
            STRING,
            f"The session's name as CloudTrail shows it; `{DEFAULT_SESSION_NAME}` when left out.",
            optional=True,
            validators=(setting_rules.session_name,),
        ),
        "duration_seconds": Attribute(
            NUMBER,
            f"How long the credentials are good for, in seconds; {DEFAULT_DURATION} when left out (which is also AWS's "
            "limit for a role assumed by a role).",
            optional=True,
            validators=(setting_rules.whole_number_from(900, 43200),),
        ),
        "policy": Attribute(
            STRING,
            "A session policy in JSON, which narrows what the role may do.",
            optional=True,
            validators=(session_policy,),
        ),
        "access_key_id": Attribute(STRING, "The access key id.", computed=True, sensitive=True),
        "secret_access_key": Attribute(STRING, "The secret access key.", computed=True, sensitive=True),
        "session_token": Attribute(STRING, "The session token.", computed=True, sensitive=True),
        "expiration": Attribute(STRING, "When the credentials end (RFC 3339, UTC).", computed=True),
        "partition": Attribute(STRING, "The account's partition: `aws` or `aws-us-gov`.", computed=True),
    },
)

NOT_YET = (
    "Nothing was taken from anywhere else in its place. If the pair is declared in this configuration, make it first, "
    "with `terraform apply -target=ADDRESS` or, better, in a stack of its own, and then plan this."
)


class AccountCredentialsEphemeralResource(EphemeralResource):
    """Credentials for a member account."""

    name: ClassVar[str] = "account_credentials"
    schema: ClassVar[Schema] = SCHEMA

    def validate(self, config: Values, ctx: Context) -> None:
        """One account, and a role that can be one of it."""
        given = [name for name in ("account_id", "email") if config.get(name) is not None]
        if len(given) != 1:
            found = "both are given" if given else "neither is given"
            ctx.diagnostics.error(
                "Which account is meant?", f"Give exactly one of account_id and email; {found}.", ("account_id",)
            )
        side = config.get("side")
        if side is None and config.get("email") is not None:
            side = "govcloud"
        check_role_arn(config, side, ctx.diagnostics)

    def open(self, config: Values, ctx: Context) -> EphemeralResult:
        """Assume the role."""
        settings_of(ctx)
        if UNKNOWN in [value for value in config.values() if not isinstance(value, dict)]:
            raise ProviderError("The account isn't known yet", NOT_YET, ("account_id",))
        keys = _by_email(config, ctx) if config["email"] is not None else _by_id(config, ctx)
        return EphemeralResult(
            config
            | {
                "account_id": keys.account_id,
                "side": keys.side,
                "partition": keys.partition,
                "access_key_id": keys.access_key_id,
                "secret_access_key": keys.secret_access_key,
                "session_token": keys.session_token,
                "expiration": timestamp(keys.expiration),
            }
        )


def _by_email(config: Values, ctx: Context) -> MemberCredentials:
    from custom_resources.engine.member_credentials import account_of_pair

    side = cast("Side", config["side"] or "govcloud")
    try:
        account_id = account_of_pair(estate_for_pairs(ctx), config["email"], side)
    except NotFound as error:
        raise as_provider_error(error, SCHEMA.attributes, NOT_YET) from error
    except EngineError as error:
        raise as_provider_error(error, SCHEMA.attributes) from error
    with engine_errors(SCHEMA.attributes):
        return _issue(config | {"account_id": account_id}, side, ctx)


def _by_id(config: Values, ctx: Context) -> MemberCredentials:
    with engine_errors(SCHEMA.attributes):
        side = config["side"] or (side_of_arn(config["role_arn"]) if config["role_arn"] else None)
        if side is not None:
            return _issue(config, side, ctx)
        return _on_either_side(config, ctx)


def _on_either_side(config: Values, ctx: Context) -> MemberCredentials:
    sides = configured_sides(ctx)
    refusals: list[EngineError] = []
    for side in sides:
        try:
            return _issue(config, side, ctx)
        except EngineError as error:
            if not error.denied:
                raise
            refusals.append(error)
    if len(refusals) == 1:
        raise refusals[0]
    raise ProviderError(
        f"No credentials for account {config['account_id']}",
        "Neither credential set may assume the role. Give `side` to ask only one.\n"
        + "\n".join(f"- {side}: {error.detail}" for side, error in zip(sides, refusals, strict=True)),
        ("account_id",),
    )


def _issue(config: Values, side: Side, ctx: Context) -> MemberCredentials:
    from custom_resources.engine.member_credentials import SessionOptions, issue_credentials

    options = SessionOptions(
        session_name=config["session_name"] or DEFAULT_SESSION_NAME,
        duration_seconds=int(config["duration_seconds"] or DEFAULT_DURATION),
        policy=config["policy"],
    )
    return issue_credentials(estate_for_account(ctx, side), member_role(config, side), options)
