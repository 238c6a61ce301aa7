"""The function `pair_email`."""

from __future__ import annotations

import pytest

from custom_resources.plugin import FunctionError
from custom_resources.provider.pair_email_function import PairEmailFunction

TEMPLATE = "aws+{name}@example.gov"


@pytest.mark.parametrize(
    ("template", "email"),
    [
        (TEMPLATE, "aws+log-archive@example.gov"),
        ("root@{name}.example.gov", "root@log-archive.example.gov"),
        ("{name}@a.b", "log-archive@a.b"),
    ],
)
def test_the_name_takes_its_place(template: str, email: str) -> None:
    assert PairEmailFunction().call(template, "log-archive") == email


@pytest.mark.parametrize(
    "template", ["", "aws@example.gov", "{name}", "{name}@example", "a b{name}@x.gov", "{name}@é.gov"]
)
def test_a_template_that_no_name_fits_is_refused(template: str) -> None:
    with pytest.raises(FunctionError) as error:
        PairEmailFunction().call(template, "log-archive")
    assert error.value.argument_index == 0


@pytest.mark.parametrize("name", ["", "log archive", "l\u043eg", "n" * 51, "n" * 10_000, "a@b", "{name}"])
def test_a_name_that_no_new_pair_can_have_is_refused(name: str) -> None:
    with pytest.raises(FunctionError) as error:
        PairEmailFunction().call(TEMPLATE, name)
    assert error.value.argument_index == 1
    assert len(error.value.message) < 300


def test_a_name_that_makes_the_email_too_long_is_refused() -> None:
    with pytest.raises(FunctionError, match="6 to 64") as error:
        PairEmailFunction().call(TEMPLATE, "n" * 50)
    assert error.value.argument_index == 1
