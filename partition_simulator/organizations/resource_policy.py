"""The organization's resource policy: by it the management account lets members make some calls in its place.

Source: Organizations user guide, "Create a resource-based delegation policy" (supported actions and conditions), and
the reasons of InvalidInputException in the botocore model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from partition_simulator.context import Call
from partition_simulator.organizations.access import DELEGATED_CHANGES, DELEGATED_READS
from partition_simulator.organizations.exceptions import InvalidInput
from partition_simulator.organizations.policy_documents import Malformed, read_object, statements, strings
from partition_simulator.partitions import Partition
from partition_simulator.world.keys import Principal

# The reads and changes of the model's "delegated administrator" sentence, the operations that any member may call
# anyway, less those that the user guide's list doesn't have.
SUPPORTED = (
    DELEGATED_READS
    | DELEGATED_CHANGES
    | {"DescribeEffectivePolicy", "DescribeHandshake", "DescribeOrganization", "ListHandshakesForAccount"}
) - {"ListAccountsWithInvalidEffectivePolicy", "ListEffectivePolicyValidationErrors"}
_PRINCIPAL = re.compile(r"\d{12}|arn:(?P<partition>[a-z-]+):(iam|sts)::\d{12}:(root|user/.+|role/.+|assumed-role/.+)")
_RESOURCE = re.compile(r"\*|arn:[a-z*-]+:organizations::.+")
_CONDITION_KEYS = re.compile(
    r"organizations:(PolicyType|ServicePrincipal)|aws:(ResourceTag|RequestTag)/.+|aws:TagKeys", re.IGNORECASE
)
_OPERATORS = {"StringEquals", "StringLike", "StringEqualsIfExists", "StringLikeIfExists"}


@dataclass(frozen=True)
class Resource:
    """What a call is about.

    arn: None for an operation that names nothing, which ``Resource`` doesn't hold back, unverified
        (claim: resource-policy-without-resource).
    facts: the condition keys that have a value.
    """

    arn: str | None
    facts: dict[str, str]


@dataclass
class ResourcePolicy:
    """One resource policy; an organization has one at most."""

    policy_id: str
    content: str
    tags: dict[str, str] = field(default_factory=dict)

    def allows(self, call: Call, resources: Sequence[Resource]) -> bool:
        """Whether it lets the caller do this to every one of these resources; an explicit Deny wins."""
        found = [statement for statement in statements(read_object(self.content)) if _means(statement, call)]
        return all(self._allows_one(found, resource) for resource in resources)

    def _allows_one(self, found: list[dict[str, Any]], resource: Resource) -> bool:
        effects = {s["Effect"] for s in found if _covers(s, resource.arn) and _holds(s, resource.facts)}
        return effects == {"Allow"}


def _means(statement: dict[str, Any], call: Call) -> bool:
    wanted = f"organizations:{call.operation}".lower()
    actions = strings(statement["Action"], "Action")
    return any(fnmatchcase(wanted, a.lower()) for a in actions) and _names(statement["Principal"], call.principal)


def _names(principal: Any, caller: Principal) -> bool:
    """As in role trust: the account stands for everyone in it."""
    root = f"arn:{caller.partition.name}:iam::{caller.account_id}:root"
    mine = {"*", caller.account_id, root, caller.arn, caller.role_arn}
    return any(name in mine for name in ([principal] if principal == "*" else strings(principal["AWS"], "Principal")))


def _covers(statement: dict[str, Any], resource: str | None) -> bool:
    return resource is None or any(
        fnmatchcase(resource, pattern) for pattern in strings(statement["Resource"], "Resource")
    )


def _conditions(statement: dict[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    for operator, keys in statement.get("Condition", {}).items():
        for key, values in keys.items():
            yield operator, key, strings(values, key)


def _holds(statement: dict[str, Any], facts: dict[str, str]) -> bool:
    """Whether every condition holds; one on a key without a value does with ``…IfExists`` only."""
    for operator, key, wanted in _conditions(statement):
        value = next((v for name, v in facts.items() if name.lower() == key.lower()), None)
        if value is None:
            if not operator.endswith("IfExists"):
                return False
        elif not any(fnmatchcase(value, w) if "Like" in operator else value == w for w in wanted):
            return False
    return True


def check_content(content: str, partition: Partition) -> None:
    """Refuse a document that can't be the resource policy of an organization in this partition."""
    try:
        for statement in statements(read_object(content)):
            _check_statement(statement, partition)
    except Malformed as wrong:
        raise InvalidInput(
            "INVALID_RESOURCE_POLICY_JSON", f"You provided a resource policy that isn't valid ({wrong})."
        ) from None


def _check_statement(statement: dict[str, Any], partition: Partition) -> None:
    missing = {"Effect", "Principal", "Action", "Resource"} - set(statement)
    unknown = set(statement) - {"Sid", "Effect", "Principal", "Action", "Resource", "Condition"}
    if missing or unknown:
        raise Malformed(f"{min(missing | unknown)} {'is missing' if missing else 'is not supported'}")
    if statement["Effect"] not in ("Allow", "Deny"):
        raise Malformed("Effect must be Allow or Deny")
    _check_principal(statement["Principal"], partition)
    for action in strings(statement["Action"], "Action"):
        if not _is_supported(action):
            raise InvalidInput(
                "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY", f"{action} can't be delegated with a resource policy."
            )
    for resource in strings(statement["Resource"], "Resource"):
        if _RESOURCE.fullmatch(resource) is None:
            raise InvalidInput(
                "UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY", f"{resource} can't stand in a resource policy."
            )
    condition = statement.get("Condition", {})
    if not isinstance(condition, dict) or not all(isinstance(keys, dict) for keys in condition.values()):
        raise Malformed("Condition is an object of objects")
    for operator, key, _ in _conditions(statement):
        if _CONDITION_KEYS.fullmatch(key) is None:
            raise Malformed(f"condition key {key} is not supported")
        if operator not in _OPERATORS:
            raise Malformed(f"the partition simulator does not simulate condition operator {operator} here")


def _check_principal(principal: Any, partition: Partition) -> None:
    """``*``, accounts, and ARNs of this partition: there are no principals of another one here (IAM user guide)."""
    named = ["*"] if principal == "*" else principal.get("AWS") if isinstance(principal, dict) else None
    for name in named if isinstance(named, list) else [named]:
        found = _PRINCIPAL.fullmatch(name) if isinstance(name, str) else None
        if name != "*" and (found is None or found["partition"] not in (None, partition.name)):
            raise InvalidInput("INVALID_PRINCIPAL", "You specified an invalid principal element in the policy.")


def _is_supported(action: str) -> bool:
    """An action, or a pattern that means a supported one; that AWS takes such is unverified.

    (claim: resource-policy-patterns)
    """
    return any(fnmatchcase(f"organizations:{name}".lower(), action.lower()) for name in SUPPORTED)
