"""What a simulator run can be told beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from partition_simulator.rates.rates import Mode, Override


@dataclass(frozen=True)
class SimulatorSettings:
    """Settings of one :class:`~partition_simulator.Simulator`; every duration is in virtual seconds.

    creation_seconds: from CreateGovCloudAccount to SUCCEEDED or FAILED. AWS publishes no figure
        (claim: creation-time).
    role_delay_seconds: from SUCCEEDED until the vended roles can be assumed ("You might need to wait a few minutes
        before you can successfully access the account", botocore model of CreateAccount; claim: vended-role-delay).
    closing_seconds: from CloseAccount to SUSPENDED ("You need to wait a few minutes", botocore model of CloseAccount).
    alias_delay_seconds: until ListAccountAliases shows a change of an account's alias (IAM is eventually consistent;
        AWS publishes no figure).
    finalizing_seconds: for so long a new organization neither creates nor invites accounts, FinalizingOrganization;
        "this can take up to an hour" (botocore model).
    listing_delay_seconds: for so long a created account is missing from DescribeAccount, ListAccounts,
        ListAccountsForParent and ListChildren, though its request SUCCEEDED. AWS publishes no figure
        (claim: listings-lag).
    clock_scale: virtual seconds per real second; 0 freezes the clock, so that only ``clock.advance`` moves it.
    seed: the same seed and the same calls give the same ids and keys.
    host, commercial_port, govcloud_port: where to listen; port 0 takes a free one. Loopback unless you say otherwise.
    creations_in_progress: how many creations may run at once per organization (5: Organizations quotas page).
    account_quota: how many accounts an organization may have. AWS starts at 10 and raises it on request; a payer that
        vends accounts has asked, so the default here is higher.
    commercial_members_can_leave: whether somebody gave vended commercial accounts what a standalone account needs (a
        payment method, a support plan); Organizations doesn't (botocore model, LeaveOrganization).
    govcloud_members_can_leave: whether a vended GovCloud account has what a standalone account needs, so that it can
        leave or be removed from its organization. Unverified (claim: vended-govcloud-can-leave), hence a setting.
    rates: "aws" holds callers to AWS's published rates (rates/table.py), "off" to none.
    rate_overrides: other rates for single operations: ``{"organizations.DescribeAccount": (calls per second, burst)}``;
        None for no limit. They hold for whatever shares a bucket with the operation.
    state_of_closed: what ``Account.State`` shows of an account in the 90 days after its closing. Of the retired
        ``Status`` the botocore model says SUSPENDED (CloseAccount); AWS's announcement of ``State`` (2025-09-09) says
        CLOSED, and SUSPENDED only for what AWS itself suspends. Unverified (claim: state-of-closed-accounts).
    account_status, account_paths: whether descriptions of accounts have the retired ``Status`` and the new ``Paths``
        beside ``State`` (botocore model, Account).
    state_file: restored at the start when it is there, and saved at the end (and on request). Everything in it is as it
        was, the clock's speed included; the other settings here are this run's.
    """

    creation_seconds: float = 60.0
    role_delay_seconds: float = 0.0
    closing_seconds: float = 60.0
    alias_delay_seconds: float = 0.0
    finalizing_seconds: float = 0.0
    listing_delay_seconds: float = 0.0
    clock_scale: float = 1.0
    seed: int = 1
    host: str = "127.0.0.1"
    commercial_port: int = 0
    govcloud_port: int = 0
    creations_in_progress: int = 5
    account_quota: int = 1000
    commercial_members_can_leave: bool = False
    govcloud_members_can_leave: bool = True
    rates: Mode = "off"
    rate_overrides: Mapping[str, Override] = field(default_factory=dict)
    state_of_closed: Literal["SUSPENDED", "CLOSED"] = "SUSPENDED"
    account_status: bool = True
    account_paths: bool = True
    state_file: Path | None = None
