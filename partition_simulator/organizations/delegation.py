"""The resource policy of one organization: put, described, deleted, and asked whether it lets a member make a call."""

from __future__ import annotations

from typing import Any

from moto.organizations.exceptions import TargetNotFoundException

from partition_simulator.context import Call, current_call
from partition_simulator.organizations.exceptions import ConstraintViolation, ResourcePolicyNotFound
from partition_simulator.organizations.resource_policy import ResourcePolicy, check_content
from partition_simulator.organizations.tags import read_tags
from partition_simulator.organizations.trusted_services import TrustedServices


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
        return self.resource_policy is not None and self.resource_policy.allows(call)

    def _get_resource_for_tagging(self, resource_id: str) -> Any:
        if self.resource_policy is not None and resource_id == self.resource_policy.policy_id:
            return self.resource_policy
        nodes: list[Any] = [*self.ou, *self.accounts, *self.policies]
        node = next((node for node in nodes if node.id == resource_id), None)
        if node is None:
            raise TargetNotFoundException
        return node
