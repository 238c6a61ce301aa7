"""A world for people and tests to read: complete, JSON-able, in an order that stays. It can't be restored."""

from __future__ import annotations

import json
from typing import Any, cast
from urllib.parse import unquote

from moto.cloudtrail.models import CloudTrailBackend
from moto.iam.models import IAMBackend, Policy, Role, User
from moto.s3.models import FakeBucket, FakeKey, S3Backend

from partition_simulator import moto_bridge, moto_holdings
from partition_simulator.rates.rates import microseconds
from partition_simulator.world.world import World


def export(world: World) -> dict[str, Any]:
    """Everything in both partitions but secrets and the bytes of S3 objects. Needs the world's lock."""
    held = moto_holdings.holdings(world).backends
    managers = sorted(set(world.memberships.values()))
    return {
        **world.describe(),
        "keys": world.keys.describe(),
        "agenda": world.agenda.describe(),
        "calls": dict(sorted(world.calls.items())),
        "traffic": world.traffic.describe(),
        "rates": world.rates.describe(microseconds(world.clock.now())),
        "organizations": [_organization(world, manager) for manager in managers],
        "iam": {
            account: _iam(cast(IAMBackend, backend))
            for account, regions in sorted(held["iam"].items())
            for backend in regions.values()
        },
        "buckets": [
            _bucket(account, bucket)
            for account, regions in sorted(held["s3"].items())
            for backend in regions.values()
            for _, bucket in sorted(cast(S3Backend, backend).buckets.items())
        ],
        "trails": [
            {**trail.description(include_region=True), "IsLogging": trail.status.is_logging}
            for _, regions in sorted(held["cloudtrail"].items())
            for _, backend in sorted(regions.items())
            for _, trail in sorted(cast(CloudTrailBackend, backend).trails.items())
        ],
    }


def _organization(world: World, manager: str) -> dict[str, Any]:
    organization = moto_bridge.organization_of(world.accounts[manager])
    targets: list[Any] = [*organization.accounts, *organization.ou]
    return {
        **organization.summary(),
        "policies": [
            {
                "id": policy.id,
                "name": policy.name,
                "type": policy.type,
                "aws_managed": policy.aws_managed,
                "content": policy.content,
                "tags": policy.tags,
                "targets": [target.id for target in targets if policy in target.attached_policies],
            }
            for policy in organization.policies
        ],
        "resource_policy": _document(organization.resource_policy.content) if organization.resource_policy else None,
        "delegated_administrators": {admin.account.id: sorted(admin.services) for admin in organization.admins},
    }


def _iam(iam: IAMBackend) -> dict[str, Any]:
    def principal(entity: User | Role) -> dict[str, Any]:
        return {
            "arn": entity.arn,
            "inline_policies": {name: _document(text) for name, text in sorted(entity.policies.items())},
            "managed_policies": sorted(entity.managed_policies),
        }

    def role(entity: Role) -> dict[str, Any]:
        return {**principal(entity), "trust": _document(entity.assume_role_policy_document)}

    def policy(entity: Policy) -> dict[str, Any]:
        return {"name": entity.name, "document": _document(next(v.document for v in entity.versions if v.is_default))}

    return {
        "aliases": sorted(iam.account_aliases),
        "groups": {
            name: {
                "users": sorted(user.name for user in group.users),
                "managed_policies": sorted(group.managed_policies),
            }
            for name, group in sorted(iam.groups.items())
        },
        "instance_profiles": {
            name: sorted(role.name for role in profile.roles) for name, profile in sorted(iam.instance_profiles.items())
        },
        "users": {
            user.name: {**principal(user), "access_keys": sorted(key.access_key_id for key in user.access_keys)}
            for user in sorted(iam.users.values(), key=lambda user: str(user.name))
        },
        "roles": {entity.name: role(entity) for entity in sorted(iam.roles.values(), key=lambda entity: entity.name)},
        "policies": {
            arn: policy(entity) for arn, entity in sorted(iam.managed_policies.items()) if ":aws:policy/" not in arn
        },
    }


def _document(text: Any) -> Any:
    """A policy as JSON; as it stands where it isn't."""
    if not isinstance(text, str):
        return text
    try:
        return json.loads(unquote(text) if text.startswith("%") else text)
    except ValueError:
        return text


def _bucket(account: str, bucket: FakeBucket) -> dict[str, Any]:
    def versions(name: str) -> list[Any]:
        return list(bucket.keys.getlist(name, []))

    return {
        "name": bucket.name,
        "account": account,
        "region": bucket.region_name,
        "created": bucket.creation_date.isoformat(),
        "versioning": bucket.versioning_status,
        "lifecycle_rules": [rule.id for rule in bucket.rules],
        "ownership": bucket.ownership_rule,
        "logging": bucket.logging,
        "policy": _document(bucket.policy.decode()) if bucket.policy else None,
        "encryption": bucket.encryption,
        "public_access_block": vars(bucket.public_access_block) if bucket.public_access_block else None,
        "objects": [
            {
                "key": name,
                "version": version.version_id,
                "size": version.size if isinstance(version, FakeKey) else None,
                "etag": version.etag if isinstance(version, FakeKey) else None,
                "metadata": dict(version.metadata) if isinstance(version, FakeKey) else {},
            }
            for name in sorted(dict.keys(bucket.keys))
            for version in versions(name)
        ],
    }
