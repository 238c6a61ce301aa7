"""Access keys, the principals behind them, and the ring that finds one by its id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from partition_simulator.partitions import Partition


@dataclass(frozen=True)
class Principal:
    """Who is calling. ``arn`` and ``user_id`` are what sts:GetCallerIdentity answers.

    role_arn: for a role session, the ARN of the role; None for a user.
    session_policies: the policies a session was asked for with, as JSON; they limit those of the role.
    """

    partition: Partition
    account_id: str
    arn: str
    user_id: str
    role_arn: str | None = None
    session_policies: tuple[str, ...] = ()


@dataclass(frozen=True)
class AccessKey:
    """A key, bound to one partition through its principal.

    expires_at: end of a session on the clock's unscaled reading; None for a long-lived key.
    """

    access_key_id: str
    secret_access_key: str
    principal: Principal
    session_token: str | None = None
    expires_at: float | None = None


class KeyRing:
    """All keys of a world, by access key id."""

    def __init__(self) -> None:
        self._keys: dict[str, AccessKey] = {}
        self._worth_a_look = 1000

    def add(self, key: AccessKey) -> AccessKey:
        """Remember a key."""
        self._keys[key.access_key_id] = key
        return key

    def find(self, access_key_id: str) -> AccessKey | None:
        """The key with this id."""
        return self._keys.get(access_key_id)

    def describe(self) -> list[dict[str, object]]:
        """Whose keys there are, JSON-able, without the secrets."""
        return [
            {"access_key_id": key.access_key_id, "principal": key.principal.arn, "expires": key.expires_at}
            for _, key in sorted(self._keys.items())
        ]

    def expire(self, now: float, which: Callable[[Principal], bool]) -> int:
        """End those sessions that are still good, of these principals; how many. A key without an end isn't touched."""
        good = [key for key in self._keys.values() if key.expires_at is not None and key.expires_at > now]
        ended = [key for key in good if which(key.principal)]
        for key in ended:
            self._keys[key.access_key_id] = replace(key, expires_at=now)
        return len(ended)

    def forget_expired(self, before: float) -> None:
        """Drop sessions that ended before this time, so that a long run doesn't grow; only when it is worth a look."""
        if len(self._keys) < self._worth_a_look:
            return
        self._keys = {k: v for k, v in self._keys.items() if v.expires_at is None or v.expires_at >= before}
        self._worth_a_look = max(1000, 2 * len(self._keys))
