"""The classes under every generated binding: a resource, a data source and a provider, in pure Python.

For JSON their arguments go through the stack's :class:`~constructs_lib.arguments_sheet.ArgumentsSheet`; for HCL, and
for providers, they use the hooks that CDKTF's own generated bindings use (``_synthesize_hcl_attributes``,
``_synthesize_attributes``). A property named like a member of the jsii class would override that member, so the
generator renames those (``RESERVED``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

from constructs_lib import cdk
from constructs_lib.arguments_sheet import ArgumentsSheet
from constructs_lib.errors import ConstructError
from constructs_lib.required_providers import RequiredProvider
from constructs_lib.terraform_types import MapOf, ObjectOf, hcl_form, without_nulls


class _Arguments:
    """What resources and data sources have in common: arguments in CDKTF's hooks, checked when they are given.

    Attributes:
        arguments: What was given, without the nulls.
        taken_away: Paths of arguments that an override replaced or took away, such as ``tags.Owner``.
    """

    TERRAFORM_TYPE: ClassVar[str]
    PROVIDER: ClassVar[RequiredProvider]
    ARGUMENTS: ClassVar[ObjectOf]
    _BEFORE_TYPE: ClassVar[str] = ""

    arguments: dict[str, Any]
    taken_away: Sequence[str] = ()
    _named: str | None = None
    _asked: str | None = None

    @property
    def _logical_name(self) -> str:
        """The name in its Terraform address, which is final once it was asked for."""
        if self._asked is None:
            assert isinstance(self, (cdk.TerraformResource, cdk.TerraformDataSource))
            self._asked = self._named or self.friendly_unique_id
        return self._asked

    def override_logical_id(self, new_logical_id: str) -> None:
        """CDKTF's: this name in the Terraform address, in place of the one that it makes."""
        self._named = new_logical_id
        super().override_logical_id(new_logical_id)  # type: ignore[misc]

    def reset_override_logical_id(self) -> None:
        """CDKTF's: its own name again."""
        self._named = None
        super().reset_override_logical_id()  # type: ignore[misc]

    def _declare(
        self,
        scope: cdk.Construct,
        id: str,
        arguments: Mapping[str, Any],
        logical_id: str | None,
        depends_on: Sequence[cdk.ITerraformDependable] | None,
        lifecycle: cdk.TerraformResourceLifecycle | Mapping[str, Any] | None,
        provider: cdk.TerraformProvider | None,
    ) -> None:
        assert isinstance(self, (PureResource, PureDataSource))
        self.arguments = without_nulls(arguments)
        hcl = cdk.writes_hcl()
        config = _config(
            self.TERRAFORM_TYPE, self.PROVIDER, None if hcl else depends_on, lifecycle, None if hcl else provider
        )
        # What CDKTF's own initializer ends with; before that it checks the types of all it knows, each time anew, which
        # took a fifth of the synthesis of a thousand pairs (docs/performance.md).
        cdk.create(type(self), self, [scope, id, config])
        refuse(self, list(self.ARGUMENTS.problems(self.arguments, self._BEFORE_TYPE + self.TERRAFORM_TYPE)))
        if hcl:
            _write_references(self, depends_on, provider)
        if logical_id is not None:
            # At once: CDKTF remembers the name that was asked for first.
            self.override_logical_id(logical_id)
        ArgumentsSheet.of(scope).add(self)

    def add_override(self, path: str, value: Any) -> None:
        """CDKTF's: an attribute's value in place of the argument; None takes the argument away, a list is put to it."""
        self.taken_away = [*self.taken_away, *_overridden(path, value)]
        there: Any = self.arguments
        for part in path.split("."):
            there = there.get(part) if isinstance(there, Mapping) else None
        super().add_override(path, _put_to(there, value))  # type: ignore[misc]  # of the CDKTF class that comes after this one

    def reference(self, attribute: str) -> str:
        """A reference to an attribute of it, for use in its own stack: text, where a ``logical_id`` was given.

        CDKTF's own (``get_string_attribute``) works from other stacks too, and costs an exchange with Node.js and a
        stack trace that it keeps: a third of the memory where there are thousands.
        """
        if self._named is None:
            assert isinstance(self, (cdk.TerraformResource, cdk.TerraformDataSource))
            return str(self.get_string_attribute(attribute))
        return f"${{{self._BEFORE_TYPE}{self.TERRAFORM_TYPE}.{self._named}.{attribute}}}"


