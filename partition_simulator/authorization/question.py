"""What is asked of policies: may this caller do that action with this resource?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from partition_simulator.world.keys import Principal

Keys = Callable[[str], "tuple[str, ...] | None"]
"""The condition keys of a request, by lower-case name: their values, or None for a key that the request hasn't got.

Raises NotEvaluated for a key that isn't simulated.
"""


@dataclass(frozen=True)
class Caller:
    """A principal as policies see it.

    role_arn: of a role session, the role. service: an AWS service that calls for itself, in no account.
    """

    partition: str
    account_id: str
    arn: str
    role_arn: str | None = None
    service: str | None = None

    @classmethod
    def of(cls, principal: Principal) -> Caller:
        """A user, a role session or an account's root."""
        return cls(principal.partition.name, principal.account_id, principal.arn, principal.role_arn)

    @classmethod
    def of_service(cls, partition: str, service: str) -> Caller:
        """A service principal, such as ``cloudtrail.amazonaws.com``."""
        return cls(partition, "", "", service=service)

    @property
    def is_root(self) -> bool:
        """Whether this is an account's root, whom no policy of IAM limits."""
        return self.arn.endswith(":root")

    @property
    def is_service_linked(self) -> bool:
        """Whether this is a session of a service-linked role, whom no policy of Organizations limits."""
        return self.role_arn is not None and ":role/aws-service-role/" in self.role_arn


@dataclass(frozen=True)
class Question:
    """One action on one resource. ``action`` in lower case; ``resource`` is an ARN, or ``*`` where there is none."""

    action: str
    resource: str
    caller: Caller
    keys: Keys
