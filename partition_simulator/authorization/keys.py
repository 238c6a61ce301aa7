"""The condition keys of a request.

Sources: IAM User Guide, "AWS global condition context keys"; Service Authorization Reference for those of services. A
key of a service other than the one asked isn't in the request, as on AWS. One that is simulated neither here nor there
is refused by name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import unquote

from partition_simulator.authorization import membership
from partition_simulator.authorization.actions.asked import Asked, tags_of
from partition_simulator.authorization.unknown import NotEvaluated
from partition_simulator.context import Call

Values = tuple[str, ...] | None
# Of requests through a VPC, for another service, with MFA or through a federation: there are none of these here.
_NEVER = frozenset(
    {
        "aws:calledvia",
        "aws:calledviafirst",
        "aws:calledvialast",
        "aws:federatedprovider",
        "aws:multifactorauthage",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceidentity",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:vpcsourceip",
    }
)


class RequestKeys:
    """The keys of one action of one call, each looked up when a policy asks for it."""

    def __init__(self, call: Call, asked: Asked) -> None:
        self.call = call
        self._asked = asked

    def __call__(self, name: str) -> Values:
        """The values of a key by its lower-case name."""
        if name in _NEVER:
            return None
        known = _KEYS.get(name)
        if known is not None:
            return known(self)
        family, _, key = name.partition("/")
        if key and family == "aws:requesttag":
            return _one({k.lower(): v for k, v in self.tags.items()}.get(key))
        if key and family == "aws:principaltag":
            return _one(membership.principal_tags(self.call.world, self.call.principal).get(key))
        service = name.partition(":")[0]
        if service not in ("aws", self._asked.action.partition(":")[0]):
            return None
        raise NotEvaluated(f"the condition key {name!r}")

    @property
    def tags(self) -> dict[str, str]:
        """The tags that come with the request."""
        return tags_of(self.call.parameters)

    @property
    def owner(self) -> str:
        """The account that the resource belongs to."""
        return self._asked.owner or self.call.principal.account_id


def _one(value: str | None) -> Values:
    return None if value is None else (value,)


def _parameter(name: str) -> Callable[[RequestKeys], Values]:
    def values(keys: RequestKeys) -> Values:
        value = keys.call.parameters.get(name)
        return None if value is None else (str(value),)

    return values


def _header(name: str) -> Callable[[RequestKeys], Values]:
    def values(keys: RequestKeys) -> Values:
        assert keys.call.request is not None
        return _one(keys.call.request.headers.get(name))

    return values


def _fixed(value: str) -> Callable[[RequestKeys], Values]:
    return lambda keys: (value,)


def _time(keys: RequestKeys) -> Values:
    return (datetime.fromtimestamp(keys.call.now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),)


def _principal_arn(keys: RequestKeys) -> Values:
    principal = keys.call.principal
    return (principal.role_arn or principal.arn,)


def _principal_type(keys: RequestKeys) -> Values:
    principal = keys.call.principal
    return ("AssumedRole" if principal.role_arn else "Account" if principal.arn.endswith(":root") else "User",)


def _user_name(keys: RequestKeys) -> Values:
    arn = keys.call.principal.arn
    return (arn.rpartition("/")[2],) if ":user/" in arn else None


def _copy_source(keys: RequestKeys) -> Values:
    source = keys.call.parameters.get("CopySource")
    return None if source is None else (unquote(source).removeprefix("/"),)


_KEYS: dict[str, Callable[[RequestKeys], Values]] = {
    "aws:currenttime": _time,
    "aws:epochtime": lambda keys: (str(int(keys.call.now)),),
    # "For role sessions without MFA it is false; for long-term keys it isn't there" (in our words).
    "aws:multifactorauthpresent": lambda keys: ("false",) if keys.call.principal.role_arn else None,
    "aws:principalaccount": lambda keys: (keys.call.principal.account_id,),
    "aws:principalarn": _principal_arn,
    "aws:principalisawsservice": _fixed("false"),
    "aws:principalorgid": lambda keys: membership.organization_id(keys.call.world, keys.call.principal.account_id),
    "aws:principalorgpaths": lambda keys: membership.paths(keys.call.world, keys.call.principal.account_id),
    "aws:principaltype": _principal_type,
    "aws:referer": _header("referer"),
    "aws:requestedregion": lambda keys: (keys.call.region,),
    "aws:resourceaccount": lambda keys: (keys.owner,),
    "aws:resourceorgid": lambda keys: membership.organization_id(keys.call.world, keys.owner),
    "aws:resourceorgpaths": lambda keys: membership.paths(keys.call.world, keys.owner),
    # Everything here stands for a call over TLS, whatever the simulator listens with.
    "aws:securetransport": _fixed("true"),
    "aws:tagkeys": lambda keys: tuple(keys.tags) or None,
    "aws:useragent": _header("user-agent"),
    "aws:userid": lambda keys: (keys.call.principal.user_id,),
    "aws:username": _user_name,
    "aws:viaawsservice": _fixed("false"),
    "account:alternatecontacttypes": _parameter("AlternateContactType"),
    "account:targetregion": _parameter("RegionName"),
    "iam:awsservicename": _parameter("AWSServiceName"),
    "iam:permissionsboundary": _parameter("PermissionsBoundary"),
    "iam:policyarn": _parameter("PolicyArn"),
    "organizations:policytype": lambda keys: membership.policy_type(keys.call),
    "organizations:serviceprincipal": _parameter("ServicePrincipal"),
    "s3:authtype": _fixed("REST-HEADER"),
    "s3:delimiter": _parameter("Delimiter"),
    "s3:max-keys": _parameter("MaxKeys"),
    "s3:prefix": _parameter("Prefix"),
    "s3:resourceaccount": lambda keys: (keys.owner,),
    "s3:signatureversion": _fixed("AWS4-HMAC-SHA256"),
    "s3:tlsversion": _fixed("1.3"),
    "s3:versionid": _parameter("VersionId"),
    "s3:x-amz-acl": _parameter("ACL"),
    "s3:x-amz-content-sha256": _header("x-amz-content-sha256"),
    "s3:x-amz-copy-source": _copy_source,
    "s3:x-amz-grant-full-control": _parameter("GrantFullControl"),
    "s3:x-amz-object-ownership": _parameter("ObjectOwnership"),
    "s3:x-amz-server-side-encryption": _parameter("ServerSideEncryption"),
    "s3:x-amz-server-side-encryption-aws-kms-key-id": _parameter("SSEKMSKeyId"),
    "s3:x-amz-storage-class": _parameter("StorageClass"),
    "servicequotas:service": _parameter("ServiceCode"),
    "sts:externalid": _parameter("ExternalId"),
    "sts:rolesessionname": _parameter("RoleSessionName"),
}
KNOWN = _NEVER | _KEYS.keys()
"""Every key that some request may have here."""
