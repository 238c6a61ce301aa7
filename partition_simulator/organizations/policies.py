"""Policies: moto's, with the conditions on attaching that it leaves out."""

from __future__ import annotations

from typing import Any

from moto.organizations.exceptions import PolicyTypeNotEnabledException, TargetNotFoundException
from moto.organizations.models import FakeRoot

from partition_simulator.context import current_call
from partition_simulator.http.errors import AwsError, Refused
from partition_simulator.organizations.exceptions import (
    DuplicatePolicyAttachment,
    PolicyNotAttached,
    PolicyTypeNotAvailable,
)
from partition_simulator.organizations.tree import Tree

# GovCloud user guide: what Organizations has there; for types it doesn't name (none of moto's) it is unknown.
MISSING_IN_GOVCLOUD = ("BACKUP_POLICY", "CHATBOT_POLICY", "AISERVICES_OPT_OUT_POLICY")


class Policies(Tree):
    """An organization's policies. Conditions: the errors of each operation in the botocore model."""

    def create_policy(self, **kwargs: Any) -> dict[str, Any]:
        """A policy with an id of this world."""
        self._check_type(kwargs["Type"])
        super().create_policy(**kwargs)
        made = self.policies[-1]
        made.id = current_call().world.ids.policy()
        return made.describe()

    def enable_policy_type(self, **kwargs: Any) -> dict[str, Any]:
        """Enable a type on the root."""
        self._check_type(kwargs["PolicyType"])
        return super().enable_policy_type(**kwargs)

    def _check_type(self, policy_type: str) -> None:
        # The code that GovCloud answers with is unverified (claim: govcloud-policy-type-error).
        if current_call().partition.side == "govcloud" and policy_type in MISSING_IN_GOVCLOUD:
            raise PolicyTypeNotAvailable
        if policy_type not in FakeRoot.SUPPORTED_POLICY_TYPES:
            text = f"The partition simulator does not simulate organizations policies of type {policy_type}."
            raise Refused(AwsError("OperationNotSimulated", text))

    def _target(self, target_id: str) -> Any:
        nodes: list[Any] = [*self.accounts, *self.ou]
        target = next((node for node in nodes if node.id == target_id), None)
        if target is None:
            raise TargetNotFoundException
        return target

    def attach_checked(self, policy_id: str, target_id: str) -> None:
        """AttachPolicy: the policy's type must be enabled on the root, and it is attached once."""
        policy, target = self.get_policy_by_id(policy_id), self._target(target_id)
        enabled = {entry["Type"] for entry in self.ou[0].policy_types}  # type: ignore[attr-defined]
        if policy.type not in enabled:
            raise PolicyTypeNotEnabledException
        if policy in target.attached_policies:
            raise DuplicatePolicyAttachment
        self.attach_policy(PolicyId=policy_id, TargetId=target_id)

    def detach_checked(self, policy_id: str, target_id: str) -> None:
        """DetachPolicy."""
        policy, target = self.get_policy_by_id(policy_id), self._target(target_id)
        if policy not in target.attached_policies:
            raise PolicyNotAttached
        self.detach_policy(PolicyId=policy_id, TargetId=target_id)
