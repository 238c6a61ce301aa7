"""Rules for settings that are ours or Terraform's."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.provider import setting_rules


@pytest.mark.parametrize("value", ["us-east-1", "us-gov-west-1", "eu-central-2", "ap-southeast-12"])
def test_a_region_is_accepted(value: str) -> None:
    assert setting_rules.region(value) is None


@pytest.mark.parametrize("value", ["", "US-EAST-1", "us-east-1\n", "us_east_1", "https://us-east-1"])
def test_anything_else_is_no_region(value: str) -> None:
    assert "is not an AWS region" in (setting_rules.region(value) or "")


@pytest.mark.parametrize(
    ("endpoints", "part"),
    [
        ({"s3": "https://example.gov"}, "'s3' is no service"),
        ({"sts": "localhost:4566"}, "http or https"),
        ({"sts": "ftp://example.gov"}, "http or https"),
        ({"sts": "https://"}, "http or https"),
        ({"sts": "http://["}, "http or https"),
        ({"sts": "http://a:99999999"}, "http or https"),
        ({"sts": None}, "not null"),
    ],
)
def test_an_endpoint_that_cannot_work_is_refused(endpoints: dict[str, Any], part: str) -> None:
    assert part in (setting_rules.endpoints(endpoints) or "")


def test_endpoints_of_the_services_in_use_are_accepted() -> None:
    urls = dict.fromkeys(setting_rules.SERVICES, "http://127.0.0.1:4566")
    assert setting_rules.endpoints(urls) is None


@pytest.mark.parametrize("value", [-1, 0.5, 11])
def test_a_number_outside_the_range_or_with_a_fraction_is_refused(value: float) -> None:
    assert setting_rules.whole_number_from(0, 10)(value)


def test_the_ends_of_the_range_belong_to_it() -> None:
    rule = setting_rules.whole_number_from(0, 10)
    assert rule(0) is None
    assert rule(10) is None


def test_a_choice_is_refused_by_naming_the_choices() -> None:
    rule = setting_rules.one_of("keep", "remove")
    assert rule("keep") is None
    assert "keep, remove" in (rule("evict") or "")
