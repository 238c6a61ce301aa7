"""The stage of a request between its authentication and its being served."""

from __future__ import annotations

from partition_simulator import moto_bridge
from partition_simulator.authorization import organization
from partition_simulator.authorization.actions.asked import Asked
from partition_simulator.authorization.actions.table import asked
from partition_simulator.authorization.decision import Sources, reason_to_refuse
from partition_simulator.authorization.identity import Identity, identity_of
from partition_simulator.authorization.keys import RequestKeys
from partition_simulator.authorization.policies import Policies, policies
from partition_simulator.authorization.question import Caller, Question
from partition_simulator.authorization.refusal import plain_refusal, refusal
from partition_simulator.context import Call
from partition_simulator.http.errors import AwsError, Refused
from partition_simulator.sts.models import usable_role

# Services whose resources resource control policies bear on (Organizations User Guide), of those simulated.
_RESOURCE_CONTROLLED = ("s3", "sts")
# "The operation … requires you to have the iam:CreateServiceLinkedRole … permission" (botocore model, organizations).
_DEPENDENCY = AwsError(
    "AccessDeniedForDependencyException",
    "You don't have the permission iam:CreateServiceLinkedRole for organizations.amazonaws.com.",
    400,
    {"Reason": "ACCESS_DENIED_DURING_CREATE_SERVICE_LINKED_ROLE"},
)
# Only identities of the owner's account, and its root always (S3 API Reference, PutBucketPolicy).
_BUCKET_POLICY = ("GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy")


def authorize(call: Call) -> None:
    """Refused unless everything that the call needs is allowed; also where that can't be told (NotEvaluated)."""
    world, principal = call.world, call.principal
    identity = identity_of(world, principal)
    controls = organization.levels(world, principal.account_id, "SERVICE_CONTROL_POLICY")
    if identity.is_unlimited and not controls and call.service not in _RESOURCE_CONTROLLED:
        return
    caller = Caller.of(principal)
    if caller.is_service_linked:
        controls = ()
    for one in asked(call):
        error = _error_of(call, caller, identity, controls, one)
        if error is not None:
            raise Refused(error)


def _error_of(
    call: Call,
    caller: Caller,
    identity: Identity,
    controls: tuple[Policies, ...],
    one: Asked,
) -> AwsError | None:
    owner = caller.account_id if one.owner is None else one.owner
    same_account = owner == caller.account_id
    if call.service == "s3" and call.operation in _BUCKET_POLICY:
        if not same_account:
            message = "The specified method is not allowed against this resource."
            return AwsError("MethodNotAllowed", message, 405)
        if caller.is_root:
            return None
    is_role = one.action in ("sts:AssumeRole", "sts:TagSession")
    resource = _role_policy(call, one) if is_role else _bucket_policy(call, one) if one.owner else None
    limits: tuple[Policies, ...] = ()
    if call.service in _RESOURCE_CONTROLLED and not caller.is_service_linked:
        limits = organization.levels(call.world, owner, "RESOURCE_CONTROL_POLICY")
    sources = Sources(
        identity=identity.policies,
        boundary=identity.boundary,
        session=identity.session,
        service_control=controls,
        resource_control=limits,
        resource=resource,
        same_account=same_account,
        trust=is_role,
    )
    question = Question(one.action.lower(), one.resource, caller, RequestKeys(call, one))
    reason = reason_to_refuse(question, sources, one.action)
    return None if reason is None else _error(call, one, reason, owner)


def _error(call: Call, one: Asked, reason: str, owner: str) -> AwsError:
    caller_id, memberships = call.principal.account_id, call.world.memberships
    if one.action == "iam:CreateServiceLinkedRole" and call.service == "organizations":
        return _DEPENDENCY
    together = owner == caller_id or memberships.get(owner, "") == memberships.get(caller_id)
    if call.service == "s3" and not together:
        return plain_refusal("s3")
    # claim: trust-refusal-tells-no-reason
    return refusal(call.service, call.principal.arn, one, reason if together and "trust" not in reason else "")


def _role_policy(call: Call, one: Asked) -> Policies:
    role = usable_role(call, one.resource)
    return policies(()) if role is None else policies((role.assume_role_policy_document,))


def _bucket_policy(call: Call, one: Asked) -> Policies | None:
    assert one.owner is not None
    bucket = one.resource.split(":", 5)[5].partition("/")[0]
    text = moto_bridge.bucket_policy(one.owner, call.partition.name, bucket)
    return None if text is None else policies((text,))
