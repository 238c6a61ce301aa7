"""What the engine is asked for and what it answers: plain frozen records, in AWS's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

DEFAULT_ROLE_NAME = "OrganizationAccountAccessRole"
"""The role AWS makes in a new account when none is named (M: CreateGovCloudAccount `RoleName`)."""

BillingAccess = Literal["ALLOW", "DENY"]

UNREADABLE = "UNREADABLE"
"""State of a GovCloud half whose id is known but whose state no permitted call tells."""

CLOSED_STATES = frozenset({"PENDING_CLOSURE", "SUSPENDED", "CLOSED"})
"""States of an account that is closed or on its way there (M: organizations `AccountState`)."""


@dataclass(frozen=True)
class PairRequest:
    """A declared account pair. `parent_id` is a commercial root or OU; None leaves the account where it is."""

    email: str
    name: str
    role_name: str = DEFAULT_ROLE_NAME
    iam_user_access_to_billing: BillingAccess = "ALLOW"
    parent_id: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AccountPair:
    """An account pair as AWS shows it. `tags` leaves out the marker; `owner` is the marker's value or None.

    `commercial_arn` is the Organizations ARN; `govcloud_arn` is the account's root principal
    (`arn:aws-us-gov:iam::ID:root`), since a GovCloud account has an Organizations ARN only as a member.
    `govcloud_state` may be `UNREADABLE`. `parent_id` is "" where it could not be told. `joined_method` is the
    commercial account's, CREATED or INVITED: in an account that was invited AWS makes no role
    (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_create-cross-account-role.html).
    """

    email: str
    name: str
    commercial_account_id: str
    govcloud_account_id: str
    commercial_arn: str
    govcloud_arn: str
    commercial_state: str
    govcloud_state: str
    parent_id: str
    tags: Mapping[str, str]
    owner: str | None
    joined_timestamp: datetime | None
    joined_method: str


@dataclass(frozen=True)
class CreationRequest:
    """One creation request as ListCreateAccountStatus tells it. AWS does not say its email here."""

    id: str
    name: str
    state: str
    commercial_account_id: str | None = None
    govcloud_account_id: str | None = None
    failure_reason: str | None = None
    requested_timestamp: datetime | None = None
    completed_timestamp: datetime | None = None


@dataclass(frozen=True)
class MembershipRequest:
    """A declared membership of a GovCloud account. `role_arn`, when given, is used instead of `role_name`.

    `name` is the GovCloud account's; None leaves the one it has.
    """

    account_id: str
    role_name: str = DEFAULT_ROLE_NAME
    role_arn: str | None = None
    external_id: str | None = None
    parent_id: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    notes: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class Membership:
    """A GovCloud account in its GovCloud organization, as AWS shows it.

    `tags` leaves out the claim; `claim` is its value: the declaration that manages the membership and may end it.
    `name` is the one that Organizations shows; at first it is that of the pair (unverified, claim: pair-shares-name).
    """

    account_id: str
    organization_id: str
    arn: str
    state: str
    parent_id: str
    tags: Mapping[str, str]
    handshake_id: str | None
    joined_method: str
    joined_timestamp: datetime | None
    claim: str | None = None
    name: str = ""


@dataclass(frozen=True)
class Handshake:
    """An invitation. `account_id` is the invited account, "" when it was invited by its root `email` address.

    `action` is INVITE, unless an id was given that is of another kind of handshake.
    """

    id: str
    arn: str
    state: str
    account_id: str
    organization_id: str
    requested_timestamp: datetime | None = None
    expiration_timestamp: datetime | None = None
    notes: str = ""
    action: str = "INVITE"
    email: str = ""


@dataclass(frozen=True)
class Organization:
    """An organization: its id, its management account and the ARN, which carries the partition."""

    id: str
    arn: str
    management_account_id: str


@dataclass(frozen=True)
class Identity:
    """Who a credential set is, as STS says. `partition` is taken from the ARN."""

    account_id: str
    arn: str
    partition: str
