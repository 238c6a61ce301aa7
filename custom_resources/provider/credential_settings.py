"""One credential set in the provider block: its schema, its rules, and the way to the engine's `CredentialSet`.

Everything left out is botocore's business: environment, profile, container and instance credentials, in its own order.
"""

from __future__ import annotations

from typing import Any, Literal

from custom_resources.engine import rules
from custom_resources.engine.credentials import PARTITIONS, AssumeRole, CredentialSet
from custom_resources.plugin import (
    BOOL,
    NUMBER,
    STRING,
    UNKNOWN,
    Attribute,
    Diagnostics,
    MapOf,
    NestedAttribute,
    Path,
    Values,
)
from custom_resources.provider import setting_rules
from custom_resources.provider.collection_rules import each

SetName = Literal["commercial", "govcloud_paired", "govcloud_management"]

_ASSUME_ROLE = NestedAttribute(
    nesting="list",
    description="Roles to assume one after the other, the first with the credentials given here.",
    optional=True,
    validators=(each(lambda role: None),),
    attributes={
        "role_arn": Attribute(
            STRING, "The role's ARN, in this credential set's partition.", required=True, validators=(rules.role_arn,)
        ),
        "session_name": Attribute(
            STRING,
            "The session's name as CloudTrail shows it; `govpair` when left out.",
            optional=True,
            validators=(setting_rules.session_name,),
        ),
        "external_id": Attribute(
            STRING, "The external id that the role asks for.", optional=True, validators=(setting_rules.external_id,)
        ),
        "duration_seconds": Attribute(
            NUMBER,
            "How long one session lasts before it is renewed, in seconds; 3600 when left out (which is also AWS's "
            "limit for a role assumed by a role).",
            optional=True,
            validators=(setting_rules.whole_number_from(900, 43200),),
        ),
    },
)


def credential_set_attribute(description: str) -> NestedAttribute:
    """The schema of one credential set."""
    return NestedAttribute(
        nesting="single",
        description=description,
        optional=True,
        attributes={
            "profile": Attribute(STRING, "A profile of the AWS configuration files.", optional=True),
            "access_key": Attribute(STRING, "An access key id; needs `secret_key`.", optional=True),
            "secret_key": Attribute(STRING, "The secret of `access_key`.", optional=True, sensitive=True),
            "token": Attribute(STRING, "The session token of temporary keys.", optional=True, sensitive=True),
            "region": Attribute(
                STRING,
                "The region for AWS STS; Organizations is always called in its partition's home region.",
                optional=True,
                validators=(setting_rules.region,),
            ),
            "account_id": Attribute(
                STRING,
                "The account that these credentials must belong to: checked before the first change.",
                optional=True,
                validators=(rules.account_id,),
            ),
            "assume_role": _ASSUME_ROLE,
            "endpoints": Attribute(
                MapOf(STRING),
                f"Endpoint URLs by service ({', '.join(setting_rules.SERVICES)}), for VPC endpoints or a simulator.",
                optional=True,
                validators=(setting_rules.endpoints,),
            ),
            "use_fips_endpoint": Attribute(BOOL, "Whether to call FIPS endpoints where AWS has them.", optional=True),
        },
    )


def check_credential_set(name: SetName, values: Any, diagnostics: Diagnostics) -> None:
    """Report combinations that cannot be meant: a region of the other partition, half a key pair,
    or two sources at once. Unknown values pass.
    """
    if values is None or values is UNKNOWN:
        return
    region = values.get("region")
    wrong = rules.region_in(PARTITIONS[name], region) if region is not None and region is not UNKNOWN else None
    if wrong is not None:
        diagnostics.error("Region of the other partition", f"{name}.region: {wrong}", (name, "region"))
    given = {key for key, value in values.items() if value is not None}
    for needing, needed in (("access_key", "secret_key"), ("secret_key", "access_key"), ("token", "access_key")):
        if needing in given and needed not in given:
            diagnostics.error(
                "Incomplete credentials",
                f"{name}.{needing} is set, so {name}.{needed} must be set too.",
                (name, needing),
            )
    if {"profile", "access_key"} <= given:
        diagnostics.error(
            "Two sources of credentials",
            f"{name} names both a profile and an access key: leave one of them out.",
            (name, "access_key"),
        )


def credential_set(name: SetName, values: Values | None) -> CredentialSet:
    """The engine's credential set for a fully known block; an absent block means botocore's default sources."""
    given = {key: value for key, value in (values or {}).items() if value is not None}
    roles = tuple(_assume_role(role) for role in given.pop("assume_role", ()))
    return CredentialSet(name=name, assume_role=roles, endpoints=dict(given.pop("endpoints", {})), **given)


def _assume_role(values: Values) -> AssumeRole:
    given: dict[str, Any] = {key: value for key, value in values.items() if value is not None}
    if "duration_seconds" in given:
        given["duration_seconds"] = int(given["duration_seconds"])
    return AssumeRole(**given)


def unknown_paths(value: Any, path: Path = ()) -> list[Path]:
    """Where in ``value`` something is unknown, as attribute paths."""
    if value is UNKNOWN:
        return [path]
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in unknown_paths(inner, (*path, key))]
    if isinstance(value, list):
        return [found for index, inner in enumerate(value) for found in unknown_paths(inner, (*path, index))]
    return []
