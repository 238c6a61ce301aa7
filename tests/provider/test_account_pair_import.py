"""Importing an account pair."""

from __future__ import annotations

import pytest

from custom_resources.plugin import ProviderError, ResourceContext
from custom_resources.provider.account_pair import AccountPairResource
from custom_resources.provider.account_pair_import import IMPORTED, READS_TO_COME, read_once_more


def test_a_commercial_id_needs_no_call_and_gets_the_defaults(ctx: ResourceContext) -> None:
    state = AccountPairResource().import_state("111111111111", ctx)
    assert state["id"] == state["commercial_account_id"] == "111111111111"
    assert state["role_name"] == "OrganizationAccountAccessRole"
    assert state["iam_user_access_to_billing"] == "ALLOW"
    assert state["adopt_existing"] is False
    assert ctx.private == {IMPORTED: READS_TO_COME}


@pytest.mark.parametrize(("said", "expected"), [("true", True), ("false", False)])
def test_the_import_id_may_say_that_the_account_is_adopted(said: str, expected: bool, ctx: ResourceContext) -> None:
    state = AccountPairResource().import_state(f"111111111111,adopt_existing={said},role_name=Ops", ctx)
    assert (state["adopt_existing"], state["role_name"]) == (expected, "Ops")


def test_the_govcloud_id_can_be_given_by_hand(ctx: ResourceContext) -> None:
    state = AccountPairResource().import_state("111111111111/222222222222", ctx)
    assert (state["id"], state["govcloud_account_id"]) == ("111111111111", "222222222222")


@pytest.mark.parametrize(
    ("said", "role_name", "billing"),
    [
        (",role_name=Ops", "Ops", "ALLOW"),
        (",iam_user_access_to_billing=DENY", "OrganizationAccountAccessRole", "DENY"),
        (",iam_user_access_to_billing=DENY,role_name=Ops", "Ops", "DENY"),
        (",role_name=a,b=c", "a,b=c", "ALLOW"),
    ],
)
def test_the_import_id_may_say_what_aws_never_does(
    said: str, role_name: str, billing: str, ctx: ResourceContext
) -> None:
    for ids in ("111111111111", "111111111111/222222222222"):
        state = AccountPairResource().import_state(ids + said, ctx)
        assert (state["id"], state["role_name"], state["iam_user_access_to_billing"]) == (
            "111111111111",
            role_name,
            billing,
        )


@pytest.mark.parametrize(
    "said",
    [
        "role_name",
        "role_name=",
        "role_name=two words",
        "role=Ops",
        "iam_user_access_to_billing=deny",
        "iam_user_access_to_billing=DENY,iam_user_access_to_billing=DENY",
        "closed=true",
        ",role_name=Ops",
        "adopt_existing=perhaps",
    ],
)
def test_what_an_import_id_says_is_checked_without_a_call(said: str, ctx: ResourceContext) -> None:
    with pytest.raises(ProviderError, match="Invalid import id"):
        AccountPairResource().import_state(f"111111111111,{said}", ctx)


@pytest.mark.parametrize(
    "import_id", ["", "11111", "log-archive", "111111111111 ", "a@b", "111111111111/2", "111111111111\n"]
)
def test_anything_else_is_refused_without_a_call(import_id: str, ctx: ResourceContext) -> None:
    with pytest.raises(ProviderError, match="Invalid import id"):
        AccountPairResource().import_state(import_id, ctx)


def test_the_import_s_mark_outlives_its_own_read_and_the_first_plan_s_and_no_other(ctx: ResourceContext) -> None:
    ctx.private[IMPORTED] = READS_TO_COME
    seen = []
    for _ in range(4):
        read_once_more(ctx)
        seen.append(IMPORTED in ctx.private)
    assert seen == [True, True, False, False]
