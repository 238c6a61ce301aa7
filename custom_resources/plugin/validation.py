"""Checking a configuration against its schema, before any handler sees it."""

from __future__ import annotations

from typing import Any

from custom_resources.plugin.diagnostics import Diagnostics, Path, dotted
from custom_resources.plugin.schema import AnyAttribute, Schema, Values
from custom_resources.plugin.unknown import UNKNOWN, is_known
from custom_resources.plugin.walk import attributes_in


def validate(schema: Schema, config: Values, diagnostics: Diagnostics, write_only_allowed: bool = True) -> None:
    """Run every attribute's validators on its value, at every depth, and add what they find.

    Terraform itself has checked types, and that required attributes are there and surplus ones aren't; that a required
    one isn't null is left to the provider. Unknown values are not checked now; Terraform asks again when they are
    known. ``write_only_allowed`` is what the client says it can handle.
    """
    for path, attribute, value in attributes_in(schema.attributes, config):
        if value is None:
            if attribute.required:
                diagnostics.error(f'"{dotted(path)}" is required', "It is null. Give it a value.", path)
            continue
        if attribute.deprecated:
            diagnostics.warning(f'The attribute "{dotted(path)}" is deprecated', attribute.deprecated, path)
        if attribute.write_only and not write_only_allowed:
            diagnostics.error(
                f'The attribute "{dotted(path)}" needs a newer Terraform',
                "It is write-only: kept out of plan and state, which Terraform can do from version 1.11 on.",
                path,
            )
        if value is not UNKNOWN and is_known(value):
            _run_validators(path, attribute, value, diagnostics)


def _run_validators(path: Path, attribute: AnyAttribute, value: Any, diagnostics: Diagnostics) -> None:
    for validator in attribute.validators:
        problem = validator(value)
        if problem is None:
            continue
        if attribute.sensitive and isinstance(value, str) and value:
            # A validator's sentence likes to quote the value; a secret is not shown, whoever wrote the sentence.
            problem = problem.replace(value, "(sensitive value)")
        diagnostics.error(f'Invalid value for "{dotted(path)}"', problem, path)