class PureResource(_Arguments, cdk.TerraformResource):
    """A Terraform resource whose binding is written in Python alone."""

    def __init__(
        self,
        scope: cdk.Construct,
        id: str,
        arguments: Mapping[str, Any],
        *,
        logical_id: str | None = None,
        depends_on: Sequence[cdk.ITerraformDependable] | None = None,
        lifecycle: cdk.TerraformResourceLifecycle | Mapping[str, Any] | None = None,
        provider: cdk.TerraformProvider | None = None,
    ) -> None:
        self._declare(scope, id, arguments, logical_id, depends_on, lifecycle, provider)

    def move_to(self, move_target: str, index: str | float | None = None) -> None:
        """Write a ``moved`` block to the resource with that move target, in place of this resource (CDKTF)."""
        ArgumentsSheet.of(self).leave_out(self)
        super().move_to(move_target, index)

    def move_to_id(self, id: str) -> None:
        """Write a ``moved`` block to that address, in place of this resource (CDKTF)."""
        ArgumentsSheet.of(self).leave_out(self)
        super().move_to_id(id)

    # In each class by itself: jsii looks for overriding members in the classes below its own.
    def _synthesize_hcl_attributes(self) -> dict[str, Any]:
        return {name: hcl_form(self.ARGUMENTS.attributes[name], value) for name, value in self.arguments.items()}


class PureDataSource(_Arguments, cdk.TerraformDataSource):
    """A Terraform data source whose binding is written in Python alone."""

    _BEFORE_TYPE = "data."

    def __init__(
        self,
        scope: cdk.Construct,
        id: str,
        arguments: Mapping[str, Any],
        *,
        logical_id: str | None = None,
        depends_on: Sequence[cdk.ITerraformDependable] | None = None,
        lifecycle: cdk.TerraformResourceLifecycle | Mapping[str, Any] | None = None,
        provider: cdk.TerraformProvider | None = None,
    ) -> None:
        self._declare(scope, id, arguments, logical_id, depends_on, lifecycle, provider)

    def _synthesize_hcl_attributes(self) -> dict[str, Any]:
        return {name: hcl_form(self.ARGUMENTS.attributes[name], value) for name, value in self.arguments.items()}


class PureProvider(cdk.TerraformProvider):
    """A Terraform provider configuration whose binding is written in Python alone.

    Two configurations of one provider with the same alias, or both without one, are refused in a stack: CDKTF accepts
    them, and the resources of the one then land in the partition of the other.

    Attributes:
        arguments: What was given, without the nulls.
    """

    TERRAFORM_TYPE: ClassVar[str]
    PROVIDER: ClassVar[RequiredProvider]
    ARGUMENTS: ClassVar[ObjectOf]

    def __init__(
        self, scope: cdk.Construct, id: str, arguments: Mapping[str, Any], *, alias: str | None = None
    ) -> None:
        self.arguments: dict[str, Any] = without_nulls(arguments)
        self._alias = alias
        super().__init__(
            scope,
            id,
            terraform_resource_type=self.TERRAFORM_TYPE,
            terraform_generator_metadata=_metadata(self.PROVIDER),
            terraform_provider_source=self.PROVIDER.source,
        )
        problems = list(self.ARGUMENTS.problems(self.arguments, f'provider "{self.TERRAFORM_TYPE}"'))
        taken = _providers.setdefault(cdk.TerraformStack.of(self), {})
        first = taken.setdefault((self.TERRAFORM_TYPE, alias), self.node.path)
        if first != self.node.path:
            what = f"the alias {alias!r}" if alias else "no alias"
            problems.append(
                f'provider "{self.TERRAFORM_TYPE}" is configured with {what} already, by {first}; give one of the two '
                "another alias, else resources would use the wrong credentials"
            )
        refuse(self, problems)

    @property  # type: ignore[misc]  # read-only on purpose: CDKTF's setter does nothing
    def alias(self) -> str | None:
        """The alias, None for the default configuration. Overridden because CDKTF's own always answers None."""
        return self._alias

    def _synthesize_attributes(self) -> dict[str, Any]:
        return {name: self._kept(name, value) for name, value in self.arguments.items()}

    def _synthesize_hcl_attributes(self) -> dict[str, Any]:
        forms = {name: hcl_form(self.ARGUMENTS.attributes[name], value) for name, value in self.arguments.items()}
        return {name: {**form, "value": self._kept(name, form["value"])} for name, form in forms.items()}

    def _kept(self, name: str, value: Any) -> Any:
        """The value, with the keys of a map as they are: CDKTF writes those of a provider in snake case."""
        return cdk.Token.as_any(value) if isinstance(self.ARGUMENTS.attributes[name], MapOf) else value


