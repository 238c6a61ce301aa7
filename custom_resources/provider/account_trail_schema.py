"""The schema of `govpair_account_trail`."""

from __future__ import annotations

from custom_resources.engine import rules, trail_rules
from custom_resources.engine.member_role import SIDES
from custom_resources.plugin import BOOL, STRING, Attribute, MapOf, Schema, timeouts
from custom_resources.provider import setting_rules
from custom_resources.provider.member_role_attributes import EXTERNAL_ID, ROLE_ARN, role_name

CREATE_TIMEOUT = "20m"
UPDATE_TIMEOUT = "20m"
DELETE_TIMEOUT = "5m"
DEFAULT_NAME = "govpair-trail"
ABSENT, LOGGING, STOPPED = "ABSENT", "LOGGING", "STOPPED"

_ANOTHER = (
    "Another {what} is another trail: declare it as a resource of its own, and remove this one, or keep both while the "
    "logs overlap."
)


def _switch(description: str) -> Attribute:
    return Attribute(BOOL, description, optional=True, computed=True, default=True)


SCHEMA = Schema(
    description=(
        "CloudTrail in a member account, on either side, made through the account's role: one provider serves any "
        "number of accounts. Verified after every change, logging, multi-region and with log file validation unless "
        "declared otherwise. A trail of that name that is there already is taken over. Destroying this resource leaves "
        'the trail logging, unless `on_destroy = "delete"`.'
    ),
    attributes={
        "account_id": Attribute(
            STRING,
            "The account that the trail is in; it can't be changed.",
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
        "name": Attribute(
            STRING,
            f"The trail's name; `{DEFAULT_NAME}` when left out; it can't be changed.",
            optional=True,
            computed=True,
            default=DEFAULT_NAME,
            validators=(trail_rules.trail_name,),
            immutable=_ANOTHER.format(what="name"),
        ),
        "s3_bucket_name": Attribute(
            STRING,
            "The bucket that log files go to, in the same partition, whose policy lets CloudTrail write for this "
            "account.",
            required=True,
            validators=(trail_rules.bucket_name,),
        ),
        "s3_key_prefix": Attribute(
            STRING,
            "What comes before `AWSLogs/` in the log files' names; nothing when left out.",
            optional=True,
            validators=(trail_rules.key_prefix,),
        ),
        "include_global_service_events": _switch(
            "Whether events of global services, such as IAM, are logged; true when left out, and always for a "
            "multi-region trail."
        ),
        "is_multi_region_trail": _switch("Whether the trail logs every region; true when left out."),
        "enable_log_file_validation": _switch(
            "Whether digest files are written, by which a changed or missing log file is found; true when left out."
        ),
        "kms_key_id": Attribute(
            STRING,
            "The ARN of the KMS key that log files are encrypted with; S3's own encryption when left out.",
            optional=True,
            validators=(trail_rules.kms_key_arn,),
        ),
        "logging": _switch("Whether the trail logs; true when left out."),
        "tags": Attribute(MapOf(STRING), "Tags of the trail.", optional=True, validators=(trail_rules.trail_tags,)),
        "role_name": role_name("through which the trail is managed"),
        "role_arn": ROLE_ARN,
        "external_id": EXTERNAL_ID,
        "region": Attribute(
            STRING,
            "The region that the trail is at home in, which can't be changed; when left out, where a trail of that "
            "name is, else the partition's home region (us-gov-west-1, us-east-1).",
            optional=True,
            validators=(setting_rules.region,),
        ),
        "on_destroy": Attribute(
            STRING,
            "What destroying this resource does: `keep` (when left out) only forgets the trail, `delete` deletes it; "
            "log files stay in either case. For `delete` the trail is marked with the tag `govpair:trail`, so that no "
            "trail is deleted that another resource manages by then.",
            optional=True,
            computed=True,
            default="keep",
            validators=(setting_rules.one_of("keep", "delete"),),
        ),
        "timeouts": timeouts(create=CREATE_TIMEOUT, update=UPDATE_TIMEOUT, delete=DELETE_TIMEOUT),
        "id": Attribute(STRING, "The account id and the trail's name: `ACCOUNT_ID/NAME`.", computed=True),
        "arn": Attribute(STRING, "The trail's ARN.", computed=True),
        "home_region": Attribute(STRING, "The region that the trail is at home in.", computed=True),
        "state": Attribute(
            STRING,
            f"How the trail is: `{LOGGING}`, `{STOPPED}`, or `{ABSENT}` when it was deleted elsewhere (the next "
            "apply makes it again).",
            computed=True,
            keep=False,
        ),
    },
)
