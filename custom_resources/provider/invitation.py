"""The resource `govpair_invitation`: the organization's half of joining, for two parties."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from custom_resources.engine import rules
from custom_resources.engine.model import Handshake, MembershipRequest
from custom_resources.plugin import UNKNOWN, ProviderError, Resource, ResourceContext, Schema, Values, timeout_of
from custom_resources.provider import invitation_messages as messages
from custom_resources.provider.errors import engine_errors
from custom_resources.provider.invitation_schema import (
    ANOTHER_INVITATION,
    CREATE_TIMEOUT,
    DELETE_TIMEOUT,
    SCHEMA,
    UPDATE_TIMEOUT,
)
from custom_resources.provider.settings import estate_for_invitations, settings_of
from custom_resources.provider.state_values import timestamp

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

OPEN, ACCEPTED = ("REQUESTED", "OPEN"), "ACCEPTED"

_IMPORTED = "imported"
"""Private state: the tags, which AWS doesn't tell of an invitation, are taken from the configuration once."""

_RESEND = "resend"
"""Private state: the invitation was cancelled to send another, which has not been sent yet."""

_OF_AWS = ("id", "handshake_id", "state", "organization_id", "arn", "requested_timestamp", "expiration_timestamp")


class InvitationResource(Resource):
    """An invitation. It has no identity for the guard: replacing one sends another, and loses nothing."""

    name: ClassVar[str] = "invitation"
    schema: ClassVar[Schema] = SCHEMA
    read_after_failure: ClassVar[bool] = True

    def plan(self, prior: Values | None, planned: Values, ctx: ResourceContext) -> Values:
        """Say when a change takes another invitation, or comes too late."""
        settings = settings_of(ctx)
        if prior is None:
            settings.seen_pairs.refuse_as_member(planned["account_id"])
        if prior is None or not (_differs(prior, planned, ctx) or _to_be_resent(prior, ctx)):
            return planned
        if prior["state"] not in OPEN and not _to_be_resent(prior, ctx):
            ctx.diagnostics.warning(*messages.has_no_effect(prior))
            return planned
        ctx.diagnostics.warning(*messages.will_be_sent_anew(prior))
        return planned | dict.fromkeys(_OF_AWS, UNKNOWN)

    def plan_destroy(self, prior: Values, ctx: ResourceContext) -> None:
        """Say what becomes of the invitation."""
        if prior["state"] in (*OPEN, ACCEPTED):
            ctx.diagnostics.warning(*messages.will_be_destroyed(prior))

    def create(self, planned: Values, ctx: ResourceContext) -> Values:
        """Invite, unless an invitation is open already or was accepted."""
        handshake = _invite(estate_for_invitations(ctx), planned, timeout_of(planned, "create", CREATE_TIMEOUT))
        settings_of(ctx).invitations_in_use.add(handshake.id)
        if handshake.state == ACCEPTED:
            ctx.diagnostics.warning(*messages.was_member_already(handshake))
        elif handshake.notes != (planned["notes"] or ""):
            ctx.diagnostics.warning(*messages.was_open_already(handshake))
        return _state(handshake, planned)

    def read(self, state: Values, ctx: ResourceContext) -> Values | None:
        """The invitation as it is now. An accepted one never changes again, so it isn't asked for."""
        from custom_resources.engine.memberships import read_invitation

        if state["state"] == ACCEPTED:
            return state
        estate = estate_for_invitations(ctx)
        with engine_errors({}):
            handshake = read_invitation(estate, state["id"])
            if handshake is None:
                return _forgotten_by_aws(estate, state)
        whose = handshake.account_id or (state["account_id"] if handshake.email else None)
        if handshake.action != "INVITE" or not whose:
            raise messages.not_an_account_invitation(handshake)
        imported = {"account_id": whose, "notes": handshake.notes or None}
        # What was sent can't change: notes that differ are those of an invitation that was taken up (see create).
        now = _state(handshake, state if state["arn"] else state | imported)
        if now["state"] not in (*OPEN, ACCEPTED) and not _to_be_resent(now, ctx):
            ctx.diagnostics.warning(*messages.ended(now))
        return now

    def update(self, prior: Values, planned: Values, ctx: ResourceContext) -> Values:
        """Cancel an open invitation and send another, where the plan said so; else only remember."""
        if planned["account_id"] != prior["account_id"]:  # unknown at plan, else refused there
            raise messages.account_changed(prior, ANOTHER_INVITATION)
        again = (_differs(prior, planned, ctx) and prior["state"] in OPEN) or _to_be_resent(prior, ctx)
        ctx.private.pop(_IMPORTED, None)
        if not again:
            return {name: prior[name] if value is UNKNOWN else value for name, value in planned.items()}
        from custom_resources.engine.memberships import cancel_invitation

        estate, timeout = estate_for_invitations(ctx), timeout_of(planned, "update", UPDATE_TIMEOUT)
        ctx.private[_RESEND] = True
        with engine_errors(SCHEMA.attributes):
            left = cancel_invitation(estate, prior["id"], timeout) if prior["state"] in OPEN else None
        if left is not None and left.state == ACCEPTED:
            ctx.diagnostics.warning(*messages.accepted_meanwhile(prior))
            del ctx.private[_RESEND]
            return _state(left, planned)
        ctx.save(prior | {"state": "CANCELED"})
        handshake = _invite(estate, planned, timeout)
        del ctx.private[_RESEND]
        settings_of(ctx).invitations_in_use.add(handshake.id)
        return _state(handshake, planned)

    def delete(self, prior: Values, ctx: ResourceContext) -> None:
        """Cancel an open invitation; one that has ended is only forgotten, and a membership stays."""
        if prior["state"] == ACCEPTED:
            ctx.diagnostics.warning(*messages.was_forgotten(prior))
        if prior["state"] not in OPEN:
            return
        if prior["id"] in settings_of(ctx).invitations_in_use:  # create_before_destroy
            ctx.diagnostics.warning(*messages.taken_over(prior))
            return
        from custom_resources.engine.memberships import cancel_invitation

        with engine_errors({}):
            left = cancel_invitation(
                estate_for_invitations(ctx), prior["id"], timeout_of(prior, "delete", DELETE_TIMEOUT)
            )
        if left is not None and left.state == ACCEPTED:
            ctx.diagnostics.warning(*messages.accepted_meanwhile(prior))

    def import_state(self, import_id: str, ctx: ResourceContext) -> Values:
        """The invitation's id; the read that follows fills in all but the tags, which AWS doesn't tell."""
        problem = rules.handshake_id(import_id)
        if problem:
            raise ProviderError(
                "Invalid import id for an invitation",
                f"{problem} A govpair_invitation is imported by its handshake id.",
            )
        ctx.private[_IMPORTED] = True
        state: Values = dict.fromkeys(SCHEMA.attributes)
        return state | {"id": import_id, "handshake_id": import_id}


