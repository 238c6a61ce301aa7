"""Policies: made, changed, attached and detached within AWS's limits."""

from __future__ import annotations

import json
from typing import Any

from moto.organizations.exceptions import (
    DuplicatePolicyException,
    PolicyNotFoundException,
    PolicyTypeAlreadyEnabledException,
    PolicyTypeNotEnabledException,
    RootNotFoundException,
    TargetNotFoundException,
)
from moto.organizations.models import FakeRoot

from partition_simulator.context import current_call
from partition_simulator.organizations.effective_policy import merge
from partition_simulator.organizations.exceptions import (
    ConstraintViolation,
    DuplicatePolicyAttachment,
    EffectivePolicyNotFound,
    InvalidInput,
    MalformedPolicyDocument,
    PolicyInUse,
    PolicyNotAttached,
    PolicyTypeNotAvailable,
)
from partition_simulator.organizations.policy import Policy
from partition_simulator.organizations.policy_documents import Malformed, check_document, read_object
from partition_simulator.organizations.policy_types import POLICY_TYPES, PolicyType
from partition_simulator.organizations.tags import read_tags
from partition_simulator.organizations.tree import Tree


class Policies(Tree):
    """An organization's policies. Conditions: the errors of each operation in the botocore model."""

    policies: list[Policy]  # type: ignore[assignment]
    policies_changed: float

    def _reset(self) -> None:
        super()._reset()
        self.policies_changed = 0.0

    @property
    def root(self) -> FakeRoot:
        """The one root."""
        return self.ou[0]  # type: ignore[return-value]

    def enabled_types(self) -> set[str]:
        """The policy types enabled on the root."""
        return {entry["Type"] for entry in self.root.policy_types}

    def add_managed_policies(self) -> None:
        """FullAWSAccess and RCPFullAWSAccess, which every organization has; attached once their type is enabled."""
        assert self.org is not None
        for kind in POLICY_TYPES.values():
            if kind.managed is not None:
                own = kind.managed
                policy = Policy(self.org, own.policy_id, kind, own.name, own.description, own.content, aws_managed=True)
                self.policies.append(policy)

    # Types

    def enable_policy_type(self, **kwargs: Any) -> dict[str, Any]:
        """Enable a type on the root; its AWS-managed policy is attached everywhere (user guide, "RCP syntax" and SCPs).

        AWS does it in the background, with PENDING_ENABLE meanwhile; how long that takes is unpublished, so here it is
        done at once.
        """
        root, kind = self._root(kwargs["RootId"]), self._available(kwargs["PolicyType"])
        if kind.name in self.enabled_types():
            raise PolicyTypeAlreadyEnabledException
        root.policy_types.append({"Type": kind.name, "Status": "ENABLED"})
        for node in self._targets():
            self.attach_managed(node, kind.name)
        return {"Root": root.describe()}

    def disable_policy_type(self, **kwargs: Any) -> dict[str, Any]:
        """Disable a type, which detaches all policies of it everywhere (user guide, "Disabling a policy type")."""
        root, name = self._root(kwargs["RootId"]), kwargs["PolicyType"]
        if name not in self.enabled_types():
            raise PolicyTypeNotEnabledException
        root.policy_types.remove({"Type": name, "Status": "ENABLED"})
        for node in self._targets():
            node.attached_policies = [policy for policy in node.attached_policies if policy.type != name]
        for policy in self.policies:
            if policy.type == name:
                policy.attachments.clear()
        return {"Root": root.describe()}

    def _root(self, root_id: str) -> FakeRoot:
        if self.root.id != root_id:
            raise RootNotFoundException
        return self.root

    def _available(self, name: str) -> PolicyType:
        """The type, if this organization can have it. The code that GovCloud answers with for others is unverified
        (claim: govcloud-policy-type-error).

        Policies need all features (botocore model, PolicyTypeNotAvailableForOrganizationException).
        """
        kind = POLICY_TYPES[name]
        if current_call().partition.side == "govcloud" and not kind.in_govcloud:
            raise PolicyTypeNotAvailable
        if self.org is not None and self.org.feature_set != "ALL":
            raise PolicyTypeNotAvailable
        return kind

    def attach_managed(self, node: Any, type_name: str | None = None) -> None:
        """Attach the AWS-managed policies of the enabled types (or of one) to a new or newly governed node."""
        enabled = self.enabled_types() if type_name is None else {type_name}
        for policy in self.policies:
            if policy.aws_managed and policy.type in enabled and policy not in node.attached_policies:
                node.attached_policies.append(policy)
                policy.attachments.append(node)

    # Policies

    def policy(self, policy_id: str) -> Policy:
        """The policy with this id; PolicyNotFound."""
        found = next((policy for policy in self.policies if policy.id == policy_id), None)
        if found is None:
            raise PolicyNotFoundException("You specified a policy that doesn't exist.")
        return found

    get_policy_by_id = policy

    def describe_policy(self, **kwargs: Any) -> dict[str, Any]:
        """A policy with its document."""
        return self.policy(kwargs["PolicyId"]).describe()

    def create_policy(self, **kwargs: Any) -> dict[str, Any]:
        """A new policy, attached nowhere."""
        kind, tags = self._available(kwargs["Type"]), read_tags(kwargs.get("Tags"))
        self._check_content(kind, kwargs["Content"])
        self._check_policy_name(kwargs["Name"])
        if sum(policy.type == kind.name for policy in self.policies) >= kind.in_organization:
            raise ConstraintViolation(
                "POLICY_NUMBER_LIMIT_EXCEEDED", "You have exceeded the number of policies that you can have."
            )
        assert self.org is not None
        policy_id = current_call().world.ids.policy()
        policy = Policy(self.org, policy_id, kind, kwargs["Name"], kwargs["Description"], kwargs["Content"], tags)
        self.policies.append(policy)
        return policy.describe()

    def update_policy(self, **kwargs: Any) -> dict[str, Any]:
        """Another name, description or document; what isn't given stays."""
        policy = self._own(kwargs["PolicyId"])
        if kwargs.get("Content") is not None:
            self._check_content(policy.kind, kwargs["Content"])
        if kwargs.get("Name") is not None and kwargs["Name"] != policy.name:
            self._check_policy_name(kwargs["Name"])
        for member, attribute in (("Name", "name"), ("Description", "description"), ("Content", "content")):
            if kwargs.get(member) is not None:
                setattr(policy, attribute, kwargs[member])
        self.policies_changed = current_call().now
        return policy.describe()

    def delete_policy(self, **kwargs: Any) -> None:
        """Delete a policy that is attached nowhere."""
        policy = self._own(kwargs["PolicyId"])
        if policy.attachments:
            raise PolicyInUse
        self.policies.remove(policy)

    def _own(self, policy_id: str) -> Policy:
        policy = self.policy(policy_id)
        if policy.aws_managed:
            raise InvalidInput(
                "IMMUTABLE_POLICY", "You specified a policy that is managed by AWS and can't be modified."
            )
        return policy

    def _check_policy_name(self, name: str) -> None:
        if any(policy.name == name for policy in self.policies):
            raise DuplicatePolicyException

    def _check_content(self, kind: PolicyType, content: str) -> None:
        if len(content) > kind.characters:
            raise ConstraintViolation(
                "POLICY_CONTENT_LIMIT_EXCEEDED",
                f"You have exceeded the maximum policy size: {len(content)} of {kind.characters} characters.",
            )
        try:
            check_document(kind, content)
        except Malformed as wrong:
            raise MalformedPolicyDocument(str(wrong)) from None

    # Attachments

    def _targets(self) -> list[Any]:
        return [*self.ou, *self.accounts]

    def _target(self, target_id: str) -> Any:
        target = next((node for node in self._targets() if node.id == target_id), None)
        if target is None:
            raise TargetNotFoundException
        return target

    def attach_policy(self, **kwargs: Any) -> None:
        """Attach once, to one target, while the type is enabled and within the target's limit."""
        policy, target = self.policy(kwargs["PolicyId"]), self._target(kwargs["TargetId"])
        if policy.type not in self.enabled_types():
            raise PolicyTypeNotEnabledException
        if policy in target.attached_policies:
            raise DuplicatePolicyAttachment
        if len(self._attached(target, policy.type)) >= policy.kind.attached:
            raise ConstraintViolation(
                "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                "You have exceeded the number of policies of the specified type that you can attach to this entity.",
            )
        target.attached_policies.append(policy)
        policy.attachments.append(target)
        self.policies_changed = current_call().now

    def detach_policy(self, **kwargs: Any) -> None:
        """Detach; never the last SCP of a target, never RCPFullAWSAccess."""
        policy, target = self.policy(kwargs["PolicyId"]), self._target(kwargs["TargetId"])
        if policy not in target.attached_policies:
            raise PolicyNotAttached
        if policy.aws_managed and policy.kind.managed is not None and not policy.kind.managed.detachable:
            raise InvalidInput("NON_DETACHABLE_POLICY", "You can't detach this AWS Managed Policy.")
        if len(self._attached(target, policy.type)) <= policy.kind.least:
            raise ConstraintViolation(
                "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                "You must have at least one policy of the specified type attached to this entity.",
            )
        target.attached_policies.remove(policy)
        policy.attachments.remove(target)
        self.policies_changed = current_call().now

    def _attached(self, target: Any, type_name: str) -> list[Policy]:
        return [policy for policy in target.attached_policies if policy.type == type_name]

    def summaries(self, type_name: str, target_id: str | None = None) -> list[dict[str, Any]]:
        """The policies of a type, of the organization or attached to one target."""
        found = self.policies if target_id is None else self._target(target_id).attached_policies
        return [policy.describe()["Policy"]["PolicySummary"] for policy in found if policy.type == type_name]

    def targets_of(self, policy_id: str) -> list[dict[str, str]]:
        """Where a policy is attached."""
        return [
            {"TargetId": node.id, "Arn": node.arn, "Name": node.name, "Type": node.type}
            for node in self.policy(policy_id).attachments
        ]

    def effective_policy(self, type_name: str, account_id: str) -> dict[str, Any]:
        """``EffectivePolicy`` of an account. That nothing inherited and nothing enabled answer alike is unverified
        (claim: effective-policy-not-found).

        ``LastUpdatedTimestamp`` is when any policy or attachment of the organization last changed.
        """
        target = self._target(account_id)
        if target.type != "ACCOUNT":
            raise InvalidInput("TARGET_NOT_SUPPORTED", "You can't perform the specified operation on that entity.")
        nodes = [*(self._target(node_id) for node_id in self.ancestors(target.parent_id)), target]
        levels = [[read_object(policy.content) for policy in self._attached(node, type_name)] for node in nodes]
        if not any(levels):
            raise EffectivePolicyNotFound
        return {
            "PolicyContent": json.dumps(merge(levels), separators=(",", ":")),
            "LastUpdatedTimestamp": self.policies_changed,
            "TargetId": account_id,
            "PolicyType": type_name,
        }
