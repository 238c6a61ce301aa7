"""Where a policy is meant for: whose it is, and what of its ARNs is known without a call."""

from __future__ import annotations

from dataclasses import dataclass

from custom_resources.engine.member_role import PARTITION_OF_SIDE
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.engine.permissions import INVITED
from custom_resources.engine.policies.resources import NEW_ACCOUNT
from custom_resources.engine.session import HOME_REGIONS


@dataclass(frozen=True)
class Part:
    """A part of ARNs: its value, or None with the reason why a wildcard stands there."""

    value: str | None
    reason: str


@dataclass(frozen=True)
class Ids:
    """The ids and the role's name that are known; None where they aren't."""

    commercial_account_id: str | None = None
    commercial_organization_id: str | None = None
    govcloud_paired_account_id: str | None = None
    govcloud_management_account_id: str | None = None
    govcloud_organization_id: str | None = None
    role_name: str = DEFAULT_ROLE_NAME


@dataclass(frozen=True)
class Place:
    """One principal: a credential set, or the role in accounts on one side.

    name: as `govcloud_management`. declared: its name in `PERMISSIONS`. title: in words. region: where the
    engine calls services that have regions. account: its own. management, organization: of the
    organization that its calls are about. creator: the account that AWS makes the role trust; None for a set.
    """

    name: str
    declared: str
    title: str
    partition: str
    region: str
    role_name: str
    account: Part
    management: Part
    organization: Part
    creator: Part | None = None

    def fill(self, form: str) -> tuple[str, tuple[str, ...]]:
        """Write an ARN of this form, with the reason of each wildcard that stands for what isn't known."""
        arn = form.replace("{partition}", self.partition).replace("{region}", self.region)
        arn, reasons = arn.replace("{role}", self.role_name), []
        for name, part, wildcard in (
            ("{account}", self.account, "*"),
            ("{management}", self.management, "*"),
            ("{organization}", self.organization, "o-*"),
        ):
            if name in arn:
                arn = arn.replace(name, part.value or wildcard)
                reasons += [] if part.value else [part.reason]
        return arn, tuple(reasons)


def places(ids: Ids) -> tuple[Place, ...]:
    """Return every principal that the engine calls as, in the order in which their policies are shown."""
    commercial = _given(ids.commercial_account_id, "commercial-account-id")
    paired = _given(ids.govcloud_paired_account_id, "govcloud-paired-account-id")
    management = _given(ids.govcloud_management_account_id, "govcloud-management-account-id")
    organizations = {
        "commercial": _given(ids.commercial_organization_id, "commercial-organization-id"),
        "govcloud": _given(ids.govcloud_organization_id, "govcloud-organization-id"),
    }
    vended = Part(None, NEW_ACCOUNT)

    def place(name: str, declared: str, title: str, side: str, account: Part, creator: Part | None = None) -> Place:
        partition = PARTITION_OF_SIDE["commercial" if side == "commercial" else "govcloud"]
        region = HOME_REGIONS[partition] if declared == name else "*"
        manages = commercial if side == "commercial" else management
        return Place(
            name,
            declared,
            title,
            partition,
            region,
            ids.role_name,
            account,
            manages,
            organizations[side],
            creator,
        )

    return (
        place("commercial", "commercial", "the commercial management account", "commercial", commercial),
        place(
            "govcloud_management",
            "govcloud_management",
            "the GovCloud organization's management account",
            "govcloud",
            management,
        ),
        place(
            "govcloud_paired",
            "govcloud_paired",
            "the GovCloud account paired with the commercial management account",
            "govcloud",
            paired,
        ),
        place(INVITED, INVITED, "the role in a GovCloud account that is invited", "govcloud", vended, paired),
        place("govcloud_member", "member", "the role in a GovCloud account", "govcloud", vended, paired),
        place("commercial_member", "member", "the role in a commercial account", "commercial", vended, commercial),
    )


def _given(value: str | None, option: str) -> Part:
    return Part(value, f"--{option} isn't given")
