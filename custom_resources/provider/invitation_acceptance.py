"""The resource `govpair_invitation_acceptance`: the invited account's half of joining, for two parties."""

from __future__ import annotations

from typing import ClassVar

from custom_resources.engine import rules
from custom_resources.engine.errors import HALFWAY, EngineError
from custom_resources.engine.model import DEFAULT_ROLE_NAME, Handshake, MembershipRequest
from custom_resources.plugin import UNKNOWN, ProviderError, Resource, ResourceContext, Schema, Values, timeout_of
from custom_resources.provider.errors import engine_errors
from custom_resources.provider.invitation_acceptance_schema import (
    ANOTHER_ACCEPTANCE,
    CREATE_TIMEOUT,
    SCHEMA,
    UPDATE_TIMEOUT,
)
from custom_resources.provider.member_role_attributes import check_role_arn
from custom_resources.provider.settings import estate_for_acceptances, settings_of
from custom_resources.provider.state_values import account_of


class InvitationAcceptanceResource(Resource):
    """An acceptance: done once, and final. It has no identity for the guard, because doing it again changes nothing."""

    name: ClassVar[str] = "invitation_acceptance"
    schema: ClassVar[Schema] = SCHEMA

    def validate(self, config: Values, ctx: ResourceContext) -> None:
        """Check that a role's ARN is of the account itself."""
        check_role_arn(config, "govcloud", ctx.diagnostics)

    def plan(self, prior: Values | None, planned: Values, ctx: ResourceContext) -> Values:
        """Another invitation is accepted in place; another organization than the accepted one's is refused."""
        settings_of(ctx)
        if prior is None:
            return planned
        if planned["handshake_id"] != prior["handshake_id"]:
            expected = (ctx.config or {}).get("organization_id")
            return planned | {
                "id": planned["handshake_id"],
                "state": UNKNOWN,
                "organization_id": UNKNOWN if expected is None else expected,
            }
        if planned["organization_id"] not in (UNKNOWN, prior["organization_id"]):
            raise _other_organization(prior, planned["organization_id"])
        return planned

    def plan_destroy(self, prior: Values, ctx: ResourceContext) -> None:
        """Say that the account stays."""
        ctx.diagnostics.warning(*_forgotten(prior, "will be"))

    def create(self, planned: Values, ctx: ResourceContext) -> Values:
        """Accept; an error leaves no state, and the next apply goes on."""
        return _accepted(planned, ctx, timeout_of(planned, "create", CREATE_TIMEOUT))

    def read(self, state: Values, ctx: ResourceContext) -> Values | None:
        """An acceptance is final, so nothing is asked; except after an import, when AWS has to show it."""
        if state["state"] is not None:
            return state
        from custom_resources.engine.memberships import read_received

        with engine_errors({}):
            handshake = read_received(estate_for_acceptances(ctx), state["id"], _request(state))
        if handshake.state != "ACCEPTED":
            raise ProviderError(
                f"Invitation {handshake.id} isn't accepted",
                f"It is {handshake.state}, so there is no acceptance to import. Declare the "
                "govpair_invitation_acceptance and apply: that accepts an open invitation.",
            )
        return state | {"state": handshake.state, "organization_id": handshake.organization_id}

    def update(self, prior: Values, planned: Values, ctx: ResourceContext) -> Values:
        """Accept another invitation, or only remember what AWS never sees."""
        if planned["account_id"] != prior["account_id"]:  # unknown at plan, else refused there
            raise ProviderError(
                f"{_title(prior)}: its account_id can't be changed", ANOTHER_ACCEPTANCE, ("account_id",)
            )
        if planned["handshake_id"] != prior["handshake_id"]:
            return _accepted(planned, ctx, timeout_of(planned, "update", UPDATE_TIMEOUT))
        now = {name: prior[name] if value is UNKNOWN else value for name, value in planned.items()}
        if now["organization_id"] != prior["organization_id"]:
            raise _other_organization(prior, now["organization_id"])
        return now

    def delete(self, prior: Values, ctx: ResourceContext) -> None:
        """Forget."""
        ctx.diagnostics.warning(*_forgotten(prior, "was"))

    def import_state(self, import_id: str, ctx: ResourceContext) -> Values:
        """``ACCOUNT_ID/HANDSHAKE_ID``, and the role's name as a third part where it isn't the default."""
        account_id, _, rest = import_id.partition("/")
        handshake_id, _, role_name = rest.partition("/")
        role_name = role_name or DEFAULT_ROLE_NAME
        problem = rules.account_id(account_id) or rules.handshake_id(handshake_id) or rules.role_name(role_name)
        if problem:
            raise ProviderError(
                "Invalid import id for an acceptance",
                f"{problem} A govpair_invitation_acceptance is imported by ACCOUNT_ID/HANDSHAKE_ID, or by "
                "ACCOUNT_ID/HANDSHAKE_ID/ROLE_NAME.",
            )
        state: Values = dict.fromkeys(SCHEMA.attributes)
        return state | {
            "id": handshake_id,
            "handshake_id": handshake_id,
            "account_id": account_id,
            "role_name": role_name,
        }


def _accepted(planned: Values, ctx: ResourceContext, timeout: float) -> Values:
    from custom_resources.engine.memberships import accept_invitation

    expected = None if planned["organization_id"] is UNKNOWN else planned["organization_id"]
    with engine_errors(SCHEMA.attributes, _unfinished):
        estate = estate_for_acceptances(ctx)
        handshake: Handshake = accept_invitation(estate, planned["handshake_id"], _request(planned), expected, timeout)
    return planned | {
        "id": handshake.id,
        "state": handshake.state,
        "organization_id": expected or handshake.organization_id,
    }


def _request(values: Values) -> MembershipRequest:
    return MembershipRequest(
        values["account_id"],
        role_name=values["role_name"],
        role_arn=values["role_arn"],
        external_id=values["external_id"],
    )


def _title(values: Values) -> str:
    return f"The acceptance by GovCloud account {account_of(values)}"


def _unfinished(error: EngineError) -> str:
    if isinstance(error, HALFWAY):
        return "Apply again to go on: an invitation that was accepted meanwhile is found so."
    return ""


def _other_organization(prior: Values, organization_id: str) -> ProviderError:
    return ProviderError(
        f"{_title(prior)} is of another organization",
        f"Invitation {prior['id']} was accepted, of organization {prior['organization_id']}; organization_id is now "
        f"{organization_id}. An acceptance can't be taken back: correct organization_id, or let the account leave that "
        "organization and give the handshake_id of an invitation of the other.",
        ("organization_id",),
    )


def _forgotten(prior: Values, when: str) -> tuple[str, str]:
    return (
        f"{_title(prior)} {when} forgotten",
        f"Invitation {prior['id']} stays accepted, and the account in organization {prior['organization_id']}. "
        "Only that organization's management account, or the account itself, ends a membership.",
    )
