"""The organization's resource policy: by it the management account lets members make some calls in its place.

Source: Organizations user guide, "Create a resource-based delegation policy" (supported actions and conditions), and
the reasons of InvalidInputException in the botocore model.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from partition_simulator.authorization.actions.asked import Asked
from partition_simulator.authorization.actions.table import asked
from partition_simulator.authorization.keys import RequestKeys
from partition_simulator.authorization.policies import policies
from partition_simulator.authorization.principals import Named
from partition_simulator.authorization.question import Caller, Question
from partition_simulator.context import Call
from partition_simulator.organizations.access import DELEGATED_CHANGES, DELEGATED_READS
from partition_simulator.organizations.exceptions import InvalidInput
from partition_simulator.organizations.policy_documents import (
    Malformed,
    check_condition,
    read_object,
    statements,
    strings,
)
from partition_simulator.partitions import Partition

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


@dataclass
class ResourcePolicy:
    """One resource policy; an organization has one at most."""

    policy_id: str
    content: str
    tags: dict[str, str] = field(default_factory=dict)

    def allows(self, call: Call) -> bool:
        """Whether it lets the caller do all that the call needs; an explicit Deny wins."""
        return all(self._allows_one(call, one) for one in asked(call))

    def _allows_one(self, call: Call, one: Asked) -> bool:
        # That an operation which names no resource isn't held back by Resource is unverified
        # (claim: resource-policy-without-resource).
        text = self.content if one.resource != "*" else _about_everything(self.content)
        question = Question(one.action.lower(), one.resource, Caller.of(call.principal), RequestKeys(call, one))
        said = policies((text,)).say(question)
        return not said.denied and said.allowed is not Named.NOT


def _about_everything(content: str) -> str:
    document = read_object(content)
    return json.dumps({**document, "Statement": [{**one, "Resource": "*"} for one in statements(document)]})


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
    check_condition(condition)
    for key in (key for keys in condition.values() for key in keys):
        if _CONDITION_KEYS.fullmatch(key) is None:
            raise Malformed(f"condition key {key} is not supported")


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