def _invite(estate: Estate, planned: Values, timeout: float) -> Handshake:
    from custom_resources.engine.memberships import invite

    request = MembershipRequest(planned["account_id"], notes=planned["notes"], tags=planned["tags"] or {})
    with engine_errors(SCHEMA.attributes):
        return invite(estate, request, timeout, with_tags=True)


def _forgotten_by_aws(estate: Estate, state: Values) -> Values | None:
    """What to show of an invitation that AWS doesn't know any more: it ended more than 30 days ago."""
    from custom_resources.engine.memberships import read_membership
    from custom_resources.engine.organization import organization_of

    if state["arn"] is None:
        raise messages.unknown_invitation(state)
    own = organization_of(estate, estate.govcloud_management).id
    if own != state["organization_id"]:
        raise messages.another_organization(state, own)
    if read_membership(estate, state["account_id"], with_tags=False) is not None:
        return state | {"state": ACCEPTED}
    return None  # Terraform plans another, and says so


def _to_be_resent(prior: Values, ctx: ResourceContext) -> bool:
    """Whether an earlier apply cancelled the invitation to send another, and failed before it did."""
    return bool(ctx.private.get(_RESEND)) and prior["state"] == "CANCELED"


def _differs(prior: Values, planned: Values, ctx: ResourceContext) -> bool:
    """Whether notes or tags change; null and empty are the same to AWS. After an import the tags aren't known."""
    names = ["notes"] if ctx.private.get(_IMPORTED) else ["notes", "tags"]
    return any(planned[name] is UNKNOWN or (planned[name] or None) != (prior[name] or None) for name in names)


def _state(handshake: Handshake, declared: Values) -> Values:
    """The state of an invitation as AWS has it, with what was declared."""
    return declared | {
        "id": handshake.id,
        "handshake_id": handshake.id,
        "state": handshake.state,
        "organization_id": handshake.organization_id,
        "arn": handshake.arn,
        "requested_timestamp": timestamp(handshake.requested_timestamp),
        "expiration_timestamp": timestamp(handshake.expiration_timestamp),
    }
