"""Finding the key that signed a request: the simulator's own, or one made through iam:CreateAccessKey."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from partition_simulator import moto_bridge
from partition_simulator.partitions import Partition
from partition_simulator.world.account import Account
from partition_simulator.world.keys import AccessKey, Principal
from partition_simulator.world.world import World

# In whose account a key was last found, by world: moto keeps IAM by account, and looking through a thousand takes long.
_SEEN: WeakKeyDictionary[World, dict[str, str]] = WeakKeyDictionary()


def find_key(world: World, partition: Partition, access_key_id: str) -> AccessKey | None:
    """The usable key with this id, in whichever partition; None when there is none.

    Keys and sessions of a suspended account are dead. The code that AWS answers them with is unverified
    (claim: suspended-keys-dead).
    """
    key = world.keys.find(access_key_id) or _made_through_iam(world, partition, access_key_id)
    if key is None or world.accounts[key.principal.account_id].state in ("SUSPENDED", "CLOSED"):
        return None
    return key


def _made_through_iam(world: World, partition: Partition, access_key_id: str) -> AccessKey | None:
    seen = _SEEN.setdefault(world, {})
    account = world.accounts.get(seen.get(access_key_id, ""))
    key = None if account is None else _of(account, partition, access_key_id)
    if key is not None:
        return key
    for account in world.accounts.values():
        key = _of(account, partition, access_key_id)
        if key is not None:
            seen[access_key_id] = account.account_id
            return key
    return None


def _of(account: Account, partition: Partition, access_key_id: str) -> AccessKey | None:
    """The active key of one account."""
    if account.partition != partition or not moto_bridge.has_iam(account):
        return None
    iam = moto_bridge.iam_of(account)
    made = iam.access_keys.get(access_key_id)
    if made is None or made.status != "Active" or made.user_name is None:
        return None
    user = iam.get_user(made.user_name)
    principal = Principal(partition, account.account_id, user.arn, user.id)
    return AccessKey(access_key_id, made.secret_access_key, principal)
