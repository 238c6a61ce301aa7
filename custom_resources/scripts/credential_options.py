"""The three credential sets as options and environment variables, and the estate that they open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from custom_resources.engine import rules
from custom_resources.engine.credentials import AssumeRole, CredentialSet, SetName
from custom_resources.scripts.declared import Declared, ManagementPair, read_declared
from custom_resources.scripts.option_groups import OptionGroup
from custom_resources.scripts.values import obeying

if TYPE_CHECKING:
    from collections.abc import Callable

    from custom_resources.engine.estate import Estate
    from custom_resources.engine.pace import Pace
    from custom_resources.engine.session import Prepare

PANEL = "Credentials"
NOTE = "Credentials may come from the environment, too: --commercial-profile is GOVPAIR_COMMERCIAL_PROFILE."
DEFAULT_PROFILES: dict[str, str] = {
    "commercial": "commercial",
    "govcloud_paired": "govcloud",
    "govcloud_management": "govcloud",
}
"""The AWS profile of each set when none is named; `partition_simulator` writes profiles of these names."""


def _option(name: str, what: str, **more: Any) -> Any:
    variable = f"GOVPAIR_{name.upper().replace('-', '_')}"
    return typer.Option(
        f"--{name}", envvar=variable, help=what, rich_help_panel=PANEL, show_default=False, show_envvar=False, **more
    )


def _profile(set_name: str, default: str) -> Any:
    return _option(
        f"{set_name}-profile", f'AWS profile; default {default}, "" takes the SDK\'s own way.', metavar="NAME"
    )


def _region(set_name: str) -> Any:
    return _option(f"{set_name}-region", "Region for STS.", metavar="REGION")


def _account(set_name: str) -> Any:
    return _option(
        f"{set_name}-account-id",
        "The account that it must be.",
        metavar="ID",
        callback=obeying(rules.account_id),
    )


def _role(set_name: str) -> Any:
    return _option(f"{set_name}-role-arn", "A role to assume with it.", metavar="ARN", callback=obeying(rules.role_arn))


@dataclass(frozen=True)
class CredentialOptions(OptionGroup):
    """Where the credentials of the three sets come from, and in whose name pairs are made.

    An organization file names profiles, regions, accounts and the owner; options and environment variables win over
    it. `govcloud_management` is `govcloud_paired` unless something is said about it (the single-company model).
    """

    organization: Annotated[
        Path | None,
        _option("organization", "Organization file that names profiles, regions, accounts, owner.", metavar="FILE"),
    ] = None
    customer: Annotated[
        str | None, _option("customer", "Which customer of a reseller's organization file.", metavar="NAME")
    ] = None
    commercial_profile: Annotated[str | None, _profile("commercial", "commercial")] = None
    commercial_region: Annotated[str | None, _region("commercial")] = None
    commercial_account_id: Annotated[str | None, _account("commercial")] = None
    commercial_role_arn: Annotated[str | None, _role("commercial")] = None
    govcloud_paired_profile: Annotated[str | None, _profile("govcloud-paired", "govcloud")] = None
    govcloud_paired_region: Annotated[str | None, _region("govcloud-paired")] = None
    govcloud_paired_account_id: Annotated[str | None, _account("govcloud-paired")] = None
    govcloud_paired_role_arn: Annotated[str | None, _role("govcloud-paired")] = None
    govcloud_management_profile: Annotated[
        str | None, _profile("govcloud-management", "the paired set's credentials")
    ] = None
    govcloud_management_region: Annotated[str | None, _region("govcloud-management")] = None
    govcloud_management_account_id: Annotated[str | None, _account("govcloud-management")] = None
    govcloud_management_role_arn: Annotated[str | None, _role("govcloud-management")] = None
    owner: Annotated[
        str | None,
        _option(
            "owner",
            "Whose pairs these are (creation marker); making a pair needs it.",
            metavar="NAME",
            callback=obeying(rules.owner),
        ),
    ] = None

    @cached_property
    def declared(self) -> Declared | None:
        """What the organization file says; None where none is given.

        Raises:
            typer.BadParameter: as wrong usage: the file or the customer.
        """
        if self.organization is not None:
            return read_declared(self.organization, self.customer)
        if self.customer is not None:
            raise typer.BadParameter(
                "a customer is one of a reseller's organization file. Give the file with --organization.",
                param_hint="--customer",
            )
        return None

    @property
    def whose(self) -> str | None:
        """The owner: the one given, else the organization file's."""
        return self.owner or (self.declared.owner if self.declared else None)

    def require_owner(self) -> None:
        """Refuse to make a pair in nobody's name.

        Raises:
            typer.BadParameter: as wrong usage.
        """
        if self.whose is None:
            raise typer.BadParameter(
                "it is needed: it stands in a tag on the pair, by which an interrupted creation is found again and no "
                "other team's pair is taken up. Give a name that only you use, such as your team's, and the same one "
                "each time, or an --organization file, which names it; `vend --no-creation-marker` does without.",
                param_hint="--owner",
            )

    def open(
        self,
        pace: Pace,
        progress: Callable[[str], None],
        *,
        needed: frozenset[str],
        welcome: frozenset[str] = frozenset(),
        creation_marker: bool = True,
        prepare: Prepare | None = None,
        management_role: str | None = None,
    ) -> Estate:
        """Open the estate; makes no call.

        needed: the sets that the command cannot do without. welcome: those that it uses where their default profile
        exists, or the organization file names them. The others are opened only where an option was given about them,
        so that `vend` needs no GovCloud credentials, and credentials that have expired keep nobody from what can be
        done without them. management_role: the role through which the GovCloud organization is reached, where it is
        that of a customer's `management_pair`.

        Raises:
            typer.BadParameter: the organization file is wrong, or a customer must be chosen.
        """
        from custom_resources.engine.estate import Estate

        wanted = needed | {name for name in welcome if self._at_hand(name)}
        management = None
        if self._said("govcloud_management", "govcloud_management" in wanted):
            management = self._credential_set("govcloud_management", "govcloud_management" in wanted)
        elif "govcloud_management" in wanted:
            if management_role is None and self.declared is not None and "govcloud_management" in needed:
                self.declared.choose_customer()
            wanted |= {"govcloud_paired"}
        if management_role is not None:
            paired = self._credential_set("govcloud_paired", wanted=True)
            management = replace(
                paired,
                name="govcloud_management",
                account_id=management_role.split(":")[4],
                assume_role=(*paired.assume_role, AssumeRole(management_role)),
            )
        return Estate.open(
            self._credential_set("commercial", "commercial" in wanted),
            self._credential_set("govcloud_paired", "govcloud_paired" in wanted),
            management,
            owner=self.whose,
            creation_marker=creation_marker,
            pace=pace,
            progress=progress,
            prepare=prepare,
        )

    @property
    def management_pair(self) -> ManagementPair | None:
        """The pair through whose role the GovCloud organization is reached, where nothing else is said about it."""
        if self.declared is None or self._said("govcloud_management", wanted=True):
            return None
        return self.declared.through

    def _at_hand(self, name: str) -> bool:
        """Whether a set that is welcome can be opened: a file says how, or the default profile exists."""
        if self.declared is None:
            return _exists(DEFAULT_PROFILES[name])
        return name in self.declared.sets or (name == "govcloud_management" and not self.declared.customers)

    def _given(self, name: str, setting: str, *, from_file: bool) -> str | None:
        value: str | None = getattr(self, f"{name}_{setting}")
        if value is None and from_file and self.declared is not None:
            value = getattr(self.declared.sets.get(name), setting, None)
        return value

    def _said(self, name: str, wanted: bool) -> bool:
        if wanted and self.declared is not None and name in self.declared.sets:
            return True
        return any(getattr(self, f"{name}_{setting}") is not None for setting in _SETTINGS)

    def _credential_set(self, name: SetName, wanted: bool) -> CredentialSet:
        said = self._said(name, wanted)
        profile, region, account_id, role = (self._given(name, setting, from_file=said) for setting in _SETTINGS)
        # A file that names no profile leaves the choice to the SDK (docs/organization-file.md).
        in_file = self.declared is not None and name in self.declared.sets
        if profile is None and (wanted or said) and not in_file:
            profile = DEFAULT_PROFILES[name]
        return CredentialSet(
            name,
            profile=profile or None,
            region=region or None,
            account_id=account_id or None,
            assume_role=(AssumeRole(role),) if role else (),
        )


_SETTINGS = ("profile", "region", "account_id", "role_arn")


def _exists(profile: str) -> bool:
    import botocore.session
    from botocore.exceptions import BotoCoreError

    try:
        return profile in botocore.session.Session().available_profiles
    except BotoCoreError:
        return False  # a broken configuration file is reported by the set that needs it
