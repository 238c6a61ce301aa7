from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.terraform_types import BOOL, NUMBER, STRING, ListOf, MapOf, ObjectOf, Type, hcl_form, without_nulls

ROLE = ObjectOf({"role_arn": STRING, "duration": NUMBER}, frozenset({"role_arn"}))


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (STRING, "x"),
        (NUMBER, 3),
        (NUMBER, 0.5),
        (BOOL, False),
        (NUMBER, "${var.n}"),
        (BOOL, "${var.b}"),
        (ListOf(STRING), ["a"]),
        (ListOf(STRING), ()),
        (ListOf(STRING), "${var.list}"),
        (MapOf(STRING), {"a": "b"}),
        (MapOf(STRING), "${var.map}"),
        (ROLE, {"role_arn": "x", "duration": None}),
        (ROLE, "${var.role}"),
    ],
)
def test_a_fitting_value_has_no_problems(type_: Type, value: Any) -> None:
    assert list(type_.problems(value, "x")) == []


@pytest.mark.parametrize(
    ("type_", "value", "problem"),
    [
        (STRING, 3, "x must be a string, not int 3"),
        (NUMBER, True, "x must be a number, not bool True"),
        (NUMBER, "3", "x must be a number, not str '3'"),
        (BOOL, "true", "x must be a bool, not str 'true'"),
        (ListOf(STRING), "a", "x must be a list, not str 'a'"),
        (ListOf(STRING), ["a", 1], "x[1] must be a string, not int 1"),
        (MapOf(STRING), ["a"], "x must be a map, not list"),
        (MapOf(STRING), {"a": 1}, "x['a'] must be a string, not int 1"),
        (MapOf(STRING), {1: "a"}, "the key 1 of x must be a string, not int 1"),
        (ROLE, [], "x must be an object, not list"),
        (ROLE, {"duration": 1}, "x.role_arn is required"),
        (ROLE, {"role_arn": "x", "arn": "y"}, "x has no attribute 'arn'; it has: duration, role_arn"),
        (ListOf(ROLE), [{"role_arn": 1}], "x[0].role_arn must be a string, not int 1"),
    ],
)
def test_an_unfitting_value_is_named_with_its_path(type_: Type, value: Any, problem: str) -> None:
    assert list(type_.problems(value, "x")) == [problem]


def test_nulls_are_left_out_at_every_depth() -> None:
    assert without_nulls({"a": None, "b": {"c": None, "d": [None, {"e": None}]}}) == {"b": {"d": [{}]}}


def test_falsy_values_are_no_nulls() -> None:
    assert without_nulls({"a": False, "b": 0, "c": "", "d": []}) == {"a": False, "b": 0, "c": "", "d": []}


@pytest.mark.parametrize(
    ("type_", "kind", "storage"),
    [
        (STRING, "simple", "string"),
        (BOOL, "simple", "boolean"),
        (ListOf(NUMBER), "list", "numberList"),
        (MapOf(STRING), "map", "stringMap"),
        (ListOf(ROLE), "any", ""),
    ],
)
def test_the_hcl_form_names_the_type_in_cdktf_words(type_: Type, kind: str, storage: str) -> None:
    assert hcl_form(type_, "v") == {"value": "v", "type": kind, "storageClassType": storage, "isBlock": False}


def test_the_hcl_form_of_a_block_reaches_into_it() -> None:
    form = hcl_form(ListOf(ROLE, block=True), [{"role_arn": "x"}])
    assert form["isBlock"]
    assert form["value"] == [{"role_arn": hcl_form(STRING, "x")}]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('say "hi"', r"say \"hi\""),
        (r"back\slash", r"back\\slash"),
        ("two\nlines", r"two\nlines"),
        ('$${aws:x} "q"', r"$${aws:x} \"q\""),
        ('${data.x.y["key"]} "q"', r'${data.x.y["key"]} \"q\"'),
        ('${[for a in b : "${a}"]}', '${[for a in b : "${a}"]}'),
        ("${open", "${open"),
    ],
)
def test_the_hcl_form_of_a_text_is_escaped_outside_its_expressions(text: str, written: str) -> None:
    assert hcl_form(STRING, text)["value"] == written
    assert hcl_form(ListOf(STRING), [text])["value"] == [written]
    assert hcl_form(MapOf(STRING), {"a": text})["value"] == {"a": written}
