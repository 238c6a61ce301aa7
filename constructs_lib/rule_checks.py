"""AWS's rules for names, applied to what constructs are given; what only Terraform will know is left to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from constructs_lib.terraform_types import is_expression

Rule = Callable[[object], str | None]


def problems(*checks: tuple[str, object, Rule]) -> Iterator[str]:
    """A sentence for each (argument name, value, rule) that its rule refuses; None and expressions pass."""
    for name, value, rule in checks:
        if value is None or is_expression(value):
            continue
        if (sentence := rule(value)) is not None:
            yield f"{name}: {sentence}"
