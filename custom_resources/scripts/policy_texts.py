"""Policies as files: JSON, and Terraform with the reason of each wildcard beside it; and as a text for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from custom_resources.engine.policies.document import MAX_CHARACTERS, Policy, Statement
from custom_resources.engine.policies.place import Place


@dataclass(frozen=True)
class Made:
    """What there is for one principal. trust: None where nobody is known whom its role could trust."""

    place: Place
    policies: tuple[Policy, ...]
    trust: dict[str, Any] | None


def json_files(made: Iterable[Made]) -> dict[str, Any]:
    """Return the documents by the names of their files."""
    files: dict[str, Any] = {}
    for one in made:
        files |= {f"{policy.name}.json": policy.document for policy in one.policies}
        if one.trust is not None:
            files[f"{one.place.name}.trust.json"] = one.trust
    return files


def document_of(made: Made) -> Mapping[str, Any]:
    """Return what there is for one principal, with the reasons, for `--json`."""
    return {
        "principal": made.place.name,
        "partition": made.place.partition,
        "policies": [
            {
                "name": policy.name,
                "characters": policy.characters,
                "document": policy.document,
                "reasons": [
                    {"sid": statement.sid, "resource": resource, "reason": reason}
                    for statement in policy.statements
                    for resource, reason in statement.reasons.items()
                ],
            }
            for policy in made.policies
        ],
        "trust_policy": made.trust,
    }


def text_of(made: Made) -> str:
    """Tell a principal's policies line by line, each wildcard with its reason."""
    lines = [f"{made.place.name}: {made.place.title} (partition {made.place.partition})"]
    for policy in made.policies:
        lines.append(f"  policy {policy.name}: {policy.characters} of {MAX_CHARACTERS} characters")
        for statement in policy.statements:
            lines += [f"    {statement.sid}", *(f"      {action}" for action in statement.actions)]
            for resource in statement.resources:
                lines.append(f"      on {resource}")
                lines += [f"         because {statement.reasons[resource]}"] if resource in statement.reasons else []
    if made.trust is not None:
        lines += ["  trust policy of the role", *(f"    {line}" for line in _dumped(made.trust).split("\n"))]
    return "\n".join(lines)


def terraform_of(made: Made) -> str:
    """Return a principal's policies as data sources and resources of hashicorp/aws."""
    blocks = [f"# {made.place.title[:1].upper()}{made.place.title[1:]}, partition {made.place.partition}.\n"]
    for policy in made.policies:
        name = f"govpair_{policy.name}"
        statements = "\n\n".join(_statement(statement) for statement in policy.statements)
        blocks.append(
            f'data "aws_iam_policy_document" "{name}" {{\n{statements}\n}}\n\n'
            f'resource "aws_iam_policy" "{name}" {{\n'
            f'  name   = "{name.replace("_", "-")}"\n'
            f"  policy = data.aws_iam_policy_document.{name}.json\n}}\n"
        )
    if made.trust is not None:
        blocks.append(_role(made, made.trust["Statement"][0]))
    return "\n".join(blocks)


def _statement(statement: Statement) -> str:
    lines = ["  statement {", f'    sid = "{statement.sid}"', "    actions = [", *_items(statement.actions), "    ]"]
    lines += [f"    # {resource}: {reason}" for resource, reason in statement.reasons.items()]
    return "\n".join([*lines, "    resources = [", *_items(statement.resources), "    ]", "  }"])


def _role(made: Made, trust: Mapping[str, Any]) -> str:
    name, principals = f"govpair_{made.place.name}", trust["Principal"]["AWS"]
    listed = [principals] if isinstance(principals, str) else principals
    lines = [
        f'data "aws_iam_policy_document" "{name}_trust" {{',
        "  statement {",
        f'    sid     = "{trust["Sid"]}"',
        '    actions = ["sts:AssumeRole"]',
        "",
        "    principals {",
        '      type        = "AWS"',
        f"      identifiers = {json.dumps(listed)}",
        "    }",
    ]
    for variable, value in trust.get("Condition", {}).get("StringEquals", {}).items():
        lines += [
            "",
            "    condition {",
            '      test     = "StringEquals"',
            f'      variable = "{variable}"',
            f"      values   = [{json.dumps(value).replace('${', '$${').replace('%{', '%%{')}]",
            "    }",
        ]
    return "\n".join([*lines, "  }", "}", ""])


def _items(values: Iterable[str]) -> list[str]:
    return [f'      "{value}",' for value in values]


def _dumped(document: Any) -> str:
    return json.dumps(document, indent=2)
