"""What the data sources refuse before any call: by the plugin's own path, as Terraform's requests go."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.plugin import UNKNOWN, Context, DataSource, NestedAttribute, ProviderError
from custom_resources.plugin.validation import validate
from custom_resources.provider.provider import GovpairProvider

SOURCES = {source.name: source for source in GovpairProvider.data_sources}
LOOKALIKE = "l\u043eg"
LONG = "x" * 10_000


def refused(source_name: str, /, **config: Any) -> list[tuple[str | int, ...]]:
    """The paths of all errors in a configuration."""
    source, ctx = SOURCES[source_name], Context()
    values = dict.fromkeys(source.schema.attributes) | config
    validate(source.schema, values, ctx.diagnostics)
    source().validate(values, ctx)
    return [item.path for item in ctx.diagnostics if item.severity == "error"]


@pytest.mark.parametrize(
    ("name", "attribute", "values"),
    [
        ("account_pair", "email", ["", "a@b", LOOKALIKE + "@example.gov", LONG, "two@@example.gov"]),
        ("account_pair", "name", ["", LOOKALIKE, LONG, "a\n"]),
        ("account_pair", "commercial_account_id", ["", "12345678901", "\u0661" * 12, LONG, "o-abcdefghij"]),
        ("account_pair", "govcloud_account_id", ["", "12345678901", "\u0661" * 12, LONG, "111111111111\n"]),
        ("account_pairs", "parent_id", ["", "o-abcdefghij", "111111111111", "r-\u0430b12", LONG]),
        ("account_pairs", "tags", [{"": "x"}, {"aws:x": "y"}, {"a": None}, {"a": LONG}, {LONG: "a"}]),
        ("account_pairs", "states", [["active"], ["GONE"], [None], ["ACTIVE", LONG]]),
        ("account_pairs", "name_pattern", ["", LOOKALIKE + "*", LONG]),
        ("account_pairs", "commercial_account_ids", [["1"], [None], ["111111111111", "\u0661" * 12], [LONG]]),
        ("account_pairs", "govcloud_account_ids", [["1"], [None], ["111111111111", "\u0661" * 12], [LONG]]),
        ("creation_requests", "states", [["RUNNING"], [None], [LONG]]),
    ],
)
def test_a_value_that_cannot_be_is_refused_at_its_attribute(name: str, attribute: str, values: list[Any]) -> None:
    for value in values:
        assert refused(name, **{attribute: value}) == [(attribute,)], value


def test_a_role_name_that_cannot_be_is_refused() -> None:
    for value in ("", "a/b", LOOKALIKE, LONG):
        assert refused("account_pair", name="log", role_name=value) == [("role_name",)]


@pytest.mark.parametrize("name", SOURCES)
def test_unknown_passes_for_every_attribute(name: str) -> None:
    for attribute, kind in SOURCES[name].schema.attributes.items():
        if not isinstance(kind, NestedAttribute) and kind.optional:
            assert refused(name, **{attribute: UNKNOWN}) in ([], [()]), attribute


@pytest.mark.parametrize("name", ["account_pairs", "creation_requests", "readiness"])
def test_null_passes_for_every_attribute(name: str) -> None:
    assert refused(name) == []


def test_a_set_with_duplicates_or_nothing_in_it_passes() -> None:
    assert refused("account_pairs", states=["ACTIVE", "ACTIVE"], commercial_account_ids=["1" * 12, "1" * 12]) == []
    assert refused("account_pairs", states=[], tags={}, govcloud_account_ids=[]) == []
    assert refused("creation_requests", states=["FAILED", "FAILED"]) == []


@pytest.mark.parametrize("source", SOURCES.values())
def test_nothing_is_read_while_the_provider_is_not_configured(source: type[DataSource]) -> None:
    config = dict.fromkeys(source.schema.attributes) | ({"name": "log"} if source.name == "account_pair" else {})
    with pytest.raises(ProviderError, match="isn't configured"):
        source().read(config, Context())


@pytest.mark.parametrize("source", SOURCES.values())
def test_every_attribute_says_what_it_is_in_a_sentence(source: type[DataSource]) -> None:
    texts = [source.schema.description]
    for attribute in source.schema.attributes.values():
        texts.append(attribute.description)
        if isinstance(attribute, NestedAttribute):
            texts += [inner.description for inner in attribute.attributes.values()]
    for text in texts:
        assert text[:1].isupper(), text
        assert text.endswith("."), text
