"""What is done while a fault is there: each resource made, read, changed, deleted and imported; each look taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from partition_simulator.partitions import Side
from tests.provider.ground import Ground
from tests.provider.host import Configuration, Reference

PAIR, MEMBERSHIP, ACCESS, ALIAS, TRAIL, INVITATION, ACCEPTANCE = (
    f"govpair_{kind}.a"
    for kind in (
        *("account_pair", "membership", "account_access", "account_alias", "account_trail"),
        *("invitation", "invitation_acceptance"),
    )
)
EMAIL, THERE = "aws+a@example.gov", "aws+there@example.gov"
BUCKETS = ("log-archive", "log-archive-2")
TRUST = {"service": "account", "operation": "GetGovCloudAccountInformation", "code": "AccessDeniedException"}
Make = Callable[[Ground], Configuration]


@dataclass(frozen=True)
class Scenario:
    """One apply, or one look: from what is declared before to what is declared then.

    earlier: what is declared before that, for what can't be made in one step.
    asks: data sources and ephemeral resources that are asked instead, by address.
    imports: what is imported into an empty state: address to id.
    standing: a fault that is always there, for what is called only then.
    """

    before: Make
    after: Make
    earlier: Make = lambda ground: {}
    asks: Callable[[Ground], Mapping[str, Mapping[str, Any]]] | None = None
    imports: Callable[[Ground], Mapping[str, str]] | None = None
    standing: Mapping[str, Any] = field(default_factory=dict)


def _nothing(ground: Ground) -> Configuration:
    return {}


def _half(ground: Ground, side: Side, changed: bool) -> dict[str, Any]:
    tags = {"CostCenter": "2"} if changed else {"CostCenter": "1", "Owner": "x"}
    return {"tags": tags, "parent_id": ground.parents[side]["Workloads" if changed else "Security"]}


def pair(ground: Ground, changed: bool = False) -> Configuration:
    """A pair; ``changed``: with another name, place and tags."""
    return {PAIR: {"email": EMAIL, "name": "beta" if changed else "alpha", **_half(ground, "commercial", changed)}}


def pair_and_membership(ground: Ground, changed: bool = False) -> Configuration:
    """A pair and its membership."""
    role = {"account_id": Reference(PAIR, "govcloud_account_id"), "role_name": Reference(PAIR, "role_name")}
    member = {**role, "on_destroy": "remove", **_half(ground, "govcloud", changed)}
    return {**pair(ground, changed), MEMBERSHIP: member}


def closed(ground: Ground) -> Configuration:
    """The pair, closed and put elsewhere."""
    shut = {"closed": True, "closed_accounts_parent_id": ground.parents["commercial"]["Workloads"]}
    return {PAIR: {**pair(ground)[PAIR], **shut}}


def access(ground: Ground, changed: bool = False) -> Configuration:
    """Both roles of the pair that is there; at first only one of them."""
    one = {"govcloud_account_id": _there(ground, "govcloud")}
    return {ACCESS: one | ({"commercial_account_id": _there(ground, "commercial")} if changed else {})}


def alias(ground: Ground, changed: bool = False) -> Configuration:
    """An alias of its account."""
    name = "other-there" if changed else "alias-there"
    return {ALIAS: {"account_id": _there(ground, "govcloud"), "alias": name, "on_destroy": "delete"}}


def trail(ground: Ground, changed: bool = False) -> Configuration:
    """A trail in its account; ``changed``: into another bucket, not logging, with another tag."""
    given = {"account_id": _there(ground, "govcloud"), "on_destroy": "delete", "s3_bucket_name": BUCKETS[changed]}
    return {TRAIL: {**given, "logging": not changed, "tags": {"Owner": "x"} if not changed else {"Team": "y"}}}


def invitation(ground: Ground, changed: bool = False) -> Configuration:
    """An invitation of its account."""
    notes = "welcome, again" if changed else "welcome"
    return {INVITATION: {"account_id": _there(ground, "govcloud"), "notes": notes, "tags": {"Owner": "x"}}}


def accepted(ground: Ground) -> Configuration:
    """An invitation that is accepted."""
    ours = {"account_id": _there(ground, "govcloud"), "handshake_id": Reference(INVITATION, "handshake_id")}
    return {**invitation(ground), ACCEPTANCE: ours}


def _there(ground: Ground, side: Side) -> str:
    found = ground.pair(THERE)
    assert found is not None
    return found.commercial.account_id if side == "commercial" else found.govcloud.account_id


def _asks(ground: Ground) -> Mapping[str, Mapping[str, Any]]:
    ids = {"commercial_account_id": _there(ground, "commercial")}
    return {
        "data.govpair_account_pair": {"email": THERE},
        "data.govpair_account_pair.by_id": {"govcloud_account_id": _there(ground, "govcloud")},
        "data.govpair_account_pair.by_name": {"name": "there"},
        "data.govpair_account_pair.by_other_id": ids,
        "data.govpair_account_pairs": {"read_tags": True},
        "data.govpair_account_pairs.below": {"parent_id": ground.parents["commercial"]["root"], "recursive": True},
        "data.govpair_creation_requests": {},
    }


def _ready(ground: Ground) -> Mapping[str, Mapping[str, Any]]:
    return {"data.govpair_readiness": {"pairs": 3}}


def _keys(ground: Ground) -> Mapping[str, Mapping[str, Any]]:
    return {
        "ephemeral.govpair_account_credentials": {"email": THERE},
        "ephemeral.govpair_account_credentials.by_id": {"account_id": _there(ground, "commercial")},
    }


def _imports(ground: Ground) -> Mapping[str, str]:
    found = ground.pair(EMAIL)
    assert found is not None
    return {PAIR: found.commercial.account_id, MEMBERSHIP: found.govcloud.account_id}


def there(ground: Ground) -> Configuration:
    """The pair that is there, which this state didn't make."""
    return {PAIR: {"email": THERE, "name": "there"}}


