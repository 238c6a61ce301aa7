"""The three credential sets, as data. Opening them is `engine/session.py`; checking them is `Estate.verify`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SetName = Literal["commercial", "govcloud_paired", "govcloud_management"]

PARTITIONS: Mapping[str, str] = {
    "commercial": "aws",
    "govcloud_paired": "aws-us-gov",
    "govcloud_management": "aws-us-gov",
}
"""The partition in which each set must be (docs/architecture.md, Credentials)."""

WHO: Mapping[str, str] = {
    "commercial": "the commercial organization's management account",
    "govcloud_paired": "the GovCloud account paired with the commercial management account",
    "govcloud_management": "the GovCloud organization's management account",
}
"""Who each set is expected to be, in words for errors."""


@dataclass(frozen=True)
class AssumeRole:
    """One link of a role chain. `duration_seconds` is 900 to 43200; 3600 at most for a chained role (STS)."""

    role_arn: str
    session_name: str = "govpair"
    external_id: str | None = None
    duration_seconds: int = 3600


@dataclass(frozen=True)
class CredentialSet:
    """Where one set's credentials come from. Everything left out is botocore's own way (environment, profile, …).

    account_id: the account that it must be, checked against STS before the first change.
    endpoints: service name (`organizations`, `account`, `sts`, `servicequotas`, …) to URL; a profile's `endpoint_url`
        is honoured too.
    Secrets never show in `repr`.
    """

    name: SetName
    profile: str | None = None
    access_key: str | None = None
    secret_key: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    region: str | None = None
    account_id: str | None = None
    assume_role: tuple[AssumeRole, ...] = ()
    endpoints: Mapping[str, str] = field(default_factory=dict)
    use_fips_endpoint: bool | None = None

    @property
    def partition(self) -> str:
        """The partition in which the set must be."""
        return PARTITIONS[self.name]

    @property
    def configured(self) -> bool:
        """Whether anything was said about where the credentials come from (else they are the ambient ones)."""
        return bool(self.profile or self.access_key or self.assume_role or self.account_id)
