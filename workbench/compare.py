"""What an organization file declares against what both partitions show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constructs_lib.declarations import Declaration, PairDeclaration
from custom_resources.engine.rules import OWNER_MARKER
from workbench.observe import ObservedPair


def differences(organization: Declaration, observed: Iterable[ObservedPair]) -> list[str]:
    """One sentence for each difference; empty when everything that was declared stands, and nothing else."""
    seen: dict[str, list[ObservedPair]] = {}
    for pair in observed:
        seen.setdefault(pair.email.lower(), []).append(pair)
    found: list[str] = []
    for declared in organization.account_pairs:
        pairs = seen.pop(declared.email.lower(), [])
        if len(pairs) == 1:
            found += _of_pair(declared, pairs[0])
        else:
            found.append(f"{declared.name} ({declared.email}): {len(pairs)} pairs have that email, expected one")
    found += [
        f"{pair.name} ({pair.email}, {pair.commercial_account_id}): stands there but is not declared"
        for pairs in seen.values()
        for pair in pairs
    ]
    return found


def _of_pair(declared: PairDeclaration, seen: ObservedPair) -> Iterator[str]:
    path = "/" + (declared.organizational_unit or "").strip("/")
    expected = {
        "name": (declared.name, seen.name),
        "commercial OU": (path, seen.commercial_ou_path),
        "GovCloud OU": (path, seen.govcloud_ou_path),
        "commercial state": ("ACTIVE", seen.commercial_state),
        "GovCloud state": ("ACTIVE", seen.govcloud_state),
        "commercial tags": (dict(declared.tags), {k: v for k, v in seen.commercial_tags.items() if k != OWNER_MARKER}),
        "GovCloud tags": (dict(declared.tags), {k: v for k, v in seen.govcloud_tags.items() if k != OWNER_MARKER}),
    }
    for what, (wanted, found) in expected.items():
        if wanted != found:
            yield f"{declared.name} ({seen.commercial_account_id}): {what} is {found!r}, declared {wanted!r}"
