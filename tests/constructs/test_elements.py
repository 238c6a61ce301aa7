"""The traps of pure-Python bindings on CDKTF, each as a test."""

from __future__ import annotations

from typing import Any, cast

import pytest

from constructs_lib import cdk
from constructs_lib.bindings.aws_organizations_organization import AwsOrganizationsOrganization
from constructs_lib.bindings.aws_organizations_organizational_unit import AwsOrganizationsOrganizationalUnit
from constructs_lib.bindings.aws_provider import AwsProvider
from constructs_lib.bindings.govpair_account_pair import GovpairAccountPair
from constructs_lib.bindings.govpair_provider import GovpairProvider
from constructs_lib.cdk import TerraformStack
from constructs_lib.errors import ConstructError
from tests.constructs.conftest import synth


def test_an_alias_reaches_the_provider_and_its_resources(stack: TerraformStack) -> None:
    gov = AwsProvider(stack, "gov", alias="gov", region="us-gov-west-1")
    AwsOrganizationsOrganization(stack, "organization", provider=gov)
    result = synth(stack)
    assert result["provider"]["aws"] == [{"alias": "gov", "region": "us-gov-west-1"}]
    assert result["resource"]["aws_organizations_organization"]["organization"]["provider"] == "aws.gov"


def test_an_alias_cannot_be_changed_without_effect(stack: TerraformStack) -> None:
    provider = AwsProvider(stack, "aws")
    with pytest.raises(AttributeError):
        cast(Any, provider).alias = "gov"


@pytest.mark.parametrize("alias", [None, "gov"])
def test_two_configurations_of_one_provider_need_different_aliases(stack: TerraformStack, alias: str | None) -> None:
    AwsProvider(stack, "one", alias=alias)
    with pytest.raises(ConstructError, match=r"\[stack/two\].*already, by stack/one"):
        AwsProvider(stack, "two", alias=alias)


def test_the_same_alias_is_free_for_another_provider_and_in_another_stack(app: cdk.App, stack: TerraformStack) -> None:
    AwsProvider(stack, "aws")
    GovpairProvider(stack, "govpair")
    other = TerraformStack(app, "other")
    AwsProvider(other, "aws")
    assert list(synth(stack)["provider"]) == ["aws", "govpair"]
    assert list(synth(other)["provider"]) == ["aws"]


def test_a_provider_brings_its_source_and_version(stack: TerraformStack) -> None:
    AwsProvider(stack, "aws")
    GovpairProvider(stack, "govpair")
    assert synth(stack)["terraform"]["required_providers"] == {
        "aws": {"source": "hashicorp/aws", "version": ">= 5.100, < 7.0"},
        "govpair": {"source": "terraform.local/govcloud/govpair", "version": "0.1.0"},
    }


def test_a_resource_without_its_provider_is_refused(stack: TerraformStack) -> None:
    AwsOrganizationsOrganization(stack, "organization")
    with pytest.raises(RuntimeError, match="without a matching provider construct"):
        synth(stack)


def test_keys_of_maps_keep_their_case(stack: TerraformStack) -> None:
    """CDKTF turns keys of a provider's attributes into snake case; those of a resource must not be."""
    AwsProvider(stack, "aws", default_tags=[{"tags": {"CostCenter": "1"}}])
    AwsOrganizationsOrganizationalUnit(stack, "ou", name="x", parent_id="r-1", tags={"CostCenter": "1"})
    result = synth(stack)
    assert result["provider"]["aws"][0]["default_tags"] == [{"tags": {"CostCenter": "1"}}]
    assert result["resource"]["aws_organizations_organizational_unit"]["ou"]["tags"] == {"CostCenter": "1"}


def test_nested_arguments_are_written_without_their_nulls(stack: TerraformStack) -> None:
    GovpairProvider(stack, "govpair", commercial={"profile": "a", "assume_role": [{"role_arn": "x"}], "region": None})
    assert synth(stack)["provider"]["govpair"] == [{"commercial": {"profile": "a", "assume_role": [{"role_arn": "x"}]}}]


def test_a_wrong_type_is_refused_where_it_is_written(stack: TerraformStack) -> None:
    with pytest.raises(
        ConstructError, match=r"\[stack/pair\] govpair_account_pair.closed must be a bool, not str 'no'"
    ):
        GovpairAccountPair(stack, "pair", email="a@b.gov", name="a", closed=cast(Any, "no"))


def test_an_unknown_nested_key_is_refused_with_the_known_ones(stack: TerraformStack) -> None:
    with pytest.raises(ConstructError, match=r"has no attribute 'profil'; it has: access_key, .*profile"):
        GovpairProvider(stack, "govpair", commercial=cast(Any, {"profil": "a"}))


def test_references_point_at_the_resource(stack: TerraformStack) -> None:
    AwsProvider(stack, "aws")
    organization = AwsOrganizationsOrganization(stack, "organization")
    cdk.TerraformOutput(
        stack,
        "all",
        value=[
            organization.id,
            organization.roots[0].id,
            organization.roots[0].policy_types[1].status,
            organization.accounts.strings("email"),
        ],
    )
    address = "aws_organizations_organization.organization"
    assert synth(stack)["output"]["all"]["value"] == [
        f"${{{address}.id}}",
        f"${{{address}.roots[0].id}}",
        f"${{{address}.roots[0].policy_types[1].status}}",
        f"${{{address}.accounts[*].email}}",
    ]


def test_meta_arguments_reach_the_resource(stack: TerraformStack) -> None:
    AwsProvider(stack, "aws")
    first = AwsOrganizationsOrganization(stack, "first", lifecycle={"prevent_destroy": True})
    AwsOrganizationsOrganization(stack, "second", depends_on=[first], logical_id="named")
    resources = synth(stack)["resource"]["aws_organizations_organization"]
    assert resources["first"]["lifecycle"] == {"prevent_destroy": True}
    assert resources["named"]["depends_on"] == ["aws_organizations_organization.first"]
