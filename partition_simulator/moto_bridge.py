"""Where things are in moto 5.2.5, which the simulator is built on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from moto.iam.models import IAMBackend, iam_backends
from moto.organizations.models import organizations_backends
from moto.s3.models import s3_backends

from partition_simulator.s3.names import BucketNames
from partition_simulator.world.account import Account

if TYPE_CHECKING:
    from partition_simulator.organizations.models import SimulatedOrganizationsBackend
    from partition_simulator.world.world import World

BUCKETS = BucketNames()
"""Which account has a bucket's name, in each partition."""


def iam_of(account: Account) -> IAMBackend:
    """The IAM of one account."""
    return iam_backends[account.account_id][account.partition.name]


def bucket_owner(world: World, partition: str, bucket: str) -> str | None:
    """The account that owns a bucket; None when the partition has no bucket of that name."""
    return BUCKETS.owner(world, partition, bucket)


def bucket_policy(account_id: str, partition: str, bucket: str) -> str | None:
    """The policy of an account's bucket; None when there is no bucket or no policy."""
    found = s3_backends[account_id][partition].buckets.get(bucket)
    return None if found is None or not found.policy else found.policy.decode()


def iam_arn(account: Account, kind: str, name: str) -> str | None:
    """The ARN of a role, user or group by its name; None when there is none (or it is of another kind)."""
    iam = iam_of(account)
    named: dict[str, Any] = {}
    if kind in ("user", "group"):
        named = {**iam.users} if kind == "user" else {**iam.groups}
    elif kind == "role":
        named = {role.name: role for role in iam.roles.values()}
    found = named.get(name)
    return None if found is None else str(found.arn)


def has_iam(account: Account) -> bool:
    """Whether anything was ever put into the account's IAM (asking :func:`iam_of` would create it)."""
    return account.account_id in iam_backends


def organization_of(management: Account) -> SimulatedOrganizationsBackend:
    """The organization that this account manages."""
    backend = organizations_backends[management.account_id][management.partition.name]
    return cast("SimulatedOrganizationsBackend", backend)
