"""Trails.

Corrected against moto 5.2.5, where a name can be taken twice, a bucket needs no policy, DescribeTrails ignores its list
of names, a trail that isn't there can be deleted, and tags outlive their trail.
"""

from __future__ import annotations

import re
from typing import Any, cast

from moto.cloudtrail.models import CloudTrailBackend, Trail, cloudtrail_backends

from partition_simulator import moto_bridge
from partition_simulator.cloudtrail import exceptions as e
from partition_simulator.cloudtrail.bucket_policy import SERVICE, Delivery, lets_cloudtrail_write
from partition_simulator.context import Call

MAXIMUM = 5  # trails per region (CloudTrail User Guide, quotas)
MAXIMUM_TAGS = 50
_ARN = re.compile(r"arn:[a-z-]+:cloudtrail:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):trail/(?P<name>.+)")
# A key's or alias's ARN, an alias, or a key's id (botocore model, CreateTrail, KmsKeyId). Keys aren't simulated: any
# that is named properly is believed to exist.
_KEY = re.compile(r"(arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:(key|alias)/.+|alias/.+|[0-9a-f-]{36}|mrk-[0-9a-f]{32})")


class SimulatedCloudTrailBackend(CloudTrailBackend):
    """moto's backend of one account and region, with CloudTrail's own checks."""


def backend_of(call: Call, region: str) -> SimulatedCloudTrailBackend:
    """The caller's trails whose home is that region."""
    return cast("SimulatedCloudTrailBackend", cloudtrail_backends[call.principal.account_id][region])


def visible(call: Call, region: str, shadows: bool = True) -> list[Trail]:
    """The trails of the caller's account that a region shows: its own, and multi-region ones of other regions."""
    here = list(backend_of(call, region).trails.values())
    if not shadows:
        return here
    backends = cloudtrail_backends[call.principal.account_id].values()
    return here + [
        trail
        for backend in backends
        for trail in backend.trails.values()
        if trail.region_name != region and trail.is_multi_region
    ]


def described(call: Call, region: str, names: list[str], shadows: bool) -> list[Trail]:
    """DescribeTrails: by name only trails whose home is this region, by ARN others too (botocore model)."""
    if not names:
        return visible(call, region, shadows)
    found = []
    for name in names:
        try:
            found.append(find(call, region, name))
        except e.TrailNotFound:
            continue
    return found


def find(call: Call, region: str, name_or_arn: str) -> Trail:
    """A trail by its name, which must be at home in this region, or by its ARN."""
    account_id = call.principal.account_id
    if name_or_arn.startswith("arn:"):
        parts = _ARN.fullmatch(name_or_arn)
        if parts is None:
            raise e.CloudTrailArnInvalid(name_or_arn)
        here = [trail for trail in visible(call, region) if trail.arn == name_or_arn]
    else:
        here = [trail for trail in visible(call, region, shadows=False) if trail.trail_name == name_or_arn]
    if not here:
        raise e.TrailNotFound(name_or_arn, account_id)
    return here[0]


def own(call: Call, region: str, name_or_arn: str) -> Trail:
    """A trail that is to be changed, which only its home region does."""
    trail = find(call, region, name_or_arn)
    if trail.region_name != region:
        raise e.InvalidHomeRegion(trail.region_name)
    return trail


def check_new(call: Call, region: str, name: str) -> None:
    """Refuse a name that breaks the rules or is taken.

    That a multi-region trail's name is taken in every region is unverified (claim: trail-name-everywhere).
    """
    check_name(name)
    if any(trail.trail_name == name for trail in visible(call, region)):
        raise e.TrailAlreadyExists(name, call.principal.account_id)
    number = len(visible(call, region))
    if number >= MAXIMUM:
        raise e.MaximumNumberOfTrailsExceeded(call.principal.account_id, number)


