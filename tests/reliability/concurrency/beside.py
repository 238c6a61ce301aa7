"""What is done beside an apply, as a hand in the console or another Terraform does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import botocore.session

from partition_simulator.world.account import Pair
from tests.provider.ground import Ground
from tests.provider.host import Configuration, Host
from tests.reliability.concurrency.phases import EMAIL, MEMBERSHIP, PAIR

OTHER_EMAIL = "aws+beside@example.gov"


@dataclass
class Scene:
    """Where it happens: the ground, and the Terraform whose apply is under way with what it declares."""

    ground: Ground
    host: Host
    declared: Configuration
    others: list[Host] = field(default_factory=list)

    @property
    def pair(self) -> Pair | None:
        """The declared pair, once it exists."""
        return self.ground.pair(EMAIL)

    def other(self, declared: Configuration, owner: str = "govpair", state: bool = True) -> None:
        """Let another Terraform apply that, whole, with keys and (at first) a state like the first one's."""
        there = self.ground
        keys = {side: there.simulator.keys_for(getattr(there, side).account_id) for side in ("commercial", "govcloud")}
        its_ground = replace(there, commercial=keys["commercial"], govcloud=keys["govcloud"])
        host = Host(its_ground.provider, its_ground.settings(owner=owner))
        if state:
            host.state = dict(self.host.state)
        self.others.append(host)
        host.apply(declared)


@dataclass(frozen=True)
class Beside:
    """One thing. ``ends``: words of the diagnostic that the apply after it may end with; "" when it must converge."""

    act: Callable[[Scene], None]
    ends: tuple[str, ...] = ()


def _half(scene: Scene, side: str) -> str | None:
    """The id of that half, while it is in our organization."""
    pair = scene.pair
    if pair is None:
        return None
    account_id = str(getattr(pair, side).account_id)
    return account_id if scene.ground.own(account_id) else None


def _moved(side: str) -> Callable[[Scene], None]:
    def act(scene: Scene) -> None:
        if account_id := _half(scene, side):
            scene.ground.move(account_id, "root")

    return act


def _tagged(side: str) -> Callable[[Scene], None]:
    def act(scene: Scene) -> None:
        if account_id := _half(scene, side):
            scene.ground.member(account_id).tags.update({"CostCenter": "by hand", "Console": "yes"})

    return act


def _untagged(side: str) -> Callable[[Scene], None]:
    def act(scene: Scene) -> None:
        if account_id := _half(scene, side):
            for key in list(scene.ground.tags(account_id)):
                del scene.ground.member(account_id).tags[key]

    return act


def _renamed(scene: Scene) -> None:
    if pair := scene.pair:
        pair.commercial.name = pair.govcloud.name = "by-hand"


def _made(email: str, **tags: str) -> Callable[[Scene], None]:
    def act(scene: Scene) -> None:
        requests = scene.ground.simulator.world.creations.values()
        asked = any(each.email == email and each.state == "IN_PROGRESS" for each in requests)
        if scene.ground.account(email) is None and not asked:  # AWS would refuse it
            scene.ground.simulator.vend("alpha", email, tags=tags)

    return act


def _ended(state: str) -> Callable[[Scene], None]:
    def act(scene: Scene) -> None:
        if pair := scene.pair:
            scene.ground.end_handshakes(pair.govcloud.account_id, state)

    return act


def _accepted(scene: Scene) -> None:
    """In the invited account's own console."""
    pair = scene.pair
    if pair is None or scene.ground.manager(pair.govcloud.account_id) is not None:
        return
    keys = scene.ground.simulator.keys_for(pair.govcloud.account_id)
    client: Any = botocore.session.Session().create_client(
        "organizations",
        region_name="us-gov-west-1",
        endpoint_url=scene.ground.simulator.govcloud.url,
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
    )
    for handshake in scene.ground.simulator.world.handshakes.values():
        if handshake.account_id == pair.govcloud.account_id and handshake.state == "OPEN":
            client.accept_handshake(HandshakeId=handshake.handshake_id)
            return


def _taken(scene: Scene) -> None:
    pair = scene.pair
    if pair is not None and scene.ground.manager(pair.govcloud.account_id) is None:
        scene.ground.admit(pair.govcloud.account_id, scene.ground.stranger)


def _expelled(scene: Scene) -> None:
    if account_id := _half(scene, "govcloud"):
        scene.ground.expel(account_id)


def _closed(scene: Scene) -> None:
    if pair := scene.pair:
        scene.ground.close(pair)


def _renamed_declaration(declared: Configuration, email: str) -> Configuration:
    """The same declaration of another pair, with the same name."""
    return {PAIR: {**declared[PAIR], "email": email}}


BESIDE: Mapping[str, Beside] = {
    "the commercial account moved": Beside(_moved("commercial")),
    "the GovCloud account moved": Beside(_moved("govcloud")),
    "the commercial account's tags changed": Beside(_tagged("commercial")),
    "the GovCloud account's tags changed": Beside(_tagged("govcloud")),
    "the commercial account's tags taken off": Beside(_untagged("commercial")),
    "the GovCloud account's tags taken off": Beside(_untagged("govcloud")),
    "the pair renamed": Beside(_renamed),
    "another account made, of the same name": Beside(_made(OTHER_EMAIL)),
    "the account made, by nobody known": Beside(_made(EMAIL), ("import",)),
    "the account made, by another owner": Beside(_made(EMAIL, **{"govpair:owner": "somebody"}), ("import",)),
    "the account made, by the same owner": Beside(_made(EMAIL, **{"govpair:owner": "govpair"})),
    "the invitation cancelled": Beside(_ended("CANCELED")),
    "the invitation declined": Beside(_ended("DECLINED")),
    "the invitation expired": Beside(_ended("EXPIRED")),
    "the invitation accepted by hand": Beside(_accepted),
    "the account taken by another organization": Beside(_taken, ("is in organization", "is not a member")),
    "the member removed": Beside(_expelled, ("is not a member",)),
    "the pair closed": Beside(_closed, ("SUSPENDED", "closed")),
    "the same applied by another state": Beside(lambda scene: scene.other(scene.declared)),
    "the same applied by another owner": Beside(
        lambda scene: scene.other(scene.declared, owner="somebody", state=False), ("import",)
    ),
    "a pair of the same name applied": Beside(
        lambda scene: scene.other(_renamed_declaration(scene.declared, OTHER_EMAIL), state=False)
    ),
}

#: With these, another account with an email of its own is there beside the declared one.
MORE_PAIRS = {"another account made, of the same name", "a pair of the same name applied"}
__all__ = ["BESIDE", "MEMBERSHIP", "MORE_PAIRS", "Beside", "Scene"]
