"""What pairs of an organization file have where they say nothing: email templates, and values by organizational unit.

Works on raw data, whatever is in it; what is of the wrong kind is left for the model to refuse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from constructs_lib.organization_file_parts import Part, by, pair_tags
from custom_resources.engine import rules

PLACEHOLDERS = ("{name}", "{customer}")
"""What an email template may have in it: the pair's name and the customer's, in lower case."""


def _template(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    if "{name}" not in value:
        return "It has no {name} in it: all pairs would have one email."
    filled = _filled(value, "name", "customer")
    if "{" in filled or "}" in filled:
        return f"Expected no placeholders but {' and '.join(PLACEHOLDERS)}."
    return rules.email(filled)


class UnitDefaultsPart(Part):
    """Values of every pair in an organizational unit, and below it, that has none of its own."""

    role_name: Annotated[str, by(rules.role_name)] | None = Field(None, description="Role that AWS makes in both.")
    iam_user_access_to_billing: Literal["ALLOW", "DENY"] | None = Field(None, description="Default ALLOW.")
    tags: Annotated[dict[str, str], by(pair_tags)] = Field(
        default_factory=dict, description="Put to the pair's tags, tag by tag; the nearer unit's value counts."
    )


class DefaultsPart(UnitDefaultsPart):
    """Values of every pair that has none of its own."""

    email: Annotated[str, by(_template)] | None = Field(
        None, description="Template of root emails, such as aws+{name}@example.gov; also {customer}."
    )
    organizational_units: dict[str, UnitDefaultsPart] = Field(
        default_factory=dict, description="By path of an organizational unit; they hold for the units below too."
    )


def with_defaults(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same data, its pairs filled up: a pair's own value, else its nearest unit's, its customer's, the file's."""
    given = data.get("defaults")
    filled = dict(data)
    if isinstance(data.get("customers"), list):
        filled["customers"] = [_customer(each, given) for each in data["customers"]]
    elif isinstance(data.get("account_pairs"), list):
        filled["account_pairs"] = [_pair(each, [given], "") for each in data["account_pairs"]]
    return filled


def _customer(customer: Any, given: Any) -> Any:
    if not isinstance(customer, Mapping) or not isinstance(customer.get("account_pairs"), list):
        return customer
    levels = [given, customer.get("defaults")]
    name = customer.get("name")
    pairs = [_pair(each, levels, name if isinstance(name, str) else "") for each in customer["account_pairs"]]
    return {**customer, "account_pairs": pairs}


def _pair(pair: Any, levels: Sequence[Any], customer: str) -> Any:
    if not isinstance(pair, Mapping):
        return pair
    layers = _layers(levels, pair.get("organizational_unit"))
    filled = dict(pair)
    for key in ("role_name", "iam_user_access_to_billing"):
        for layer in reversed(layers):
            if filled.get(key) is None and layer.get(key) is not None:
                filled[key] = layer[key]
    tags = [layer["tags"] for layer in layers if isinstance(layer.get("tags"), Mapping)]
    if tags and isinstance(pair.get("tags", {}), Mapping):
        filled["tags"] = {key: value for each in [*tags, pair.get("tags", {})] for key, value in each.items()}
    name = pair.get("name")
    templates = [layer["email"] for layer in layers if isinstance(layer.get("email"), str)]
    # A renamed pair keeps the email of its old name, which a template would change: it must be written out.
    if "email" not in pair and templates and isinstance(name, str) and pair.get("renamed_from") is None:
        filled["email"] = _filled(templates[-1], name, customer)
    return filled


def _layers(levels: Sequence[Any], unit: Any) -> list[Mapping[str, Any]]:
    """What counts for a pair, the least first: the levels' own values, then by unit, from the top one to its own."""
    found = [level for level in levels if isinstance(level, Mapping)]
    by_unit = [
        level["organizational_units"] for level in found if isinstance(level.get("organizational_units"), Mapping)
    ]
    names = unit.split("/") if isinstance(unit, str) else []
    for depth in range(len(names)):
        path = "/".join(names[: depth + 1])
        found += [units[path] for units in by_unit if isinstance(units.get(path), Mapping)]
    return found


def _filled(template: str, name: str, customer: str) -> str:
    return template.replace("{name}", name.lower()).replace("{customer}", customer.lower())