def check_name(name: str) -> None:
    """Refuse what breaks the rules of ``Name`` (botocore model, CreateTrail)."""
    if not 3 <= len(name) <= 128:
        raise e.InvalidTrailName(f"Trail name must have 3 to 128 characters, not {len(name)}.")
    if not re.fullmatch(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*", name):
        raise e.InvalidTrailName(f"Trail name is not valid: {name}")
    if re.fullmatch(r"\d+\.\d+\.\d+\.\d+", name):
        raise e.InvalidTrailName("Trail name must not be in IP address format.")


def check_settings(call: Call, trail_arn: str, settings: dict[str, Any]) -> None:
    """Refuse settings, as they will be, that don't go together or whose bucket doesn't take the logs."""
    if settings["multi_region"] and not settings["global_events"]:
        raise e.InvalidParameterCombination("Multi-Region trail must include global service events.")
    prefix, bucket, key = settings["prefix"], settings["bucket"], settings["kms_key"]
    if prefix and len(prefix) > 200:
        raise e.InvalidS3Prefix(prefix)
    if key and not _KEY.fullmatch(key):
        raise e.InvalidKmsKeyId(key)
    _check_log_group(call, settings["log_group"], settings["log_role"])
    if settings["organization"]:
        _check_organization(call)
    owner = moto_bridge.bucket_owner(call.world, call.partition.name, bucket)
    if owner is None:
        raise e.S3BucketDoesNotExist(bucket)
    whose = _organization_id(call) if settings["organization"] else None
    delivery = Delivery(call.partition.name, bucket, owner, prefix or None, call.principal.account_id, trail_arn, whose)
    policy = moto_bridge.bucket_policy(owner, call.partition.name, bucket)
    if not lets_cloudtrail_write(call.world, policy, delivery):
        raise e.InsufficientS3BucketPolicy(bucket)


def _check_log_group(call: Call, group: str | None, role: str | None) -> None:
    """Log groups aren't simulated: any that this partition may have is believed to exist. Both or none are given."""
    if bool(group) != bool(role):
        raise e.InvalidParameterCombination("CloudWatchLogsLogGroupArn and CloudWatchLogsRoleArn go together.")
    if group and not group.startswith(f"arn:{call.partition.name}:logs:"):
        raise e.InvalidCloudWatchLogsLogGroupArn(group)
    if role and not role.startswith(f"arn:{call.partition.name}:iam::"):
        raise e.InvalidCloudWatchLogsRoleArn(role)


def _check_organization(call: Call) -> None:
    """An organization's trail is the management account's, which trusts CloudTrail (botocore model, CreateTrail)."""
    manager = call.management_account_id
    if manager is None:
        raise e.OrganizationsNotInUse
    if manager != call.principal.account_id:
        raise e.NotOrganizationMasterAccount
    services = moto_bridge.organization_of(call.account).services
    if not any(service["ServicePrincipal"] == SERVICE for service in services):
        raise e.CloudTrailAccessNotEnabled


def _organization_id(call: Call) -> str:
    organization = moto_bridge.organization_of(call.account).org
    assert organization is not None
    return str(organization.id)


def delivery_error(call: Call, trail: Trail) -> str | None:
    """S3's error code when log files can't be delivered now; None when they can (botocore model, GetTrailStatus)."""
    partition, bucket = call.partition.name, trail.bucket_name
    owner = moto_bridge.bucket_owner(call.world, partition, bucket)
    if owner is None:
        return "NoSuchBucket"
    whose = _organization_id(call) if trail.is_org_trail and call.management_account_id == trail.account_id else None
    delivery = Delivery(partition, bucket, owner, trail.s3_key_prefix or None, trail.account_id, trail.arn, whose)
    policy = moto_bridge.bucket_policy(owner, partition, bucket)
    return None if lets_cloudtrail_write(call.world, policy, delivery) else "AccessDenied"


def check_tags(backend: SimulatedCloudTrailBackend, arn: str, added: list[dict[str, str]]) -> None:
    """Refuse a 51st tag."""
    keys = set(backend.tagging_service.get_tag_dict_for_resource(arn)) | {tag["Key"] for tag in added}
    if len(keys) > MAXIMUM_TAGS:
        raise e.TagsLimitExceeded(arn)


def trail_with_arn(call: Call, region: str, arn: str) -> Trail:
    """The trail whose tags are meant: at home in this region."""
    if _ARN.fullmatch(arn) is None:
        raise e.CloudTrailArnInvalid(arn)
    for trail in visible(call, region, shadows=False):
        if trail.arn == arn:
            return trail
    raise e.ResourceNotFound(arn)
