"""SimulatePrincipalPolicy: what the evaluator of real calls would say, without a call.

Source: botocore model, SimulatePrincipalPolicy. Each action is asked of each resource. Condition keys have the values
of ``ContextEntries`` only; those that a policy asks for besides are told as missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from moto.iam.exceptions import NotFoundException

from partition_simulator import moto_bridge
from partition_simulator.authorization import organization
from partition_simulator.authorization.decision import Sources, reason_to_refuse
from partition_simulator.authorization.documents import read
from partition_simulator.authorization.identity import Identity, group_identity, role_identity, user_identity
from partition_simulator.authorization.policies import Policies, policies
from partition_simulator.authorization.principals import Named
from partition_simulator.authorization.question import Caller, Question
from partition_simulator.context import Call
from partition_simulator.http.errors import AwsError, Refused

_UNKNOWN = ("CallerArn", "PolicyExclusionList", "ResourceHandlingOption", "ResourceOwner", "ResourcePolicy")


@dataclass
class _GivenKeys:
    """The keys that the request gives, by lower-case name; ``missing`` are those that were asked for in vain."""

    given: dict[str, tuple[str, ...]]
    missing: set[str] = field(default_factory=set)

    def __call__(self, name: str) -> tuple[str, ...] | None:
        if name not in self.given:
            self.missing.add(name)
        return self.given.get(name)


def simulate(call: Call) -> list[dict[str, Any]]:
    """``EvaluationResults``: one for each action and resource."""
    asked = call.parameters
    for name in _UNKNOWN:
        if name in asked:
            text = f"The partition simulator does not simulate the parameter {name} of SimulatePrincipalPolicy."
            raise Refused(AwsError("OperationNotSimulated", text))
    caller, identity = _who(call, asked["PolicySourceArn"])
    more = tuple(asked.get("PolicyInputList", []))
    boundary = asked.get("PermissionsBoundaryPolicyInputList")
    sources = Sources(
        identity=_joined(identity.policies, more),
        boundary=policies(tuple(boundary)) if boundary else identity.boundary,
        service_control=organization.levels(call.world, caller.account_id, "SERVICE_CONTROL_POLICY"),
    )
    given = {
        entry["ContextKeyName"].lower(): tuple(entry.get("ContextKeyValues", []))
        for entry in asked.get("ContextEntries", [])
    }
    return [
        _result(action, Question(action.lower(), resource, caller, _GivenKeys(given)), sources)
        for action in asked["ActionNames"]
        for resource in asked.get("ResourceArns", ["*"])
    ]


def _who(call: Call, arn: str) -> tuple[Caller, Identity]:
    """A user, group or role of the caller's account; NoSuchEntity for others."""
    iam, account_id = moto_bridge.iam_of(call.account), call.account.account_id
    caller = Caller(call.partition.name, account_id, arn)
    for user in iam.users.values():
        if user.arn == arn:
            return caller, user_identity(iam, user)
    for group in iam.groups.values():
        if group.arn == arn:
            return caller, group_identity(group)
    for role in iam.roles.values():
        if role.arn == arn:
            session = f"arn:{call.partition.name}:sts::{account_id}:assumed-role/{role.name}/session"
            return Caller(call.partition.name, account_id, session, arn), role_identity(iam, role)
    raise NotFoundException(f"The entity {arn} cannot be found.")


def _joined(held: Policies | None, texts: tuple[str, ...]) -> Policies:
    """A principal's policies with more of them."""
    assert held is not None, "no root has policies"
    return Policies((*held.documents, *(read(text) for text in texts)), unlimited=False)


def _result(action: str, question: Question, sources: Sources) -> dict[str, Any]:
    reason = reason_to_refuse(question, sources, action)
    decision = "allowed" if reason is None else "explicitDeny" if "explicit deny" in reason else "implicitDeny"
    result: dict[str, Any] = {
        "EvalActionName": action,
        "EvalResourceName": question.resource,
        "EvalDecision": decision,
        "MatchedStatements": [],
    }
    if sources.service_control:
        said = [level.say(question) for level in sources.service_control]
        allowed = all(one.allowed is not Named.NOT and not one.denied for one in said)
        result["OrganizationsDecisionDetail"] = {"AllowedByOrganizations": allowed}
    if sources.boundary is not None:
        within = sources.boundary.say(question).allowed is not Named.NOT
        result["PermissionsBoundaryDecisionDetail"] = {"AllowedByPermissionsBoundary": within}
    assert isinstance(question.keys, _GivenKeys)
    result["MissingContextValues"] = sorted(question.keys.missing)
    return result
