"""Changes by hand, one pair each: which of them the next plan shows, and what it costs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.plans.estate import Estate
from benchmarks.record import Record
from benchmarks.terraform import OURS, PEER
from benchmarks.watched import Finished

SIDES, KINDS = ("commercial", "govcloud"), ("name", "OU", "tag", "state")
PLANNING = "plan after changes by hand"
_RESOURCES = {
    (OURS, "commercial"): "govpair_account_pair",
    (OURS, "govcloud"): "govpair_membership",
    (PEER, "commercial"): "aws_organizations_account",
}
_CLOSING_SECONDS = 3600.0


def measure(record: Record, estate: Estate) -> None:
    """Change a name, an OU, a tag and a state in each partition, each of another account, and plan.

    The changes stay: measure nothing else on this estate afterwards. The peer has the commercial side only.
    """
    changed = dict(_change_each(estate))
    estate.simulator.clock.advance(_CLOSING_SECONDS)
    for contestant in record.contestants:
        run, calls = estate.plan(contestant, "-json")
        record.add(PLANNING, contestant, {"calls": float(calls.total()), "seconds": run.seconds})
        shown = _addresses(run)
        for (side, kind), name in changed.items():
            if contestant == OURS or side == "commercial":
                address = f"{_RESOURCES[contestant, side]}.{name}"
                record.add(label(side, kind), contestant, {"shown": float(address in shown)})


def label(side: str, kind: str) -> str:
    """What the measure of one change is called."""
    return f"{kind} changed by hand, {side}"


def _change_each(estate: Estate) -> Iterator[tuple[tuple[str, str], str]]:
    """By side and kind the name of the pair that was changed."""
    names = iter(estate.pairs)
    for side in SIDES:
        organizations, account = (estate.client(service, side) for service in ("organizations", "account"))
        changes = _changes(organizations, account)
        for kind in KINDS:
            name = next(names)
            if kind == "state":
                # Closing is the commercial partition's (CloseAccount isn't there in GovCloud), and closes both halves.
                commercial = estate.pairs[name]["commercial"]
                estate.client("organizations", "commercial").close_account(AccountId=commercial)
            else:
                changes[kind](estate.pairs[name][side])
            yield (side, kind), name


def _changes(organizations: Any, account: Any) -> dict[str, Callable[[str], object]]:
    root = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root, Name="ByHand")["OrganizationalUnit"]["Id"]
    return {
        "name": lambda id: account.put_account_name(AccountId=id, AccountName="by-hand"),
        "OU": lambda id: organizations.move_account(AccountId=id, SourceParentId=root, DestinationParentId=unit),
        "tag": lambda id: organizations.tag_resource(ResourceId=id, Tags=[{"Key": "CostCenter", "Value": "by hand"}]),
    }


def _addresses(run: Finished) -> set[str]:
    """Addresses of what Terraform says has changed, will change, or has a warning or error.

    Format: https://developer.hashicorp.com/terraform/internals/machine-readable-ui
    """
    found = set()
    for line in run.output.splitlines():
        message = json.loads(line) if line.startswith("{") else {}
        if message.get("type") in ("resource_drift", "planned_change"):
            found.add(message["change"]["resource"]["addr"])
        elif message.get("type") == "diagnostic":
            found.add(message["diagnostic"].get("address", ""))
    return found