def _import_there(ground: Ground) -> Mapping[str, str]:
    return {PAIR: _there(ground, "commercial")}


def _changed(make: Callable[[Ground, bool], Configuration]) -> Make:
    return lambda ground: make(ground, True)


def _only_pair(ground: Ground) -> Configuration:
    return pair(ground)


SCENARIOS: dict[str, Scenario] = {
    "pair and membership: create": Scenario(_nothing, pair_and_membership),
    "pair and membership: read": Scenario(pair_and_membership, pair_and_membership),
    "pair and membership: update": Scenario(pair_and_membership, _changed(pair_and_membership)),
    "membership: delete": Scenario(pair_and_membership, _only_pair),
    "pair and membership: import": Scenario(pair_and_membership, pair_and_membership, imports=_imports),
    "pair: import without trusted access": Scenario(
        _only_pair, _only_pair, imports=lambda ground: {PAIR: _imports(ground)[PAIR]}, standing=TRUST
    ),
    "pair: import of what CloudTrail knows": Scenario(_nothing, there, imports=_import_there, standing=TRUST),
    "pair: close": Scenario(_only_pair, closed),
    "pair: read when closed": Scenario(closed, closed, earlier=_only_pair),
}
for _name, _make in {"access": access, "alias": alias, "trail": trail, "invitation": invitation}.items():
    SCENARIOS |= {
        f"{_name}: create": Scenario(_nothing, _make),
        f"{_name}: read": Scenario(_make, _make),
        f"{_name}: update": Scenario(_make, _changed(_make)),
    }
    if _name != "access":
        SCENARIOS[f"{_name}: delete"] = Scenario(_make, _nothing)
SCENARIOS |= {
    "acceptance: create": Scenario(invitation, accepted),
    "invitation and acceptance: read": Scenario(accepted, accepted),
    "invitation and acceptance: delete": Scenario(accepted, _nothing),
    "data sources: read": Scenario(pair_and_membership, pair_and_membership, asks=_asks),
    "readiness: read": Scenario(pair_and_membership, pair_and_membership, asks=_ready),
    "credentials: open": Scenario(_nothing, _nothing, asks=_keys),
}
