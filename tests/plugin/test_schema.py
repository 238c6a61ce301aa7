from __future__ import annotations

import copy
import pickle

import pytest

from custom_resources.plugin import BOOL, STRING, UNKNOWN, Attribute, ListOf, ObjectOf, SetOf, TupleOf, Typed, is_known
from custom_resources.plugin.schema import NestedAttribute
from custom_resources.plugin.types import Type, parse_type


@pytest.mark.parametrize(
    "flags",
    [
        {},
        {"required": True, "optional": True},
        {"optional": True, "default": 1},
        {"computed": True, "default": 1},
        {"optional": True, "computed": True, "write_only": True},
    ],
)
def test_senseless_flags_are_refused(flags: dict[str, bool]) -> None:
    with pytest.raises(ValueError, match="attribute"):
        Attribute(STRING, "", **flags)  # type: ignore[arg-type]


def test_a_nested_attribute_has_the_type_of_its_nesting() -> None:
    inner = {"a": Attribute(BOOL, "", optional=True)}
    assert NestedAttribute("single", inner, "", optional=True).value_type == ObjectOf({"a": BOOL})
    assert NestedAttribute("set", inner, "", optional=True).value_type == SetOf(ObjectOf({"a": BOOL}))


@pytest.mark.parametrize(
    "kind", [STRING, ListOf(SetOf(BOOL)), TupleOf((STRING, BOOL)), ObjectOf({"a": STRING}, frozenset({"a"}))]
)
def test_a_types_notation_reads_back(kind: Type) -> None:
    assert parse_type(kind.notation()) == kind


@pytest.mark.parametrize("notation", ["text", ["list"], 7, ["vector", "string"]])
def test_other_notations_are_refused(notation: object) -> None:
    with pytest.raises(ValueError, match="not a Terraform type"):
        parse_type(notation)


def test_unknown_is_one_and_has_no_truth() -> None:
    assert copy.deepcopy(UNKNOWN) is UNKNOWN
    assert pickle.loads(pickle.dumps(UNKNOWN)) is UNKNOWN
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(UNKNOWN)


def test_unknown_is_found_at_every_depth() -> None:
    assert is_known({"a": [1, {"b": None}]})
    assert not is_known({"a": [1, {"b": UNKNOWN}]})
    assert not is_known([Typed(STRING, UNKNOWN)])
