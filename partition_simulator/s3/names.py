"""Bucket names: unique within a partition, and free in the other one.

"Bucket names must be unique across all AWS accounts in all the AWS Regions within a partition" (S3 User Guide).
moto 5.2.5 keeps one table for all partitions, and for all simulators of a process.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping

from partition_simulator.context import current_call

Scope = tuple[int, str]


class BucketNames(MutableMapping[str, tuple[str, str]]):
    """Stands in for moto's table of bucket name → (partition, account id), as the call being served sees it."""

    def __init__(self) -> None:
        self._owners: dict[Scope, dict[str, tuple[str, str]]] = {}

    def _mine(self) -> dict[str, tuple[str, str]]:
        try:
            call = current_call()
        except LookupError:  # moto tidying up, outside of any call
            return {}
        return self._owners.setdefault((id(call.world), call.partition.name), {})

    def __getitem__(self, name: str) -> tuple[str, str]:
        return self._mine()[name]

    def __setitem__(self, name: str, owner: tuple[str, str]) -> None:
        self._mine()[name] = owner

    def __delitem__(self, name: str) -> None:
        del self._mine()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._mine())

    def __len__(self) -> int:
        return len(self._mine())

    def owner(self, world: object, partition: str, name: str) -> str | None:
        """The account that has a name; None when it is free."""
        taken = self._owners.get((id(world), partition), {}).get(name)
        return None if taken is None else taken[1]

    def of(self, world: object) -> dict[str, dict[str, tuple[str, str]]]:
        """The names of one world, by partition."""
        return {partition: dict(owners) for (held, partition), owners in self._owners.items() if held == id(world)}

    def put(self, world: object, names: dict[str, dict[str, tuple[str, str]]]) -> None:
        """Give a world exactly these names."""
        for scope in [scope for scope in self._owners if scope[0] == id(world)]:
            del self._owners[scope]
        for partition, owners in names.items():
            self._owners[(id(world), partition)] = dict(owners)

    def forget(self, account_ids: set[str]) -> None:
        """Drop the buckets of accounts that are no more."""
        for scope, owners in list(self._owners.items()):
            kept = {name: owner for name, owner in owners.items() if owner[1] not in account_ids}
            if kept:
                self._owners[scope] = kept
            else:
                del self._owners[scope]
