"""A NextToken is the answer's to one question of one caller."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.simulator.conftest import Bench, refusal

WRONG = ("InvalidInputException", "INVALID_NEXT_TOKEN")


@pytest.fixture
def token(organized: Bench) -> str:
    """What leads on from the commercial organization's first account."""
    for number in range(2):
        organized.sim.vend(f"m{number}", f"m{number}@example.gov", join=organized.payer.govcloud)
    return organized.organizations("commercial").list_accounts(MaxResults=1)["NextToken"]


def test_it_leads_on_with_another_size(organized: Bench, token: str) -> None:
    rest = organized.organizations("commercial").list_accounts(NextToken=token, MaxResults=20)
    assert [account["Name"] for account in rest["Accounts"]] == ["m0", "m1"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda bench, token: bench.organizations("commercial").list_roots(NextToken=token),
        lambda bench, token: bench.organizations("govcloud").list_accounts(NextToken=token),
        lambda bench, token: bench.organizations("commercial").list_accounts(NextToken=token.replace("1-", "2-", 1)),
        lambda bench, _: bench.organizations("commercial").list_accounts(NextToken="1" * 5000),
        lambda bench, _: bench.organizations("commercial").list_accounts(NextToken="\u0663-x"),
    ],
    ids=["operation", "partition", "offset", "digits", "not ASCII"],
)
def test_any_other_use_is_refused(organized: Bench, token: str, ask: Callable[[Bench, str], Any]) -> None:
    assert refusal(lambda: ask(organized, token)) == WRONG


def test_it_belongs_to_the_filter_it_was_asked_with(organized: Bench) -> None:
    client = organized.organizations("commercial")
    for number in range(2):
        client.create_gov_cloud_account(AccountName=f"a{number}", Email=f"a{number}@example.gov")
    token = client.list_create_account_status(States=["IN_PROGRESS"], MaxResults=1)["NextToken"]
    assert refusal(lambda: client.list_create_account_status(States=["FAILED"], NextToken=token)) == WRONG


def test_cloudtrail_refuses_a_token_of_nobody(organized: Bench) -> None:
    client = organized.client("cloudtrail", "commercial")
    assert refusal(lambda: client.lookup_events(NextToken="1" * 5000))[0] == "InvalidNextTokenException"


def test_iam_refuses_a_marker_of_nobody(organized: Bench) -> None:
    client = organized.client("iam", "govcloud")
    assert refusal(lambda: client.list_roles(Marker="bogus"))[0] == "ValidationError"
    assert refusal(lambda: client.list_users(Marker="1" * 300))[0] == "ValidationError"
