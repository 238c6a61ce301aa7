"""Whether each credential set may do what the engine's calls need: by IAM's own simulation, without any of the calls.

Source: IAM API Reference, SimulatePrincipalPolicy. Resource policies and session policies are left out: an allowed
action may still be refused. Each action is asked for with the resources that its own policy has (engine/policies).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from custom_resources.engine.calls import calling
from custom_resources.engine.errors import EngineError, Stopped
from custom_resources.engine.permissions import declared_permissions, needs
from custom_resources.engine.policies.document import Policy, Statement, policies_of
from custom_resources.engine.policies.place import Ids, places
from custom_resources.engine.readiness import READINESS_SECONDS, SETS, Readiness
from custom_resources.engine.readiness_model import Check, unknown

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import Identity
    from custom_resources.engine.polling import Deadline
    from custom_resources.engine.session import AwsSession


def permissions(estate: Estate, readiness: Readiness) -> list[Check]:
    """Return a check `SET_permissions` for each credential set; a set that isn't usable has an unknown one."""
    usable = {check.name: check.ready for check in readiness.checks}
    deadline = estate.deadline("simulating the permissions", READINESS_SECONDS, "Run again.")
    return [
        _check(getattr(estate, name), name, deadline)
        if usable.get(f"{name}_credentials")
        else unknown(
            f"{name}_permissions",
            f"The credential set {name} is not usable.",
            f"See the check {name}_credentials.",
            required=False,
        )
        for name in SETS
    ]


def _check(session: AwsSession, name: str, deadline: Deadline) -> Check:
    check, who = f"{name}_permissions", session.identity()
    if who.arn.endswith(":root"):
        if name == "govcloud_paired":
            step = "Give the credentials of a user or a role in that account."
            told = f"{who.arn} is the account's root user, which may assume no role (STS API Reference, AssumeRole)."
            return Check(check, False, told, step, required=False)
        return Check(check, True, f"{who.arn} is the account's root user, which no policy of its own holds back.")
    step = f"Run `govpair policies --set {name}` for the policy that it needs"
    statements = [each for policy in _policies(session, who, name, deadline) for each in policy.statements]
    actions = {action for each in statements for action in each.actions}
    try:
        principal = _principal(session, who, deadline)
        refused = sorted({action for each in statements for action in _refused(session, principal, each, deadline)})
    except Stopped:
        raise
    except EngineError as error:
        return replace(unknown(check, error.detail, f"{step}, and allow iam:SimulatePrincipalPolicy."), required=False)
    if not refused:
        return Check(check, True, f"All {len(actions)} actions that the engine calls are allowed to {who.arn}.")
    told = f"{len(refused)} of {len(actions)} actions that the engine calls are not allowed to {who.arn}: "
    return Check(check, False, f"{told}{', '.join(refused)}.", f"{step}.", required=False)


@needs(SETS, "iam:SimulatePrincipalPolicy")
def _refused(session: AwsSession, principal: str, statement: Statement, deadline: Deadline) -> list[str]:
    """Return the statement's actions that aren't allowed on each of its resources."""

    def ask() -> list[str]:
        refused: list[str] = []
        marker: dict[str, str] = {}
        with calling(f"simulating the policies of {principal}", session):
            while True:
                answer = session.client("iam").simulate_principal_policy(
                    PolicySourceArn=principal,
                    ActionNames=list(statement.actions),
                    ResourceArns=list(statement.resources),
                    **marker,
                )
                for result in answer["EvaluationResults"]:
                    if result["EvalDecision"] != "allowed":
                        refused.append(result["EvalActionName"])
                if not answer.get("IsTruncated"):
                    return refused
                marker = {"Marker": answer["Marker"]}

    return deadline.patiently(ask)


def _policies(session: AwsSession, who: Identity, name: str, deadline: Deadline) -> tuple[Policy, ...]:
    """Return the policy that the set needs, for its own account and organization as far as they are known."""
    organization = _organization_id(session, deadline)
    side = "commercial" if name == "commercial" else "govcloud"
    given: dict[str, Any] = {f"{name}_account_id": who.account_id, f"{side}_organization_id": organization}
    known = replace(Ids(), **given)
    place = next(each for each in places(known) if each.name == name)
    return policies_of(place, declared_permissions().get(name, {}))


@needs(SETS, "organizations:DescribeOrganization")
def _organization_id(session: AwsSession, deadline: Deadline) -> str | None:
    def ask() -> str:
        with calling(f"reading the organization of {session.name}", session):
            return str(session.organizations().describe_organization()["Organization"]["Id"])

    try:
        return deadline.patiently(ask)
    except Stopped:
        raise
    except EngineError:
        return None  # in none, or not permitted: another check tells


@needs(SETS, "iam:GetRole")
def _principal(session: AwsSession, who: Identity, deadline: Deadline) -> str:
    """Return the ARN that policies belong to: of a session the role's, whose path only IAM knows."""
    if ":assumed-role/" not in who.arn:
        return who.arn
    role = who.arn.split("/")[1]

    def ask() -> Any:
        with calling(f"reading role {role}", session):
            return session.client("iam").get_role(RoleName=role)["Role"]["Arn"]

    return str(deadline.patiently(ask))
