"""What `govpair simulate` makes before the first call, and the environment that leads other programs to it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from custom_resources.engine import rules
from custom_resources.scripts.answer import Answer

if TYPE_CHECKING:
    from partition_simulator import Simulator


@dataclass(frozen=True)
class Seeds:
    """``pair``: the name of the management pair. ``customers``: names of a reseller's customers."""

    pair: str
    customers: tuple[str, ...]
    organizations: bool


def customer_names(values: list[str] | None) -> list[str] | None:
    """Check the names of customers: each becomes an account, an email and a profile.

    Raises:
        typer.BadParameter: against AWS's rule for names of new accounts, given twice, or a profile's name already.
    """
    taken = {"commercial", "govcloud"}
    for name in values or []:
        if problem := rules.new_account_name(name):
            raise typer.BadParameter(problem)
        if name.lower() in taken:
            raise typer.BadParameter(f"The name {name!r} is taken already.")
        taken.add(name.lower())
    return values


def started(simulator: Simulator, seeds: Seeds, folder: Path) -> Answer:
    """Make the seeds, but where a restored state has its own, and write the profiles.

    The answer shows the way in, for people and for programs.
    """
    if not simulator.seeded:
        _make(simulator, seeds)
    pair = simulator.seeded[0]
    managed = {one["management_account_id"]: one["id"] for one in simulator.state()["organizations"]}
    ids = {side: managed.get(pair.side(side).account_id) for side in ("commercial", "govcloud")}
    document = {
        "endpoints": dict(simulator.urls),
        "page": f"{simulator.commercial.url}/",
        "environment": simulator.aws_config(folder.resolve()),
        "credential_sets": _credential_sets(simulator),
        "organization_ids": ids,
        "management_pair": {
            "name": pair.name,
            "email": pair.email,
            "commercial_account_id": pair.commercial.account_id,
            "govcloud_account_id": pair.govcloud.account_id,
        },
    }
    return Answer(document, _lines(document))


def _make(simulator: Simulator, seeds: Seeds) -> None:
    pair = simulator.seed_management_pair(name=seeds.pair, email=_email(seeds.pair))
    if seeds.organizations:
        simulator.create_organization(pair.commercial)
        simulator.create_organization(pair.govcloud)
    for name in seeds.customers:
        simulator.seed_customer(name, f"customer+{_email(name)}")


def _email(name: str) -> str:
    return f"{name.lower()}@example.gov"


def _credential_sets(simulator: Simulator) -> list[dict[str, Any]]:
    """Each credential set with its account, its profile, and the same as variables."""
    names = {"commercial": ["commercial"], "govcloud": ["govcloud_paired", "govcloud_management"]}
    return [
        {
            "credential_sets": names.get(profile_name, ["govcloud_management"]),
            "customer": None if profile_name in names else profile_name,
            "account_id": profile.keys.account_id,
            "profile": profile_name,
            "environment": profile.environment(simulator.urls),
        }
        for profile_name, profile in simulator.profiles().items()
    ]


def _lines(document: Mapping[str, Any]) -> str:
    """Lines to paste: the exports, and comments that tell what to do with them."""
    pair, endpoints = document["management_pair"], document["endpoints"]
    return "\n".join(
        (
            f"# commercial partition: {endpoints['commercial']}   GovCloud partition: {endpoints['govcloud']}",
            f"# management pair {pair['name']}: commercial account {pair['commercial_account_id']}, "
            f"GovCloud account {pair['govcloud_account_id']}; profiles commercial and govcloud",
            *_exports(document["environment"]),
            *(line for one in document["credential_sets"] for line in _set_lines(one)),
            "# AWS CLI: aws --profile commercial organizations list-accounts",
            '# boto3: boto3.Session(profile_name="commercial")',
            '# Terraform: provider "aws" { profile = "govcloud" }    and in provider "govpair": '
            'commercial = { profile = "commercial" }, govcloud_paired = { profile = "govcloud" }',
            f"# Both partitions to look at in a browser: {document['page']}",
            "# Ctrl-C here ends the simulator.",
        )
    )


def _set_lines(one: Mapping[str, Any]) -> tuple[str, str]:
    names = " and ".join(one["credential_sets"])
    whose = f" of customer {one['customer']}" if one["customer"] else ""
    return (
        f"# {names}{whose}: account {one['account_id']}, AWS_PROFILE={one['profile']}; where no profile is read:",
        f"#   {' '.join(_exports(one['environment'])).replace(' export ', ' ')}",
    )


def _exports(environment: Mapping[str, str]) -> list[str]:
    return [f"export {name}={shlex.quote(value)}" for name, value in environment.items()]
