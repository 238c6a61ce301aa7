"""What every stack has: a state, a Terraform version, outputs under their own names, outputs of others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from constructs_lib import cdk
from constructs_lib.declarations import PairDeclaration
from constructs_lib.identifiers import identifier, index
from constructs_lib.organization_policy import TARGET_ID, OrganizationPolicy, target_name
from constructs_lib.required_providers import TERRAFORM_CONSTRAINT
from constructs_lib.stacks.states import declare_backend, declare_reader
from constructs_lib.state_backends import LOCKFILE_CONSTRAINT, StateBackend


class Stack(cdk.TerraformStack):
    """A stack with a state of its own.

    Outputs of other stacks are read through ``terraform_remote_state`` and not through CDKTF's cross-stack references:
    those make every output sensitive, and name it after a hash.
    """

    def __init__(self, scope: cdk.Construct, id: str, *, state: StateBackend) -> None:
        """Declare the stack.

        Args:
            scope: The app.
            id: Name of the stack, of its folder and of its state.
            state: Where its state is.
        """
        super().__init__(scope, id)
        self.state = state
        # A scope of their own: an output may then be called like a construct of the stack.
        self._outputs = cdk.Construct(self, "outputs")
        declare_backend(self, id, state)
        self._moves: list[tuple[str, str]] = []
        self._constraint = LOCKFILE_CONSTRAINT if state.kind == "s3" else TERRAFORM_CONSTRAINT
        # CDKTF's HCL writer turns every other setting of the terraform block into `0 = name`, which is no HCL.
        if not cdk.writes_hcl():
            self.add_override("terraform.required_version", self._constraint)

    def output(self, name: str, value: Any, description: str, *, sensitive: bool = False) -> None:
        """An output by exactly that name, shown by ``terraform output``; a sensitive one only by ``-json``."""
        # Token.as_any: CDKTF takes a mapping that has a key "fqn" for an element and puts that key's value instead.
        wrapped = cdk.Token.as_any(value) if isinstance(value, dict) else value
        cdk.TerraformOutput(
            self._outputs, name, value=wrapped, description=description, static_id=True, sensitive=sensitive or None
        )

    def outputs_of(self, other: Stack) -> StackOutputs:
        """The outputs of another stack, which then has to be applied before this one."""
        self.add_dependency(other)
        return StackOutputs(self, other)

    def moved(self, old: str, new: str) -> None:
        """A ``moved`` block: what was at the address ``old`` is at ``new`` now, and is not made again.

        For a pair, membership or organizational unit that got another name, such as
        ``moved("govpair_membership.old", "govpair_membership.new")``.
        """
        self._moves = sorted([*self._moves, (old, new)])
        if not cdk.writes_hcl():
            self.add_override("moved", [{"from": old, "to": new} for old, new in self._moves])

    def renamed(self, resource_type: str, pairs: Iterable[PairDeclaration], *, suffixes: Iterable[str] = ("",)) -> None:
        """A ``moved`` block for each resource of that type that is called after a pair with another name before.

        Args:
            resource_type: Such as ``govpair_account_pair``.
            pairs: The pairs, of which those that weren't renamed are passed over.
            suffixes: What stands after a pair's name in the resources' names.
        """
        for each in pairs:
            for suffix in suffixes:
                self._moved(resource_type, f"{each.renamed_from or each.name}{suffix}", f"{each.name}{suffix}")

    def renamed_units(self, ids: Iterable[str], before: Callable[[str], str]) -> None:
        """A ``moved`` block for each organizational unit, of those paths, that had another path before."""
        for path in ids:
            self._moved("aws_organizations_organizational_unit", before(path), path)

    def renamed_policies(self, policies: Iterable[OrganizationPolicy], before: Callable[[str], str]) -> None:
        """The same for policies that had another name, and for where those and renamed targets' are attached."""
        for each in policies:
            old = each.renamed_from or each.name
            self._moved("aws_organizations_policy", old, each.name)
            for target in sorted({target_name(target) for target in each.targets}):
                old_target = target if target == "/" or TARGET_ID.fullmatch(target) else before(target)
                self._moved("aws_organizations_policy_attachment", f"{old}@{old_target}", f"{each.name}@{target}")

    def _moved(self, resource_type: str, old: str, new: str) -> None:
        """A ``moved`` block for a resource that is called after a name, where that was another one before."""
        if old != new:
            self.moved(f"{resource_type}.{identifier(old)}", f"{resource_type}.{identifier(new)}")

    def renamed_administrators(
        self, administrators: Mapping[str, Sequence[str]], pairs: Sequence[PairDeclaration]
    ) -> None:
        """The same for the pairs that are delegated administrators of services."""
        for service, names in administrators.items():
            there = [each for each in pairs if each.name in names]
            self.renamed("aws_organizations_delegated_administrator", there, suffixes=[f"@{service}"])

    def beside_hcl(self) -> str:
        """What CDKTF's HCL writer has no words for, as HCL of its own; `synthesize` writes it beside ``cdk.tf``."""
        parts = [f'terraform {{\n  required_version = "{self._constraint}"\n}}\n']
        parts += [f"moved {{\n  from = {old}\n  to   = {new}\n}}\n" for old, new in self._moves]
        return "\n".join(parts)


class StackOutputs:
    """References to another stack's outputs, as of its last apply."""

    def __init__(self, reader: Stack, other: Stack) -> None:
        self._state = declare_reader(reader, f"{other.node.id}-outputs", other.node.id, other.state)
        self._state.override_logical_id(other.node.id)
        self._outputs = f"data.terraform_remote_state.{other.node.id}.outputs"

    def string(self, name: str) -> str:
        """The output ``name``."""
        return self._state.get_string(name)

    def entry(self, name: str, key: str, attribute: str | None = None) -> str:
        """The entry ``key`` of the output ``name``, a map; or an attribute of that entry.

        Text and not CDKTF's ``get_string``, for there may be thousands: each of those costs an exchange with Node.js
        and a stack trace that CDKTF keeps.
        """
        return f"${{{self._outputs}.{name}{index(key)}{f'.{attribute}' if attribute else ''}}}"
