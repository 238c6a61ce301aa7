"""The schema of `govpair_invitation_acceptance`."""

from __future__ import annotations

from custom_resources.engine import rules
from custom_resources.plugin import STRING, Attribute, Schema, timeouts
from custom_resources.provider.member_role_attributes import EXTERNAL_ID, ROLE_ARN, role_name

CREATE_TIMEOUT = "30m"
UPDATE_TIMEOUT = "30m"

ANOTHER_ACCEPTANCE = (
    "An acceptance is one account's, so another account_id is another acceptance: declare it as a resource of its own."
)

SCHEMA = Schema(
    description=(
        "The acceptance of an invitation into a GovCloud organization, by the party that can assume the role in the "
        "invited GovCloud account: exactly that invitation, and only of the expected organization. An account that is "
        "in another organization is not taken out of it. Destroying this resource only forgets: the account stays in "
        "its organization."
    ),
    attributes={
        "handshake_id": Attribute(
            STRING,
            "The invitation's id (`handshake_id` of the other party's `govpair_invitation`); another one is accepted "
            "in place.",
            required=True,
            validators=(rules.handshake_id,),
        ),
        "account_id": Attribute(
            STRING,
            "The id of the invited GovCloud account; it can't be changed.",
            required=True,
            validators=(rules.account_id,),
            immutable=ANOTHER_ACCEPTANCE,
        ),
        "organization_id": Attribute(
            STRING,
            "The organization that the invitation has to be of, or it is refused; when left out, any is accepted, and "
            "shown here.",
            optional=True,
            computed=True,
            validators=(rules.organization_id,),
        ),
        "role_name": role_name(
            "to be assumed by the GovCloud account that is paired with the commercial management account"
        ),
        "role_arn": ROLE_ARN,
        "external_id": EXTERNAL_ID,
        "timeouts": timeouts(create=CREATE_TIMEOUT, update=UPDATE_TIMEOUT),
        "id": Attribute(STRING, "The same as `handshake_id`.", computed=True),
        "state": Attribute(STRING, "The invitation's state: `ACCEPTED`, from then on.", computed=True),
    },
)
