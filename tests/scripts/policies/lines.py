"""Command lines that together make every call that a command can make: options, repetitions, and what goes wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from partition_simulator import Fault


@dataclass(frozen=True)
class Line:
    """One command line; `{name}` stands for what the ground has made.

    faults: what goes wrong meanwhile. pathless: AWS's answers lack `Paths`, as they did before 2026.
    forgotten: it lists no creation requests any more. alone: no credentials of a GovCloud organization are given.
    as_roles: each set's user assumes a role, which the same policy holds.
    """

    words: str
    faults: tuple[Fault, ...] = ()
    pathless: bool = False
    forgotten: bool = False
    alone: bool = False
    as_roles: bool = False

    def __str__(self) -> str:
        return self.words


_NEW = "--owner us --email aws+new@example.gov --name new"
_OLD = "--owner us --email aws+standalone@example.gov --name standalone"
_PAYER = "--owner us --email payer@example.gov --name payer --adopt-existing"
_NO_HALF = Fault("account", "GetGovCloudAccountInformation", code="AccessDeniedException", status=403, times=9)
_LOST = Fault("organizations", "AcceptHandshake", drop="after")
_USED_UP = Fault(
    "organizations",
    "InviteAccountToOrganization",
    code="HandshakeConstraintViolationException",
    reason="HANDSHAKE_RATE_LIMIT_EXCEEDED",
)
_NO_QUOTA = Fault("servicequotas", "GetServiceQuota", code="NoSuchResourceException", times=2)
_VEND = (
    Line(f"vend {_NEW} --parent-id {{commercial_unit}} --tag A=b", alone=True),
    Line(f"vend {_NEW} --parent-id {{commercial_root}} --tag C=d", pathless=True, alone=True),
    Line(f"vend {_OLD} --parent-id {{commercial_unit}} --tag A=b", (_NO_HALF,), alone=True),
    Line(f"vend {_OLD}", (_NO_HALF,), forgotten=True, alone=True),
    Line(f"vend {_PAYER}", alone=True),
)
SINGLE_COMPANY = frozenset({"discover"})
"""Commands for estates whose paired account manages the GovCloud organization."""
LINES: Mapping[str, tuple[Line, ...]] = {
    "estimate": (Line("estimate --pairs 5"), Line("estimate --pairs 5", (_NO_QUOTA,))),
    "vend": _VEND,
    "vend --join": (
        Line(
            f"vend {_NEW} --parent-id {{commercial_unit}} --tag A=b --join --govcloud-parent-id {{govcloud_unit}} "
            "--govcloud-tag A=b --notes hello"
        ),
        Line(
            f"vend {_NEW} --parent-id {{commercial_root}} --tag C=d --join --govcloud-parent-id {{govcloud_root}} "
            "--govcloud-tag C=d",
            pathless=True,
        ),
        Line("vend --owner us --email aws+invited@example.gov --name invited --join", (_LOST,)),
        Line(f"vend {_OLD} --join --govcloud-parent-id {{govcloud_root}}", (_USED_UP,)),
        Line(f"vend {_OLD} --join", (_NO_HALF,), forgotten=True),
    ),
    "status": (
        Line("status --email aws+joined@example.gov", pathless=True),
        Line("status --name invited"),
        Line("status --account-id {joined_govcloud}"),
        Line("status --account-id {joined_commercial}"),
        Line("status --all", pathless=True),
        Line("status --requests ALL"),
        Line("status --name nobody"),
        Line("status --name joined", (_NO_HALF,), forgotten=True),
        Line("status --all", (_NO_HALF,), forgotten=True),
    ),
    "wait": (
        Line("wait --email aws+joined@example.gov --for joined", pathless=True),
        Line("wait --name joined --for assumable"),
        Line("wait --name payer"),
        Line("wait --name making --for created"),
        Line("wait --account-id {joined_govcloud}", (_NO_HALF,), forgotten=True),
    ),
    "invite": (
        Line("invite --name standalone"),
        Line("invite --name payer"),
        Line("invite --name invited", (_NO_HALF,), forgotten=True),
        Line("invite --account-id {joined_govcloud}", pathless=True),
        Line("invite --name standalone", (_USED_UP,)),
    ),
    "access": (
        Line("access --name joined"),
        Line("access --email aws+joined@example.gov --side commercial", pathless=True),
        Line("access --account-id {joined_govcloud}"),
        Line("access --name joined", (_NO_HALF,), forgotten=True),
    ),
    "close": (
        Line("close --name standalone --yes --move-to {commercial_unit}"),
        Line("close --account-id {joined_commercial} --yes --move-to {commercial_root}", pathless=True),
        Line("close --email aws+invited@example.gov --yes --move-to {commercial_unit}", pathless=True),
        Line("close --name joined --yes", (_NO_HALF,), forgotten=True),
        Line("close --name payer --yes"),
    ),
    "discover": (
        Line("discover --owner us --directory {folder} --force"),
        Line("discover --owner us --directory {folder} --force", (_NO_HALF,), pathless=True, forgotten=True),
    ),
    "doctor": (
        Line("doctor --pairs 2"),
        Line("doctor --pairs 2 --quick", (_NO_QUOTA,), as_roles=True),
        Line("doctor", (_NO_HALF,), pathless=True, forgotten=True),
    ),
    "report": (
        Line("report --format json --with-trails"),
        Line("report --format json --with-trails", (_NO_HALF,), pathless=True, forgotten=True),
    ),
    "accept": (
        Line("accept --name invited", (_LOST,)),
        Line("accept --account-id {invited_govcloud} --organization-id {organization}"),
        Line("accept --account-id {joined_govcloud}", pathless=True),
        Line("accept --name payer"),
        Line("accept --name joined --organization-id {organization}", (_NO_HALF,), forgotten=True),
    ),
}
