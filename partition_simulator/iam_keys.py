"""Finding the key that signed a request: the simulator's own, or one made through iam:CreateAccessKey."""

from __future__ import annotations

from partition_simulator import moto_bridge
from partition_simulator.partitions import Partition
from partition_simulator.world.keys import AccessKey, Principal
from partition_simulator.world.world import World


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
    for account in world.accounts.values():
        if account.partition != partition or not moto_bridge.has_iam(account):
            continue
        iam = moto_bridge.iam_of(account)
        made = iam.access_keys.get(access_key_id)
        if made is None or made.status != "Active" or made.user_name is None:
            continue
        user = iam.get_user(made.user_name)
        principal = Principal(partition, account.account_id, user.arn, user.id)
        return AccessKey(access_key_id, made.secret_access_key, principal)
    return None
