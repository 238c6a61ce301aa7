from __future__ import annotations

import pytest

from constructs_lib.cdk import TerraformStack
from constructs_lib.credential_set import CredentialSet
from constructs_lib.delegated_administrators import DelegatedAdministrators
from constructs_lib.errors import ConstructError
from constructs_lib.providers import aws_provider
from tests.constructs.conftest import Json, synth

SERVICE = "guardduty.amazonaws.com"
ACCOUNTS = {"audit": "111122223333", "network": "444455556666"}


def test_each_account_is_registered_for_each_of_its_services(stack: TerraformStack) -> None:
    aws_provider(stack, CredentialSet())
    DelegatedAdministrators(
        stack,
        "administrators",
        administrators={SERVICE: ["audit"], "ipam.amazonaws.com": ["network", "audit"]},
        account_ids=ACCOUNTS,
        trusted_services=[SERVICE, "ipam.amazonaws.com"],
    )
    made = synth(stack)["resource"]["aws_organizations_delegated_administrator"].values()
    assert {(each["service_principal"], each["account_id"]) for each in made} == {
        (SERVICE, "111122223333"),
        ("ipam.amazonaws.com", "111122223333"),
        ("ipam.amazonaws.com", "444455556666"),
    }


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"administrators": {"guardduty": ["audit"]}}, "'guardduty' is no service principal"),
        ({"administrators": {SERVICE: ["adit"]}}, f"{SERVICE}: there is no account 'adit'; there are: audit, network"),
        ({"trusted_services": []}, f"{SERVICE}: the organization doesn't trust it"),
        ({"account_ids": {"audit": "1"}}, "account_ids: "),
    ],
)
def test_what_aws_would_refuse_is_refused(stack: TerraformStack, change: Json, problem: str) -> None:
    given: Json = {"administrators": {SERVICE: ["audit"]}, "account_ids": ACCOUNTS}
    with pytest.raises(ConstructError) as raised:
        DelegatedAdministrators(stack, "administrators", **{**given, **change})
    assert [each.startswith(problem) for each in raised.value.problems] == [True]
