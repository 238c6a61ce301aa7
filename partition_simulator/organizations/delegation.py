"""The resource policy of one organization: put, described, deleted, and asked whether it lets a member make a call."""

from __future__ import annotations

from typing import Any

from moto.organizations.exceptions import TargetNotFoundException

from partition_simulator.context import Call, current_call
from partition_simulator.organizations.exceptions import ConstraintViolation, ResourcePolicyNotFound
from partition_simulator.organizations.resource_policy import Resource, ResourcePolicy, check_content
from partition_simulator.organizations.tags import read_tags
from partition_simulator.organizations.trusted_services import TrustedServices

# The parameters of the delegable operations that name a resource.
_NAMING = ("PolicyId", "TargetId", "ResourceId", "AccountId", "OrganizationalUnitId", "ParentId", "RootId", "ChildId")
_TYPES = ("Type", "PolicyType", "Filter")


class Delegation(TrustedServices):
    """Delegation by resource policy, which needs all features (user guide, "Delegated administrator")."""

    resource_policy: ResourcePolicy | None

    def _reset(self) -> None:
        super()._reset()
        self.resource_policy = None

    def put_resource_policy(self, content: str, tags: list[dict[str, str]] | None) -> dict[str, Any]:
        """Make or replace it; tags are those of a new one only (botocore model, PutResourcePolicy, Tags)."""
        assert self.org is not None
        if self.org.feature_set != "ALL":
            raise ConstraintViolation(
                "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE", "The organization must be configured to support all features."
            )
        call = current_call()
        check_content(content, call.partition)
        if self.resource_policy is None:
            self.resource_policy = ResourcePolicy(call.world.ids.resource_policy(), content, read_tags(tags))
        self.resource_policy.content = content
        return self.describe_resource_policy()

    def describe_resource_policy(self) -> dict[str, Any]:
        """The ``ResourcePolicy`` structure; ResourcePolicyNotFound."""
        assert self.org is not None
        if self.resource_policy is None:
            raise ResourcePolicyNotFound
        policy_id = self.resource_policy.policy_id
        arn = f"arn:{self.partition}:organizations::{self.account_id}:resourcepolicy/{self.org.id}/{policy_id}"
        return {"ResourcePolicySummary": {"Id": policy_id, "Arn": arn}, "Content": self.resource_policy.content}

    def delete_resource_policy(self) -> None:
        """Delete it; ResourcePolicyNotFound."""
        if self.resource_policy is None:
            raise ResourcePolicyNotFound
        self.resource_policy = None

    def delegation_allows(self, call: Call) -> bool:
        """Whether the resource policy lets the caller make this call."""
        if self.resource_policy is None:
            return False
        facts = self._facts(call.parameters)
        named = [call.parameters[name] for name in _NAMING if call.parameters.get(name) is not None]
        resources = [self._resource(resource_id, facts) for resource_id in named]
        return self.resource_policy.allows(call, resources or [Resource(None, facts)])

    def _facts(self, parameters: dict[str, Any]) -> dict[str, str]:
        """Condition keys that come from the request (Service Authorization Reference, Organizations)."""
        facts = {f"aws:RequestTag/{tag['Key']}": tag["Value"] for tag in parameters.get("Tags") or ()}
        if parameters.get("ServicePrincipal"):
            facts["organizations:ServicePrincipal"] = parameters["ServicePrincipal"]
        for policy in self.policies:
            if policy.id in (parameters.get("PolicyId"), parameters.get("ResourceId")):
                facts["organizations:PolicyType"] = policy.type
        for name in _TYPES:
            if isinstance(parameters.get(name), str):
                facts["organizations:PolicyType"] = parameters[name]
        return facts

    def _node(self, resource_id: str) -> Any | None:
        nodes: list[Any] = [*self.ou, *self.accounts, *self.policies]
        return next((node for node in nodes if node.id == resource_id), None)

    def _resource(self, resource_id: str, facts: dict[str, str]) -> Resource:
        """One that isn't there is nobody's: only ``*`` covers it, and the operation then says that it isn't there."""
        node = self._node(resource_id)
        if node is None:
            return Resource(resource_id, facts)
        return Resource(node.arn, {**facts, **{f"aws:ResourceTag/{key}": value for key, value in node.tags.items()}})

    def _get_resource_for_tagging(self, resource_id: str) -> Any:
        if self.resource_policy is not None and resource_id == self.resource_policy.policy_id:
            return self.resource_policy
        node = self._node(resource_id)
        if node is None:
            raise TargetNotFoundException
        return node
