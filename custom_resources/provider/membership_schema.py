"""The schema of `govpair_membership`."""

from __future__ import annotations

from custom_resources.engine import rules
from custom_resources.plugin import STRING, Attribute, MapOf, Schema, timeouts
from custom_resources.provider import setting_rules
from custom_resources.provider.default_tags import tags_all_attribute
from custom_resources.provider.member_role_attributes import EXTERNAL_ID, ROLE_ARN, role_name

CREATE_TIMEOUT = "30m"
UPDATE_TIMEOUT = "20m"
DELETE_TIMEOUT = "10m"

ANOTHER_MEMBER = (
    "This membership belongs to one account, so another account_id is another membership: declare it as a resource of "
    "its own, and remove this one, or keep both."
)

VERSION = 1
"""Version 0 had no `tags_all`. States of version 1 may have no `name` yet: it is null until the next refresh."""

SCHEMA = Schema(
    description=(
        "An AWS GovCloud (US) account as a member of the GovCloud organization: invited, accepted through its role, "
        "moved to its organizational unit and tagged. Destroying this resource leaves the account where it is, unless "
        '`on_destroy = "remove"`.'
    ),
    version=VERSION,
    attributes={
        "account_id": Attribute(
            STRING,
            "The GovCloud account's id (`govcloud_account_id` of a `govpair_account_pair`); it can't be changed.",
            required=True,
            validators=(rules.account_id,),
            immutable=ANOTHER_MEMBER,
        ),
        "role_name": role_name(
            "through which the invitation is accepted by the GovCloud account that is paired with the commercial "
            "management account"
        ),
        "role_arn": ROLE_ARN,
        "external_id": EXTERNAL_ID,
        "parent_id": Attribute(
            STRING,
            "The GovCloud organization's root or organizational unit that the account is in; where it is when left out "
            "(a new member: the root).",
            optional=True,
            computed=True,
            validators=(rules.parent_id,),
        ),
        "name": Attribute(
            STRING,
            "The GovCloud account's name: 1 to 50 printable ASCII characters without `<` and `>`; as it is when left "
            "out. Changing it renames the account in place, which needs trusted access for `account.amazonaws.com` in "
            "the GovCloud organization (that GovCloud has the call isn't confirmed); the commercial account's name is "
            "that of its `govpair_account_pair`.",
            optional=True,
            computed=True,
            validators=(rules.account_name,),
        ),
        "tags": Attribute(
            MapOf(STRING), "Tags of the account in the GovCloud organization.", optional=True, validators=(rules.tags,)
        ),
        "tags_all": tags_all_attribute("the account in the GovCloud organization"),
        "invitation_notes": Attribute(
            STRING,
            "What the invitation says to the account's owner; at most 1024 characters.",
            optional=True,
            validators=(rules.invitation_notes,),
        ),
        "on_destroy": Attribute(
            STRING,
            "What destroying this resource does: `keep` (when left out) only forgets the membership, `remove` takes "
            "the account out of the organization; for that it is marked with the tag `govpair:membership`, so that no "
            "membership is ended that another resource manages by then.",
            optional=True,
            computed=True,
            default="keep",
            validators=(setting_rules.one_of("keep", "remove"),),
        ),
        "timeouts": timeouts(create=CREATE_TIMEOUT, update=UPDATE_TIMEOUT, delete=DELETE_TIMEOUT),
        "id": Attribute(STRING, "The same as `account_id`.", computed=True),
        "organization_id": Attribute(STRING, "The id of the GovCloud organization.", computed=True),
        "arn": Attribute(STRING, "The account's ARN in the GovCloud organization.", computed=True),
        "state": Attribute(
            STRING,
            "The account's state in the GovCloud organization: `PENDING_ACTIVATION`, `ACTIVE`, `SUSPENDED`, "
            "`PENDING_CLOSURE` or `CLOSED`.",
            computed=True,
        ),
        "handshake_id": Attribute(
            STRING, "The id of the invitation that was accepted; AWS forgets it 30 days later.", computed=True
        ),
        "joined_method": Attribute(STRING, "How the account joined: `INVITED` or `CREATED`.", computed=True),
        "joined_timestamp": Attribute(STRING, "When the account joined (RFC 3339, UTC).", computed=True),
    },
)
