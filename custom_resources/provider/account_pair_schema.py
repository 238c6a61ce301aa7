"""The schema of `govpair_account_pair`."""

from __future__ import annotations

from custom_resources.engine import rules
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.plugin import BOOL, STRING, Attribute, MapOf, Schema, timeouts
from custom_resources.provider import setting_rules
from custom_resources.provider.default_tags import tags_all_attribute
from custom_resources.provider.pair_attributes import description_of

DEFAULT_BILLING = "ALLOW"

CREATE_TIMEOUT = "60m"
UPDATE_TIMEOUT = "20m"
DELETE_TIMEOUT = "5m"

ANOTHER_ACCOUNT = (
    "An account pair keeps its {what} as long as it lives, so another {what} means another account pair: declare a new "
    "govpair_account_pair under a name of its own, move what runs in the old one, then set closed = true there. If the "
    "change wasn't meant, put back the value from the state."
)

VERSION = 1
"""Version 0 had no `tags_all` and no `closed_accounts_parent_id`."""

SCHEMA = Schema(
    description=(
        "An AWS account in the commercial partition and the AWS GovCloud (US) account that belongs to it for ever. "
        "Destroying this resource only forgets the pair; `closed = true` closes both accounts."
    ),
    version=VERSION,
    attributes={
        "email": Attribute(
            STRING,
            "The root email address of both accounts; it can't be changed here.",
            required=True,
            validators=(rules.email,),
            immutable=ANOTHER_ACCOUNT.format(what="email address"),
        ),
        "name": Attribute(
            STRING,
            "The commercial account's name: 1 to 50 letters, digits, `.` and `-` for a new pair; changing it renames "
            "the account in place.",
            required=True,
            validators=(rules.account_name,),
        ),
        "role_name": Attribute(
            STRING,
            f"The role that AWS makes in both accounts; `{DEFAULT_ROLE_NAME}` when left out.",
            optional=True,
            computed=True,
            default=DEFAULT_ROLE_NAME,
            validators=(rules.role_name,),
        ),
        "iam_user_access_to_billing": Attribute(
            STRING,
            "Whether IAM users of the commercial account may see its billing data: `ALLOW` (when left out) or `DENY`.",
            optional=True,
            computed=True,
            default=DEFAULT_BILLING,
            validators=(setting_rules.one_of("ALLOW", "DENY"),),
        ),
        "parent_id": Attribute(
            STRING,
            "The commercial organization's root or organizational unit that the commercial account is in; where it is "
            "when left out (a new account: the root). A closed account is in `closed_accounts_parent_id`, if given.",
            optional=True,
            computed=True,
            validators=(rules.parent_id,),
        ),
        "tags": Attribute(
            MapOf(STRING),
            "Tags of the commercial account; the GovCloud account's are set by `govpair_membership`.",
            optional=True,
            validators=(rules.tags,),
        ),
        "tags_all": tags_all_attribute("the commercial account"),
        "adopt_existing": Attribute(
            BOOL,
            "Whether an account of the organization that has this email already, and wasn't made by this provider and "
            "owner, becomes this pair; an error when left out.",
            optional=True,
            computed=True,
            default=False,
        ),
        "closed": Attribute(
            BOOL,
            "Whether both accounts are to be closed. Only AWS Support can reopen them, within 90 days.",
            optional=True,
            computed=True,
            default=False,
        ),
        "closed_accounts_parent_id": Attribute(
            STRING,
            "The commercial organization's root or organizational unit that the commercial account is moved to once "
            "it is closed, so that the unit it was in can be deleted; it stays where it is when left out.",
            optional=True,
            validators=(rules.parent_id,),
        ),
        "timeouts": timeouts(create=CREATE_TIMEOUT, update=UPDATE_TIMEOUT, delete=DELETE_TIMEOUT),
        "id": Attribute(STRING, "The same as `commercial_account_id`.", computed=True),
        "commercial_account_id": Attribute(STRING, "The id of the account in the commercial partition.", computed=True),
        "govcloud_account_id": Attribute(STRING, "The id of the account in AWS GovCloud (US).", computed=True),
        "commercial_arn": Attribute(STRING, "The commercial account's ARN in its organization.", computed=True),
        "govcloud_arn": Attribute(STRING, "The ARN of the GovCloud account's root user.", computed=True),
        "commercial_state": Attribute(
            STRING,
            "The commercial account's state: `PENDING_ACTIVATION`, `ACTIVE`, `PENDING_CLOSURE`, `SUSPENDED` or "
            "`CLOSED`.",
            computed=True,
        ),
        "govcloud_state": Attribute(
            STRING,
            "The GovCloud account's state: `PENDING_ACTIVATION`, `ACTIVE`, `SUSPENDED` or `CLOSED`.",
            computed=True,
        ),
        "commercial_role_arn": Attribute(
            STRING,
            "The role in the commercial account, which the commercial management account may assume.",
            computed=True,
        ),
        "govcloud_role_arn": Attribute(
            STRING,
            "The role in the GovCloud account, which the GovCloud account paired with the commercial management "
            "account may assume.",
            computed=True,
        ),
        "joined_timestamp": Attribute(STRING, description_of("joined_timestamp"), computed=True),
        "joined_method": Attribute(STRING, description_of("joined_method"), computed=True),
    },
)
