"""The schema of `govpair_account_alias`."""

from __future__ import annotations

from custom_resources.engine import rules
from custom_resources.engine.member_role import SIDES
from custom_resources.plugin import STRING, Attribute, Schema, timeouts
from custom_resources.provider import setting_rules
from custom_resources.provider.member_role_attributes import EXTERNAL_ID, ROLE_ARN, role_name

CREATE_TIMEOUT = "20m"
UPDATE_TIMEOUT = "20m"
DELETE_TIMEOUT = "5m"

_ANOTHER = "Another {what} means another account: declare its alias as a resource of its own, and remove this one."

SCHEMA = Schema(
    description=(
        "The IAM alias of a member account, which its users sign in by, on either side, given through the account's "
        "role: one provider serves any number of accounts. An account has one alias. The one declared is taken up "
        "where the account has it already; another one that is there is never overwritten before it was imported, so "
        "that the plan shows it. Destroying this resource leaves the alias, unless "
        '`on_destroy = "delete"`.'
    ),
    attributes={
        "account_id": Attribute(
            STRING,
            "The account that the alias is for; it can't be changed.",
            required=True,
            validators=(rules.account_id,),
            immutable=_ANOTHER.format(what="account_id"),
        ),
        "side": Attribute(
            STRING,
            "The side that the account is on: `govcloud` (when left out) or `commercial`; it can't be changed.",
            optional=True,
            computed=True,
            default="govcloud",
            validators=(setting_rules.one_of(*SIDES),),
            immutable=_ANOTHER.format(what="side"),
        ),
        "alias": Attribute(
            STRING,
            "The alias: 3 to 63 lower-case letters, digits and single hyphens between them, of which the partition has "
            "no other. Changing it ends the sign-in URL with the alias before. It is no secret.",
            required=True,
            validators=(rules.account_alias,),
        ),
        "role_name": role_name("through which the alias is managed"),
        "role_arn": ROLE_ARN,
        "external_id": EXTERNAL_ID,
        "on_destroy": Attribute(
            STRING,
            "What destroying this resource does: `keep` (when left out) only forgets the alias, `delete` deletes it, "
            "after which anybody may take it. IAM has no place for a mark on an alias: declare an account's alias "
            "once, or `delete` takes it from the other declaration too.",
            optional=True,
            computed=True,
            default="keep",
            validators=(setting_rules.one_of("keep", "delete"),),
        ),
        "timeouts": timeouts(create=CREATE_TIMEOUT, update=UPDATE_TIMEOUT, delete=DELETE_TIMEOUT),
        "id": Attribute(STRING, "The account id.", computed=True),
        "sign_in_url": Attribute(
            STRING,
            "The URL at which the account's IAM users sign in; null while the account has no alias.",
            computed=True,
        ),
    },
)
