"""The three credential sets as options and environment variables, and the estate that they open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from custom_resources.engine import rules
from custom_resources.engine.credentials import AssumeRole, CredentialSet, SetName
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

    `govcloud_management` is `govcloud_paired` unless one of its own options is given (the single-company model).
    """

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

    def require_owner(self) -> None:
        """Refuse to make a pair in nobody's name.

        Raises:
            typer.BadParameter: as wrong usage.
        """
        if self.owner is None:
            raise typer.BadParameter(
                "it is needed: it stands in a tag on the pair, by which an interrupted creation is found again and no "
                "other team's pair is taken up. Give a name that only you use, such as your team's, and the same one "
                "each time; `vend --no-creation-marker` does without.",
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
    ) -> Estate:
        """Open the estate; makes no call.

        needed: the sets that the command cannot do without. welcome: those that it uses where their default profile
        exists. The others are opened only where something was said about them, so that `vend` needs no GovCloud
        credentials, and credentials that have expired keep nobody from what can be done without them.
        """
        from custom_resources.engine.estate import Estate

        wanted = needed | {name for name in welcome if _exists(DEFAULT_PROFILES[name])}
        management = None
        if self._said("govcloud_management"):
            management = self._credential_set("govcloud_management", "govcloud_management" in wanted)
        elif "govcloud_management" in wanted:
            wanted |= {"govcloud_paired"}
        return Estate.open(
            self._credential_set("commercial", "commercial" in wanted),
            self._credential_set("govcloud_paired", "govcloud_paired" in wanted),
            management,
            owner=self.owner,
            creation_marker=creation_marker,
            pace=pace,
            progress=progress,
            prepare=prepare,
        )

    def _given(self, name: str, setting: str) -> str | None:
        value: str | None = getattr(self, f"{name}_{setting}")
        return value

    def _said(self, name: str) -> bool:
        return any(
            self._given(name, setting) is not None for setting in ("profile", "region", "account_id", "role_arn")
        )

    def _credential_set(self, name: SetName, wanted: bool) -> CredentialSet:
        profile = self._given(name, "profile")
        if profile is None and (wanted or self._said(name)):
            profile = DEFAULT_PROFILES[name]
        role = self._given(name, "role_arn")
        return CredentialSet(
            name,
            profile=profile or None,
            region=self._given(name, "region") or None,
            account_id=self._given(name, "account_id") or None,
            assume_role=(AssumeRole(role),) if role else (),
        )


def _exists(profile: str) -> bool:
    import botocore.session
    from botocore.exceptions import BotoCoreError

    try:
        return profile in botocore.session.Session().available_profiles
    except BotoCoreError:
        return False  # a broken configuration file is reported by the set that needs it
