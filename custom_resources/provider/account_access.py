"""The resource `govpair_account_access`: waits until the role in an account can really be assumed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from custom_resources.engine import rules
from custom_resources.engine.member_role import SIDES, MemberRole, Side
from custom_resources.plugin import (
    STRING,
    UNKNOWN,
    Attribute,
    ProviderError,
    Resource,
    ResourceContext,
    Schema,
    Values,
    timeout_of,
    timeouts,
)
from custom_resources.provider.errors import engine_errors
from custom_resources.provider.member_role_attributes import EXTERNAL_ID, role_name
from custom_resources.provider.settings import estate_for_account, settings_of
from custom_resources.provider.state_values import timestamp

CREATE_TIMEOUT = "20m"
UPDATE_TIMEOUT = "20m"

SCHEMA = Schema(
    description=(
        "Waits until the role in the accounts of a pair can really be assumed, which takes up to some minutes after "
        "the pair was made: what works inside the accounts depends on it. It makes nothing in AWS, and destroying it "
        "changes nothing there."
    ),
    attributes={
        "commercial_account_id": Attribute(
            STRING,
            "The commercial account to wait for, with the `commercial` credential set; at least one of the two ids is "
            "needed.",
            optional=True,
            validators=(rules.account_id,),
        ),
        "govcloud_account_id": Attribute(
            STRING,
            "The GovCloud account to wait for, with the `govcloud_paired` credential set; at least one of the two ids "
            "is needed.",
            optional=True,
            validators=(rules.account_id,),
        ),
        "role_name": role_name("that must be assumable, the same on both sides"),
        "external_id": EXTERNAL_ID,
        "timeouts": timeouts(create=CREATE_TIMEOUT, update=UPDATE_TIMEOUT),
        "id": Attribute(STRING, "The account ids, joined by a slash.", computed=True, keep=False),
        "commercial_role_arn": Attribute(
            STRING,
            "The ARN of the role in the commercial account, known once it can be assumed.",
            computed=True,
            keep=False,
        ),
        "govcloud_role_arn": Attribute(
            STRING,
            "The ARN of the role in the GovCloud account, known once it can be assumed.",
            computed=True,
            keep=False,
        ),
        "verified_timestamp": Attribute(
            STRING, "When the role was last seen to be assumable (RFC 3339, UTC).", computed=True, keep=False
        ),
    },
)

_ASKED = ("commercial_account_id", "govcloud_account_id", "role_name", "external_id")


class AccountAccessResource(Resource):
    """Access to the accounts of a pair. Never tainted: a wait that failed leaves nothing in the state."""

    name: ClassVar[str] = "account_access"
    schema: ClassVar[Schema] = SCHEMA

    def validate(self, config: Values, ctx: ResourceContext) -> None:
        """At least one account, and not the same one on both sides."""
        ids = [config.get(f"{side}_account_id") for side in SIDES]
        if ids == [None, None]:
            ctx.diagnostics.error(
                "No account to wait for",
                "Give commercial_account_id, govcloud_account_id, or both.",
                ("govcloud_account_id",),
            )
        elif isinstance(ids[0], str) and ids[0] == ids[1]:
            ctx.diagnostics.error(
                "One account on two sides",
                f"{ids[0]} is given as both halves of a pair, which are two accounts with ids of their own.",
                ("commercial_account_id",),
            )

    def plan(self, prior: Values | None, planned: Values, ctx: ResourceContext) -> Values:
        """Without a configured provider there is no plan; what isn't asked anew stays as it was verified."""
        settings_of(ctx)
        if prior is not None and not _asks_anew(prior, planned):
            kept = ("id", "commercial_role_arn", "govcloud_role_arn", "verified_timestamp")
            return planned | {name: prior[name] for name in kept}
        return planned

    def create(self, planned: Values, ctx: ResourceContext) -> Values:
        """Wait."""
        return _wait(planned, timeout_of(planned, "create", CREATE_TIMEOUT), ctx)

    def read(self, state: Values, ctx: ResourceContext) -> Values | None:
        """What was verified stays so: to ask again at each plan would cost calls and prove nothing for the apply."""
        return state

    def update(self, prior: Values, planned: Values, ctx: ResourceContext) -> Values:
        """Wait anew, if another account or role is meant."""
        if not _asks_anew(prior, planned):
            return planned
        return _wait(planned, timeout_of(planned, "update", UPDATE_TIMEOUT), ctx)

    def import_state(self, import_id: str, ctx: ResourceContext) -> Values:
        """Refuse: AWS keeps no such thing."""
        raise ProviderError(
            "Access to an account cannot be imported",
            "A govpair_account_access is no thing in AWS. Declare it, and apply: it asks whether the roles can be "
            "assumed, at once where they can.",
        )

    def delete(self, prior: Values, ctx: ResourceContext) -> None:
        """Nothing was made, so there is nothing to take away."""


def _asks_anew(prior: Values, planned: Values) -> bool:
    return any(planned[name] is UNKNOWN or planned[name] != prior[name] for name in _ASKED)


def _roles(planned: Values) -> list[MemberRole]:
    # The commercial account first: it is there first.
    sides: tuple[Side, ...] = ("commercial", "govcloud")
    return [
        MemberRole(side, planned[f"{side}_account_id"], planned["role_name"], external_id=planned["external_id"])
        for side in sides
        if planned[f"{side}_account_id"]
    ]


def _wait(planned: Values, timeout: float, ctx: ResourceContext) -> Values:
    from custom_resources.engine.member_session import await_access

    roles = _roles(planned)
    estate: Any = None
    for role in roles:
        estate = estate_for_account(ctx, role.side)
    with engine_errors(SCHEMA.attributes):
        await_access(estate, roles, timeout)
    arns = {role.side: role.arn for role in roles}
    return planned | {
        "id": "/".join(role.account_id for role in roles),
        "commercial_role_arn": arns.get("commercial"),
        "govcloud_role_arn": arns.get("govcloud"),
        "verified_timestamp": timestamp(datetime.now(UTC)),
    }
