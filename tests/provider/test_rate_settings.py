"""`rates` of the provider block."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.engine.rates.table import Rate
from custom_resources.plugin import Context
from custom_resources.provider.provider import GovpairProvider
from custom_resources.provider.rate_settings import RATES, rates_of


def problems(value: Any) -> list[str]:
    return [problem for rule in RATES.validators if (problem := rule(value))]


def test_left_out_they_are_awss() -> None:
    assert rates_of(None).rate("organizations:CreateGovCloudAccount") == Rate(0.1, 3)


def test_given_ones_hold_and_a_star_is_all_others() -> None:
    rates = rates_of(
        {"organizations:ListAccounts": {"per_second": 2, "burst": None}, "*": {"per_second": 50.0, "burst": 9}}
    )
    assert rates.rate("organizations:ListAccounts") == Rate(2, 1)
    assert rates.rate("organizations:DescribeAccount") == Rate(50, 9)


def test_a_name_that_no_call_has_is_refused_with_the_nearest() -> None:
    (problem,) = problems({"organizations:ListAcounts": {"per_second": 1, "burst": 1}})
    assert "Did you mean organizations:ListAccounts?" in problem
    (problem,) = problems({"everything": {"per_second": 1, "burst": 1}})
    assert "'*' stands for all others" in problem
    assert problems({"*": {"per_second": 1, "burst": 1}}) == []


@pytest.mark.parametrize(("name", "value"), [("per_second", 0), ("per_second", -1), ("burst", 0), ("burst", 1.5)])
def test_numbers_that_mean_nothing_are_refused(name: str, value: float) -> None:
    assert any(rule(value) for rule in RATES.attributes[name].validators)


def test_the_provider_takes_them() -> None:
    provider = GovpairProvider()
    settings = provider.configure({"rates": {"*": {"per_second": 5, "burst": 5}}, "owner": "a"}, Context())
    assert settings is not None
    assert settings._rates is not None
    assert settings._rates.rate("organizations:ListAccounts") == Rate(5, 5)
