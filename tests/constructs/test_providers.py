from __future__ import annotations

import pytest

from constructs_lib.cdk import TerraformStack
from constructs_lib.credential_set import GOVPAIR_SERVICES, CredentialSet
from constructs_lib.organization import CommercialOrganization, GovCloudOrganization
from constructs_lib.providers import aws_provider, govpair_provider
from custom_resources.provider.setting_rules import SERVICES
from tests.constructs.conftest import synth

FULL = CredentialSet(
    profile="p",
    region="us-east-1",
    account_id="111122223333",
    role_arn="arn:aws:iam::111122223333:role/x",
    external_id="e",
    endpoints={"sts": "http://127.0.0.1:1", "s3": "http://127.0.0.1:2"},
)


def test_the_aws_provider_refuses_another_account(stack: TerraformStack) -> None:
    aws_provider(stack, FULL)
    assert synth(stack)["provider"]["aws"] == [
        {
            "profile": "p",
            "region": "us-east-1",
            "allowed_account_ids": ["111122223333"],
            "assume_role": [{"role_arn": "arn:aws:iam::111122223333:role/x", "external_id": "e"}],
            "endpoints": [{"sts": "http://127.0.0.1:1", "s3": "http://127.0.0.1:2"}],
        }
    ]


def test_the_govpair_provider_gets_only_endpoints_of_services_it_calls(stack: TerraformStack) -> None:
    govpair_provider(stack, commercial=FULL)
    assert synth(stack)["provider"]["govpair"] == [
        {
            "commercial": {
                "profile": "p",
                "region": "us-east-1",
                "account_id": "111122223333",
                "assume_role": [{"role_arn": "arn:aws:iam::111122223333:role/x", "external_id": "e"}],
                "endpoints": {"sts": "http://127.0.0.1:1"},
            }
        }
    ]


def test_the_three_credential_sets_and_the_settings_are_told_apart(stack: TerraformStack) -> None:
    govpair_provider(
        stack,
        commercial=CredentialSet(profile="a"),
        govcloud_paired=CredentialSet(profile="b"),
        govcloud_management=CredentialSet(profile="c"),
        owner="team",
        creation_marker=False,
        max_new_pairs=3,
        default_tags={"Owner": "platform"},
        rates={"organizations:ListAccounts": {"per_second": 8}},
        alias="x",
    )
    assert synth(stack)["provider"]["govpair"] == [
        {
            "alias": "x",
            "commercial": {"profile": "a"},
            "govcloud_paired": {"profile": "b"},
            "govcloud_management": {"profile": "c"},
            "owner": "team",
            "creation_marker": False,
            "max_new_pairs": 3,
            "default_tags": {"Owner": "platform"},
            "rates": {"organizations:ListAccounts": {"per_second": 8}},
        }
    ]


@pytest.mark.parametrize(
    ("kind", "trusted"),
    [(CommercialOrganization, ["account.amazonaws.com"]), (GovCloudOrganization, None)],
)
def test_an_organization_has_all_features_and_is_kept(
    stack: TerraformStack, kind: type[CommercialOrganization] | type[GovCloudOrganization], trusted: list[str] | None
) -> None:
    aws_provider(stack, CredentialSet())
    kind(stack, "organization", logical_id="x")
    organization = synth(stack)["resource"]["aws_organizations_organization"]["x"]
    assert organization["feature_set"] == "ALL"
    assert organization.get("aws_service_access_principals") == trusted
    assert organization["lifecycle"] == {"prevent_destroy": True}


def test_the_services_it_calls_are_the_provider_s() -> None:
    assert set(SERVICES) == GOVPAIR_SERVICES
