from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from custom_resources.plugin.function import Function
from custom_resources.plugin.schema import AnyAttribute, NestedAttribute
from custom_resources.provider.provider import GovpairProvider
from tests.pages.blocks import blocks
from workbench.provider_reference import EXAMPLES, PAGES, pages, write_reference


def test_the_pages_in_docs_are_those_that_the_code_makes() -> None:
    made = dict(pages())
    kept = {str(path.relative_to(PAGES)): path.read_text() for path in PAGES.rglob("*.md")}
    differing = sorted({name for name in made.keys() | kept.keys() if kept.get(name) != made.get(name)})
    assert not differing, "run `make generated`, and look at what it changes"


@pytest.mark.parametrize("function", GovpairProvider.functions, ids=lambda function: function.name)
def test_a_function_s_form_has_its_parameters(function: Function) -> None:
    (form,) = blocks(f"docs/provider/functions/{function.name}.md", section="")
    parameters = ", ".join(each.name for each in function.parameters)
    assert form.text == f"provider::govpair::{function.name}({parameters})\n"


def test_a_page_of_something_gone_is_removed(tmp_path: Path) -> None:
    stale = tmp_path / "resources" / "gone.md"
    stale.parent.mkdir()
    stale.touch()
    write_reference(tmp_path)
    assert not stale.exists()


def test_no_example_stands_for_something_that_does_not_exist() -> None:
    documented = {name.removesuffix(".md") for name, _ in pages()} - {"index"}
    assert {str(path.parent.relative_to(EXAMPLES)) for path in EXAMPLES.rglob("main.tf")} == documented


def described() -> Iterator[tuple[str, str]]:
    """Every description in every schema, with where it stands."""

    def walk(where: str, attributes: Mapping[str, AnyAttribute]) -> Iterator[tuple[str, str]]:
        for name, attribute in attributes.items():
            yield f"{where}.{name}", attribute.description
            if isinstance(attribute, NestedAttribute):
                yield from walk(f"{where}.{name}", attribute.attributes)

    yield from walk("provider", GovpairProvider.schema.attributes)
    provider = GovpairProvider
    things = [(each.name, each.schema) for each in provider.resources]
    things += [(each.name, each.schema) for each in provider.data_sources]
    things += [(each.name, each.schema) for each in provider.ephemeral_resources]
    for name, schema in things:
        yield name, schema.description
        yield from walk(name, schema.attributes)
    for function in GovpairProvider.functions:
        yield function.name, function.summary
        yield from ((f"{function.name}({each.name})", each.description) for each in function.parameters)


@pytest.mark.parametrize(("where", "text"), list(described()))
def test_everything_has_a_description_that_is_a_sentence(where: str, text: str) -> None:
    assert text[:1].isupper() or text.startswith("`"), where
    assert text.endswith("."), where
