"""Every change that the provider makes, each with what stands before it, for doors to be tried on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from partition_simulator import Keys
from partition_simulator.world.account import Pair
from tests.provider.ground import Ground
from tests.provider.host import Configuration, Host

EMAIL = "aws+log@example.gov"
PAIR = "govpair_account_pair.log"
MEMBERSHIP = "govpair_membership.log"
INVITATION = "govpair_invitation.log"
ACCEPTANCE = "govpair_invitation_acceptance.log"
ALIAS = "govpair_account_alias.log"
TRAIL = "govpair_account_trail.log"


@dataclass(frozen=True)
class Scene:
    """Three pairs: one whose half is in no GovCloud organization, a member's, and one that ours has invited."""

    ground: Ground
    standalone: Pair
    member: Pair
    invited: Pair
    handshake_id: str


Make = Callable[[Scene], Configuration]


@dataclass(frozen=True)
class Change:
    """What is declared before, and what after it. ``sets``: the credential sets without which it can't be made."""

    before: Make
    after: Make
    sets: tuple[str, ...]


@dataclass
class Prepared:
    """A change that is about to be made, with the right credentials so far."""

    scene: Scene
    host: Host
    declared: Configuration

    def errors_with(self, sets: Mapping[str, Any], *, refresh: bool = True) -> list[str]:
        """The errors that an apply ends with, with these credential sets in the provider block."""
        kept = dict(self.host.state)
        self.host.settings = self.scene.ground.settings(**sets)
        outcome = self.host.apply(self.declared, refresh=refresh)
        assert self.host.state == kept, "a refusal changed the state"
        return [f"{error.address}: {error.summary}: {error.detail}" for error in outcome.errors]


def _nothing(scene: Scene) -> Configuration:
    return {}


def _pair(**more: Any) -> Make:
    return lambda scene: {PAIR: {"email": EMAIL, "name": "log", **more}}


def _membership(of: str, **more: Any) -> Make:
    def make(scene: Scene) -> Configuration:
        account = {"standalone": scene.standalone, "member": scene.member}[of].govcloud.account_id
        return {MEMBERSHIP: {"account_id": account, **more}}

    return make


def _invitation(scene: Scene) -> Configuration:
    return {INVITATION: {"account_id": scene.standalone.govcloud.account_id}}


def _acceptance(scene: Scene) -> Configuration:
    return {ACCEPTANCE: {"account_id": scene.invited.govcloud.account_id, "handshake_id": scene.handshake_id}}


def _alias(scene: Scene) -> Configuration:
    values = {"account_id": scene.member.govcloud.account_id, "alias": "example-log", "on_destroy": "delete"}
    return {ALIAS: values}


def _commercial_alias(scene: Scene) -> Configuration:
    values = {"account_id": scene.member.commercial.account_id, "alias": "example-log", "side": "commercial"}
    return {ALIAS: values}


def _trail(scene: Scene) -> Configuration:
    values = {"account_id": scene.member.govcloud.account_id, "name": "audit", "s3_bucket_name": "log-archive"}
    return {TRAIL: values}


_JOINING = ("govcloud_paired", "govcloud_management")
CHANGES: Mapping[str, Change] = {
    "make a pair": Change(_nothing, _pair(), ("commercial",)),
    "tag a pair": Change(_pair(), _pair(tags={"a": "b"}), ("commercial",)),
    "rename a pair": Change(_pair(), _pair(name="blog"), ("commercial",)),
    "close a pair": Change(_pair(), _pair(closed=True), ("commercial",)),
    "join": Change(_nothing, _membership("standalone"), _JOINING),
    "tag a member": Change(_membership("member"), _membership("member", tags={"a": "b"}), ("govcloud_management",)),
    "leave": Change(_membership("member", on_destroy="remove"), _nothing, ("govcloud_management",)),
    "invite": Change(_nothing, _invitation, ("govcloud_management",)),
    "cancel an invitation": Change(_invitation, _nothing, ("govcloud_management",)),
    "accept an invitation": Change(_nothing, _acceptance, ("govcloud_paired",)),
    "name an account": Change(_nothing, _alias, ("govcloud_paired",)),
    "name a commercial account": Change(_nothing, _commercial_alias, ("commercial",)),
    "take a name away": Change(_alias, _nothing, ("govcloud_paired",)),
    "make a trail": Change(_nothing, _trail, ("govcloud_paired",)),
}


def scene(ground: Ground) -> Scene:
    """Vend the three pairs, and send the invitation."""
    simulator = ground.simulator
    standalone = simulator.vend("standalone", "aws+standalone@example.gov")
    member = simulator.vend("joined", "aws+joined@example.gov", join=ground.govcloud)
    invited = simulator.vend("invited", "aws+invited@example.gov")
    return Scene(ground, standalone, member, invited, invite(ground, ground.govcloud, invited.govcloud.account_id))


def prepare(ground: Ground, name: str) -> Prepared:
    """Make what stands before the change, and forget the calls so far."""
    made, change = scene(ground), CHANGES[name]
    host = Host(ground.provider, ground.settings())
    outcome = host.apply(change.before(made))
    assert not outcome.errors, outcome.errors
    ground.simulator.reset_calls()
    return Prepared(made, host, change.after(made))


def invite(ground: Ground, keys: Keys, account_id: str) -> str:
    """Let the organization of these keys invite an account, by hand; the invitation's id."""
    answer = organizations(ground, keys).invite_account_to_organization(Target={"Id": account_id, "Type": "ACCOUNT"})
    return str(answer["Handshake"]["Id"])


def organizations(ground: Ground, keys: Keys) -> Any:
    """GovCloud's Organizations by hand."""
    import botocore.session

    return botocore.session.Session().create_client(
        "organizations",
        region_name="us-gov-west-1",
        endpoint_url=ground.simulator.govcloud.url,
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
    )
