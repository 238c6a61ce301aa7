"""What a test or a demo needs to exist before the first call: a payer with both halves, and ready-made pairs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from partition_simulator import moto_bridge
from partition_simulator.partitions import COMMERCIAL, GOVCLOUD, Side
from partition_simulator.world.account import Account
from partition_simulator.world.keys import AccessKey, Principal
from partition_simulator.world.world import World

_ADMINISTRATOR = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
)


@dataclass(frozen=True)
class Keys:
    """Fake long-lived keys of an IAM user with all permissions in its account; ``arn`` is that user's."""

    account_id: str
    access_key_id: str
    secret_access_key: str
    arn: str


@dataclass(frozen=True)
class SeededPair:
    """Both halves of a pair, with keys for each."""

    name: str
    email: str
    commercial: Keys
    govcloud: Keys

    def side(self, side: Side) -> Keys:
        """The keys of one half."""
        return self.commercial if side == "commercial" else self.govcloud

    def describe(self) -> dict[str, object]:
        """JSON-able."""
        return asdict(self)


def issue_keys(world: World, account: Account, user_name: str = "administrator") -> Keys:
    """An IAM user with all permissions in an account, made if need be, and a new key for it."""
    iam = moto_bridge.iam_of(account)
    if user_name in iam.users:
        user = iam.users[user_name]
    else:
        user = iam.create_user(account.partition.home_region, user_name)
        user.put_policy("AdministratorAccess", _ADMINISTRATOR)
    principal = Principal(account.partition, account.account_id, user.arn, user.id)
    key = world.keys.add(AccessKey(world.ids.access_key_id("AKIA"), world.ids.secret_access_key(), principal))
    return Keys(account.account_id, key.access_key_id, key.secret_access_key, user.arn)


def seed_pair(world: World, name: str, email: str) -> SeededPair:
    """Two standalone accounts mapped to each other, with keys; in no organization.

    ValueError when an account has that email already.
    """
    if world.account_with_email(COMMERCIAL, email) is not None:
        raise ValueError(f"an account with the email {email} exists already")
    now = world.settle()
    commercial = world.new_account(COMMERCIAL, name, email, now, vended=False)
    govcloud = world.new_account(GOVCLOUD, name, email, now, vended=False)
    world.pair(commercial, govcloud)
    return SeededPair(name, email, issue_keys(world, commercial), issue_keys(world, govcloud))
