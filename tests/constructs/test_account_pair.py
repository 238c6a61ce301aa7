from __future__ import annotations

from typing import Any

import pytest

from constructs_lib import cdk
from constructs_lib.account_pair import AccountPair
from constructs_lib.cdk import App, Construct, TerraformStack
from constructs_lib.errors import ConstructError
from constructs_lib.membership import Membership
from constructs_lib.providers import govpair_provider
from tests.constructs.conftest import Json, synth

GOOD: dict[str, Any] = {"email": "aws+log@example.gov", "name": "log-archive"}


def only_pair(stack: TerraformStack) -> Json:
    (arguments,) = synth(stack)["resource"]["govpair_account_pair"].values()
    return {name: value for name, value in arguments.items() if name != "//"}


def test_every_argument_reaches_the_resource(stack: TerraformStack) -> None:
    govpair_provider(stack)
    given = {
        **GOOD,
        "role_name": "Admin",
        "iam_user_access_to_billing": "DENY",
        "parent_id": "ou-abcd-12345678",
        "tags": {"CostCenter": "1"},
        "adopt_existing": True,
        "closed": False,
        "closed_accounts_parent_id": "r-ab12",
        "timeouts": {"create": "90m"},
    }
    AccountPair(stack, "pair", **given)
    assert only_pair(stack) == given


def test_what_is_left_out_is_left_to_the_provider(stack: TerraformStack) -> None:
    govpair_provider(stack)
    AccountPair(stack, "pair", **GOOD)
    assert only_pair(stack) == GOOD


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"email": "a@b"}, "email: "),
        ({"email": "someone"}, "email: "),
        ({"name": "log archive"}, "name: "),
        ({"name": "x" * 51}, "name: "),
        ({"role_name": "a b"}, "role_name: "),
        ({"iam_user_access_to_billing": "allow"}, "iam_user_access_to_billing: It must be ALLOW or DENY"),
        ({"parent_id": "o-abcdefghij"}, "parent_id: "),
        ({"closed_accounts_parent_id": "Closed"}, "closed_accounts_parent_id: "),
        ({"tags": {"aws:x": "y"}}, "tags: "),
        ({"tags": {str(n): "" for n in range(51)}}, "tags: "),
    ],
)
def test_what_aws_would_refuse_is_refused_with_the_construct_path(
    stack: TerraformStack, change: Json, problem: str
) -> None:
    with pytest.raises(ConstructError) as raised:
        AccountPair(stack, "pair", **{**GOOD, **change})
    assert raised.value.path == "stack/pair"
    assert [sentence.startswith(problem) for sentence in raised.value.problems] == [True]


def test_an_adopted_account_may_have_spaces_in_its_name(stack: TerraformStack) -> None:
    govpair_provider(stack)
    AccountPair(stack, "pair", email="aws+log@example.gov", name="Log Archive", adopt_existing=True)
    assert only_pair(stack)["name"] == "Log Archive"


def test_what_only_terraform_knows_is_left_to_it(stack: TerraformStack) -> None:
    govpair_provider(stack)
    AccountPair(stack, "pair", email="${var.email}", name="${var.name}", parent_id="${var.parent}")
    AccountPair(stack, "other", email="${var.email}", name="${var.name}")
    assert len(synth(stack)["resource"]["govpair_account_pair"]) == 2


@pytest.mark.parametrize(
    ("second", "what"),
    [
        ({"email": "aws+log@example.gov", "name": "other"}, "email"),
        ({"email": "AWS+Log@example.gov", "name": "other"}, "email"),
        ({"email": "other@example.gov", "name": "log-archive"}, "name"),
    ],
)
def test_a_second_pair_with_the_same_email_or_name_is_refused_in_the_whole_app(
    app: App, second: Json, what: str
) -> None:
    AccountPair(TerraformStack(app, "one"), "pair", **GOOD)
    with pytest.raises(ConstructError, match=rf"\[two/pair\] {what}: .* is the {what} of one/pair already"):
        AccountPair(TerraformStack(app, "two"), "pair", **second)


def test_two_apps_do_not_know_each_other(app: App) -> None:
    AccountPair(TerraformStack(app, "stack"), "pair", **GOOD)
    other = cdk.App(outdir=app.outdir)
    AccountPair(TerraformStack(other, "stack"), "pair", **GOOD)


def test_the_address_follows_from_the_construct_path_alone(stack: TerraformStack) -> None:
    govpair_provider(stack)
    AccountPair(Construct(stack, "group"), "pair", **GOOD)
    assert list(synth(stack)["resource"]["govpair_account_pair"]) == ["group_pair_491008DA"]


def test_a_membership_of_a_pair_goes_through_its_role(stack: TerraformStack) -> None:
    govpair_provider(stack)
    pair = AccountPair(stack, "pair", **GOOD, role_name="Admin", logical_id="log")
    Membership.of_pair(stack, "member", pair, parent_id="ou-abcd-12345678", tags={"A": "b"})
    (member,) = synth(stack)["resource"]["govpair_membership"].values()
    assert {name: value for name, value in member.items() if name != "//"} == {
        "account_id": "${govpair_account_pair.log.govcloud_account_id}",
        "role_name": "Admin",
        "parent_id": "ou-abcd-12345678",
        "tags": {"A": "b"},
    }


def test_a_membership_of_a_pair_that_is_managed_elsewhere(stack: TerraformStack) -> None:
    govpair_provider(stack)
    pair = AccountPair.from_account_ids(commercial_account_id="111122223333", govcloud_account_id="444455556666")
    Membership.of_pair(stack, "member", pair)
    (member,) = synth(stack)["resource"]["govpair_membership"].values()
    assert (member["account_id"], member["role_name"]) == ("444455556666", "OrganizationAccountAccessRole")


def test_a_wrong_account_id_is_refused() -> None:
    with pytest.raises(ValueError, match="govcloud_account_id: "):
        AccountPair.from_account_ids(commercial_account_id="111122223333", govcloud_account_id="4444")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"account_id": "12345"}, "account_id: "),
        ({"parent_id": "x"}, "parent_id: "),
        ({"role_arn": "arn:aws:iam::1:role/x"}, "role_arn: "),
        ({"invitation_notes": "x" * 1025}, "invitation_notes: "),
        ({"on_destroy": "delete"}, "on_destroy: It must be keep or remove"),
        ({"tags": {"": "y"}}, "tags: "),
    ],
)
def test_a_membership_that_aws_would_refuse_is_refused(stack: TerraformStack, change: Json, problem: str) -> None:
    with pytest.raises(ConstructError) as raised:
        Membership(stack, "member", **{"account_id": "444455556666", **change})
    assert [sentence.startswith(problem) for sentence in raised.value.problems] == [True]