# Weak references would free nothing: jsii keeps every construct until the process ends (its `_reference_map.py`).
_providers: dict[cdk.TerraformStack, dict[tuple[str, str | None], str]] = {}


def refuse(construct: cdk.Construct, problems: Sequence[str]) -> None:
    """Raise ConstructError, with the construct's path, unless there are no problems."""
    if problems:
        raise ConstructError(construct.node.path, problems)


def _write_references(
    element: cdk.TerraformResource | cdk.TerraformDataSource,
    depends_on: Sequence[cdk.ITerraformDependable] | None,
    provider: cdk.TerraformProvider | None,
) -> None:
    """``depends_on`` and ``provider`` for HCL, without the quotes that CDKTF's writer puts around both.

    Terraform calls those deprecated. The writer leaves out the quotes of what has the type ``reference``.
    """
    if provider is not None:
        element.add_override("provider", {"value": provider.fqn, "type": "reference"})
    if depends_on:
        addresses = ", ".join(_address(each) for each in depends_on)
        element.add_override("depends_on", {"value": f"[{addresses}]", "type": "reference"})


def _overridden(path: str, value: Any) -> Iterator[str]:
    """The paths whose arguments an override takes the place of: of a mapping its entries'."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _overridden(f"{path}.{key}", item)
    else:
        yield path


def _put_to(there: Any, value: Any) -> Any:
    """An override's value, its lists put to those that the arguments have there, as CDKTF merges the two."""
    if isinstance(value, list | tuple):
        return [*(there if isinstance(there, list | tuple) else ()), *value]
    if isinstance(value, Mapping):
        return {
            key: _put_to(there.get(key) if isinstance(there, Mapping) else None, each) for key, each in value.items()
        }
    return value


def _address(dependable: cdk.ITerraformDependable) -> str:
    if isinstance(dependable, cdk.TerraformResource):
        return f"{dependable.terraform_resource_type}.{dependable.friendly_unique_id}"
    if isinstance(dependable, cdk.TerraformDataSource):
        return f"data.{dependable.terraform_resource_type}.{dependable.friendly_unique_id}"
    return dependable.fqn


def _config(
    terraform_type: str,
    provider_of_type: RequiredProvider,
    depends_on: Sequence[cdk.ITerraformDependable] | None,
    lifecycle: cdk.TerraformResourceLifecycle | Mapping[str, Any] | None,
    provider: cdk.TerraformProvider | None,
) -> cdk.TerraformResourceConfig:
    """CDKTF's configuration of a resource or data source; those without anything of their own share one."""
    if not (depends_on or lifecycle or provider):
        return _plain_config(terraform_type, provider_of_type)
    return cdk.TerraformResourceConfig(
        terraform_resource_type=terraform_type,
        terraform_generator_metadata=_metadata(provider_of_type),
        depends_on=depends_on,
        lifecycle=lifecycle,  # type: ignore[arg-type]  # jsii takes any mapping, its annotation says dict
        provider=provider,
    )


@cache
def _plain_config(terraform_type: str, provider: RequiredProvider) -> cdk.TerraformResourceConfig:
    return cdk.TerraformResourceConfig(
        terraform_resource_type=terraform_type, terraform_generator_metadata=_metadata(provider)
    )


@cache
def _metadata(provider: RequiredProvider) -> cdk.TerraformProviderGeneratorMetadata:
    return cdk.TerraformProviderGeneratorMetadata(
        provider_name=provider.name, provider_version_constraint=provider.constraint
    )
