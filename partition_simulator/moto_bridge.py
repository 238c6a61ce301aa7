"""The only module that knows where things are in moto 5.2.5: which backends are replaced, reached, and forgotten.

moto has no plugin API (getmoto/moto#7126). The way in is ``BackendDict.backend``: a subclass of moto's backend whose
module is called ``<package>.models`` brings its own ``urls`` and ``responses``.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import moto.core.responses
from moto.backends import get_backend
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.model_instances import reset_model_data
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.utils import get_service_model, method_names_from_class
from moto.iam.access_control import PermissionResult
from moto.iam.models import IAMBackend, iam_backends
from moto.organizations.models import organizations_backends
from moto.s3.models import FakeBucket, s3_backends

from partition_simulator.http.dispatch import Dispatcher
from partition_simulator.http.services import content_type_of
from partition_simulator.operations import SIMULATED
from partition_simulator.s3.names import BucketNames
from partition_simulator.world.account import Account

if TYPE_CHECKING:
    from partition_simulator.organizations.models import SimulatedOrganizationsBackend
    from partition_simulator.world.world import World

_BUCKETS = BucketNames()


@functools.cache
def install() -> None:
    """Put our backends in moto's place, once per process."""
    from moto.account.models import account_backends
    from moto.cloudtrail.models import cloudtrail_backends
    from moto.servicequotas.models import servicequotas_backends
    from moto.sts.models import sts_backends

    from partition_simulator.account.models import SimulatedAccountBackend
    from partition_simulator.cloudtrail.models import SimulatedCloudTrailBackend
    from partition_simulator.iam.models import SimulatedIamBackend
    from partition_simulator.organizations.models import SimulatedOrganizationsBackend
    from partition_simulator.s3.models import SimulatedS3Backend
    from partition_simulator.service_quotas.models import SimulatedServiceQuotasBackend
    from partition_simulator.sts.models import SimulatedStsBackend

    for backends, replacement in (
        (organizations_backends, SimulatedOrganizationsBackend),
        (account_backends, SimulatedAccountBackend),
        (sts_backends, SimulatedStsBackend),
        (servicequotas_backends, SimulatedServiceQuotasBackend),
        (cloudtrail_backends, SimulatedCloudTrailBackend),
        (s3_backends, SimulatedS3Backend),
        (iam_backends, SimulatedIamBackend),
    ):
        table = cast("BackendDict[SimulatedOrganizationsBackend]", backends)
        table.backend = replacement  # type: ignore[assignment]
        table.clear()
    s3_backends.bucket_accounts = _BUCKETS  # type: ignore[assignment]
    # moto lists the methods of a class with ``inspect`` at every call: a third of the time of an IAM request.
    moto.core.responses.method_names_from_class = functools.cache(method_names_from_class)  # type: ignore[attr-defined]
    # And it makes a service's model anew for every answer, with all its shapes.
    moto.core.responses.get_service_model = functools.cache(get_service_model)  # type: ignore[attr-defined]
    FakeBucket.get_permission = _already_decided  # type: ignore[method-assign,assignment]


def _already_decided(bucket: FakeBucket, action: str, resource: str) -> Any:
    """Stands in for moto's own look at bucket policies, which knows no principals and no conditions."""
    return PermissionResult.PERMITTED


@functools.cache
def dispatcher(service: str) -> Dispatcher:
    """Moto's methods of a service, by path."""
    install()
    by_region = get_backend(service)[DEFAULT_ACCOUNT_ID]  # type: ignore[call-overload]
    # Paths are the same for every account and region.
    paths = by_region["us-east-1" if "us-east-1" in by_region else "aws"].flask_paths
    return Dispatcher(paths, content_type_of(service))


def load() -> None:
    """Load all code that serves calls, with every class and event that a saved world may name."""
    for service in SIMULATED:
        dispatcher(service)


def iam_of(account: Account) -> IAMBackend:
    """The IAM of one account."""
    return iam_backends[account.account_id][account.partition.name]


def bucket_owner(world: World, partition: str, bucket: str) -> str | None:
    """The account that owns a bucket; None when the partition has no bucket of that name."""
    return _BUCKETS.owner(world, partition, bucket)


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


@dataclass
class Holdings:
    """All that moto holds for some accounts.

    backends: by service, account id and region (or partition, for global services).
    managers: member's account id → its organization's management account and partition, as moto keeps it beside.
    buckets: by partition, bucket name → partition and owner.
    """

    backends: dict[str, dict[str, dict[str, BaseBackend]]]
    managers: dict[str, tuple[str, str]]
    buckets: dict[str, dict[str, tuple[str, str]]]


def holdings(world: World) -> Holdings:
    """What moto holds for a world's accounts; the very objects."""
    install()
    backends: dict[str, dict[str, dict[str, BaseBackend]]] = {}
    for service in SIMULATED:
        table = get_backend(service)  # type: ignore[call-overload]
        backends[service] = {a: dict(table[a].items()) for a in world.accounts if dict.__contains__(table, a)}
    masters = organizations_backends.master_accounts
    managers = {account: masters[account] for account in world.accounts if account in masters}
    return Holdings(backends, managers, _BUCKETS.of(world))


def hold(world: World, held: Holdings) -> None:
    """Let moto hold these for a world; it must hold nothing for its accounts before."""
    install()
    for service, accounts in held.backends.items():
        table = get_backend(service)  # type: ignore[call-overload]
        for account_id, regions in accounts.items():
            for region, backend in regions.items():
                table[account_id][region] = backend
    organizations_backends.master_accounts.update(held.managers)
    _BUCKETS.put(world, held.buckets)


def forget(account_ids: list[str]) -> None:
    """Drop everything moto holds for these accounts, so that no later simulator in this process can see it."""
    for service in SIMULATED:
        table = get_backend(service)  # type: ignore[call-overload]
        for account_id in account_ids:
            table.pop(account_id, None)
    for account_id in account_ids:
        organizations_backends.master_accounts.pop(account_id, None)
    _BUCKETS.forget(set(account_ids))


def forget_everything() -> None:
    """Reset all of moto; only when no other simulator of this process is running."""
    BackendDict.reset()
    organizations_backends.master_accounts.clear()
    reset_model_data()
