"""Access to a member account in the forms that others take: environment variables, and a profile without a secret."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from custom_resources.engine.member_credentials import MemberCredentials
    from custom_resources.engine.member_role import MemberRole
    from custom_resources.engine.session import AwsSession

REPLACED = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN", "AWS_CREDENTIAL_EXPIRATION")
"""Variables that would lead elsewhere than the credentials beside them."""


def variables(keys: MemberCredentials, own: AwsSession) -> dict[str, str]:
    """Return the environment variables by which AWS's SDKs and tools become the account.

    own: the session that assumed the role: its region, and its profile's endpoint, are the account's, too.
    """
    found = {
        "AWS_ACCESS_KEY_ID": keys.access_key_id,
        "AWS_SECRET_ACCESS_KEY": keys.secret_access_key,
        "AWS_SESSION_TOKEN": keys.session_token,
        "AWS_REGION": own.region,
        "AWS_DEFAULT_REGION": own.region,
    }
    if own.profile_endpoint:
        found["AWS_ENDPOINT_URL"] = own.profile_endpoint
    return found


def environment(around: Mapping[str, str], keys: MemberCredentials, own: AwsSession) -> dict[str, str]:
    """Return that environment with the account's credentials in it, in place of all others."""
    return {name: value for name, value in around.items() if name not in REPLACED} | variables(keys, own)


def export_lines(keys: MemberCredentials, own: AwsSession) -> str:
    """Return lines for a POSIX shell that make it the account's."""
    exported = [f"export {name}={shlex.quote(value)}" for name, value in variables(keys, own).items()]
    return "\n".join([f"unset {' '.join(REPLACED)}", *exported])


def profile_text(name: str, role: MemberRole, own: AwsSession) -> str:
    """Return sections of an AWS configuration file that lead to the account, through the roles in between.

    They name the source profile and hold no secret. Source: AWS SDKs and Tools Reference, "Assume role credential
    provider".
    """
    given, source, sections = own.credential_set, own.credential_set.profile, []
    for number, link in enumerate(given.assume_role, start=1):
        between = f"{name}-through-{number}"
        sections.append(_section(between, link.role_arn, source, own, link.external_id))
        source = between
    sections.append(_section(name, role.arn, source, own, role.external_id))
    return "\n\n".join(sections)


def _section(name: str, role_arn: str, source: str | None, own: AwsSession, external_id: str | None) -> str:
    lines = [
        f"[profile {name}]",
        f"role_arn = {role_arn}",
        f"source_profile = {source}" if source else "credential_source = Environment",
        f"region = {own.region}",
    ]
    if external_id:
        lines.append(f"external_id = {external_id}")
    if own.profile_endpoint:
        lines.append(f"endpoint_url = {own.profile_endpoint}")
    return "\n".join(lines)
