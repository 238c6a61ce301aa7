"""The schema of `govpair_invitation`."""

from __future__ import annotations

from custom_resources.engine import rules
from custom_resources.plugin import STRING, Attribute, MapOf, Schema, timeouts

CREATE_TIMEOUT = "20m"
UPDATE_TIMEOUT = "20m"
DELETE_TIMEOUT = "10m"

ANOTHER_INVITATION = (
    "An invitation is for one account, so another account_id is another invitation: declare it as a resource of its "
    "own, and remove this one to cancel it."
)

SCHEMA = Schema(
    description=(
        "An invitation of an AWS GovCloud (US) account into the GovCloud organization, sent by the organization's "
        "party and accepted elsewhere, with `govpair_invitation_acceptance` or by hand. Where one party holds both, "
        "`govpair_membership` does it all. Destroying this resource cancels an open invitation; it never ends a "
        "membership. One that ended without being accepted shows so in `state` and is sent anew by "
        "`terraform apply -replace`."
    ),
    attributes={
        "account_id": Attribute(
            STRING,
            "The id of the GovCloud account to invite (`govcloud_account_id` of a `govpair_account_pair`); it can't "
            "be changed.",
            required=True,
            validators=(rules.account_id,),
            immutable=ANOTHER_INVITATION,
        ),
        "notes": Attribute(
            STRING,
            "What the invitation says to the account's owner, at most 1024 characters; a change cancels an open "
            "invitation and sends another.",
            optional=True,
            validators=(rules.invitation_notes,),
        ),
        "tags": Attribute(
            MapOf(STRING),
            "Tags that the account gets in the organization when it joins by this invitation; a change cancels an open "
            "invitation and sends another.",
            optional=True,
            validators=(rules.tags,),
        ),
        "timeouts": timeouts(create=CREATE_TIMEOUT, update=UPDATE_TIMEOUT, delete=DELETE_TIMEOUT),
        "id": Attribute(STRING, "The same as `handshake_id`.", computed=True),
        "handshake_id": Attribute(
            STRING, "The invitation's id, which the account's party needs to accept it.", computed=True
        ),
        "state": Attribute(
            STRING,
            "The invitation's state: `REQUESTED`, `OPEN`, `ACCEPTED`, `DECLINED`, `CANCELED` or `EXPIRED`.",
            computed=True,
        ),
        "organization_id": Attribute(STRING, "The id of the GovCloud organization that invites.", computed=True),
        "arn": Attribute(STRING, "The invitation's ARN.", computed=True),
        "requested_timestamp": Attribute(STRING, "When it was sent (RFC 3339, UTC).", computed=True),
        "expiration_timestamp": Attribute(
            STRING, "When it expires if nobody answers, 15 days after it was sent (RFC 3339, UTC).", computed=True
        ),
    },
)
