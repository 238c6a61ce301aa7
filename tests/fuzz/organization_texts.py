"""Texts of organization files: any text, what looks like YAML, examples with lines or values changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from ruamel.yaml import YAML

from constructs_lib.organization_file import json_schema
from tests.constructs.conftest import EXAMPLE
from workbench.paths import PROJECT

#: With everything in it, a reseller's, and a small one.
EXAMPLES = tuple(
    path.read_text(encoding="utf-8")
    for path in (
        PROJECT / "examples/single-company/organization.yaml",
        PROJECT / "examples/reseller/organization.yaml",
        EXAMPLE,
    )
)
#: Stands beside each of them.
POLICY = (PROJECT / "examples/single-company/policies/no-users.json").read_text(encoding="utf-8")
_KEYS = sorted({key for part in json_schema()["$defs"].values() for key in part.get("properties", {})})
_keys = st.sampled_from(_KEYS)

_TOKENS = [
    *[": ", "- ", "\n", "\n  ", "\n- ", "{", "}", "[", "]", ", ", "&a ", "*a", "<<: *a", "!x ", "!!set ", "!!binary "],
    *["| \n ", ">-\n ", "'", '"', "#", "---\n", "...\n", "? ", "%YAML 1.1\n", "\t", "\ufeff", "\x00", "\x85", "~"],
    *[
        "yes",
        "0o17",
        "0x1F",
        "1e9",
        ".nan",
        "-.inf",
        "2012-10-17",
        "2012-10-17T00:00:00Z",
        "12:30:45",
        "1_0",
        "!!int x",
    ],
    *[
        "!!omap ",
        "!!timestamp ",
        "!!float ",
        "!!str ",
        "!!python/object:os.system ",
        "<<: ",
        "<<: [1]",
        "='",
        "!",
        "!<x> ",
    ],
]
_tokens = st.sampled_from(_TOKENS) | _keys.map(lambda key: f"{key}: ") | st.text(max_size=3)
yamlish = st.lists(_tokens, max_size=25).map("".join)


@st.composite
def with_changed_lines(draw: st.DrawFn) -> str:
    """An example with lines twice, away, elsewhere, or changed."""
    lines = draw(st.sampled_from(EXAMPLES)).split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["twice", "away", "swap", "indent", "outdent", "put", "cut", "replace"])):
            case "twice":
                lines.insert(other, lines[at])
            case "away" if len(lines) > 1:
                del lines[at]
            case "swap":
                lines[at], lines[other % len(lines)] = lines[other % len(lines)], lines[at]
            case "indent":
                lines[at] = " " * draw(st.integers(1, 3)) + lines[at]
            case "outdent":
                lines[at] = lines[at][draw(st.integers(1, 3)) :]
            case "put":
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + draw(_tokens) + lines[at][column:]
            case "cut":
                lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
            case "replace":
                key, colon, _ = lines[at].partition(":")
                lines[at] = f"{key}{colon} {draw(yamlish)}"
    return "\n".join(lines)


_scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
    _keys,
    st.sampled_from(
        [
            *[
                "",
                "/",
                "..",
                "policies/no-users.json",
                "organization.yaml",
                "beside.yaml",
                "\x00",
                "a\nb",
                "${x}",
                "$${x}",
            ],
            *["Security", "Workloads/Test", "*", "ou-ab12-abcdefgh", "111122223333", "us-gov-west-1", "single-company"],
            *["reseller", "x" * 300, "aws+{name}@example.gov", "{name}{", "é", "s3:*", "SERVICE_CONTROL_POLICY", "{}"],
            *[10**25, -1, 0, 1, 111122223333],
        ]
    ),
)
garbage = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys | st.text("ab/", max_size=3), inner, max_size=3),
    max_leaves=6,
)


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


_TREES = tuple(_plain(YAML(typ="safe").load(text)) for text in EXAMPLES)


def _places(value: Any) -> list[tuple[Any, Any]]:
    """(what it stands in, key or index) of everything below."""
    inside = (
        list(value.items() if isinstance(value, dict) else enumerate(value)) if isinstance(value, dict | list) else []
    )
    return [place for key, item in inside for place in [(value, key), *_places(item)]]


@st.composite
def with_changed_values(draw: st.DrawFn) -> str:
    """An example with other values, keys too many or too few; as JSON, which YAML is."""
    tree = _plain(draw(st.sampled_from(_TREES)))
    for _ in range(draw(st.integers(1, 3))):
        places = _places(tree)
        if not places:
            break
        holder, key = places[draw(st.integers(0, len(places) - 1))]
        match draw(st.sampled_from(["replace", "replace", "away", "add", "copy"])):
            case "replace":
                holder[key] = draw(garbage)
            case "away":
                del holder[key]
            case "add" if isinstance(holder, dict):
                holder[draw(_keys)] = draw(garbage)
            case "copy":
                source, inner = places[draw(st.integers(0, len(places) - 1))]
                if inner in source if isinstance(source, dict) else inner < len(source):
                    holder[key] = _plain(source[inner])
    return json.dumps(tree, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 1])))


texts = st.one_of(with_changed_values(), with_changed_lines(), yamlish, garbage.map(json.dumps))


def beside(folder: Path) -> None:
    """What the examples name, in that folder."""
    (folder / "policies").mkdir(exist_ok=True)
    (folder / "policies" / "no-users.json").write_text(POLICY, encoding="utf-8")
