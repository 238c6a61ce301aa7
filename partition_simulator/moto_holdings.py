"""All that moto holds for the accounts of a world: taken out, put in, and forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from moto.backends import get_backend
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.model_instances import reset_model_data
from moto.organizations.models import organizations_backends

from partition_simulator.moto_bridge import BUCKETS
from partition_simulator.operations import SIMULATED
from partition_simulator.world.world import World


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
    backends: dict[str, dict[str, dict[str, BaseBackend]]] = {}
    for service in SIMULATED:
        table = get_backend(service)  # type: ignore[call-overload]
        backends[service] = {a: dict(table[a].items()) for a in world.accounts if dict.__contains__(table, a)}
    masters = organizations_backends.master_accounts
    managers = {account: masters[account] for account in world.accounts if account in masters}
    return Holdings(backends, managers, BUCKETS.of(world))


def hold(world: World, held: Holdings) -> None:
    """Let moto hold these for a world; it must hold nothing for its accounts before."""
    for service, accounts in held.backends.items():
        table = get_backend(service)  # type: ignore[call-overload]
        for account_id, regions in accounts.items():
            for region, backend in regions.items():
                table[account_id][region] = backend
    organizations_backends.master_accounts.update(held.managers)
    BUCKETS.put(world, held.buckets)


def forget(account_ids: list[str]) -> None:
    """Drop everything moto holds for these accounts, so that no later simulator in this process can see it."""
    for service in SIMULATED:
        table = get_backend(service)  # type: ignore[call-overload]
        for account_id in account_ids:
            table.pop(account_id, None)
    for account_id in account_ids:
        organizations_backends.master_accounts.pop(account_id, None)
    BUCKETS.forget(set(account_ids))


def forget_everything() -> None:
    """Reset all of moto; only when no other simulator of this process is running."""
    BackendDict.reset()
    organizations_backends.master_accounts.clear()
    reset_model_data()
