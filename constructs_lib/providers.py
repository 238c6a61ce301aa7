"""Provider configurations for the credential sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from constructs_lib.bindings.aws_provider import AwsProvider
from constructs_lib.bindings.govpair_provider import (
    GovpairProvider,
    GovpairProviderCommercial,
    GovpairProviderGovcloudManagement,
    GovpairProviderGovcloudPaired,
    GovpairProviderRates,
)
from constructs_lib.cdk import Construct
from constructs_lib.credential_set import CredentialSet


def aws_provider(
    scope: Construct, credential_set: CredentialSet, *, alias: str | None = None, id: str | None = None
) -> AwsProvider:
    """hashicorp/aws with one credential set; credentials never cross partitions, so a stack needs one per partition.

    Args:
        scope: The stack, or a construct in it.
        credential_set: Whose organization its resources are in.
        alias: None for the stack's default configuration.
        id: Construct id; by default the alias, or ``aws``.
    """
    return AwsProvider(scope, id or alias or "aws", alias=alias, **credential_set.for_aws())


def govpair_provider(
    scope: Construct,
    *,
    commercial: CredentialSet | None = None,
    govcloud_paired: CredentialSet | None = None,
    govcloud_management: CredentialSet | None = None,
    owner: str | None = None,
    creation_marker: bool | None = None,
    max_new_pairs: int | None = None,
    default_tags: Mapping[str, str] | None = None,
    rates: Mapping[str, GovpairProviderRates] | None = None,
    alias: str | None = None,
    id: str | None = None,
) -> GovpairProvider:
    """The govpair provider with its three credential sets.

    Args:
        scope: The stack, or a construct in it.
        commercial: The commercial management account, which creates pairs.
        govcloud_paired: The GovCloud account paired with it: the only one that the role in a vended GovCloud account
            trusts (M, CreateGovCloudAccount).
        govcloud_management: The management account of the GovCloud organization, which invites. None means that it is
            the paired account, as in the single-company model.
        owner: Whose pairs these are: an interrupted creation is only adopted by its owner.
        creation_marker: Whether creations carry the owner's tag; None leaves the provider's default, true.
        max_new_pairs: Most pairs that one plan may create; None leaves the provider's default, 10.
        default_tags: Tags of every pair and membership; a resource's own tags go before.
        rates: By action, such as ``organizations:ListAccounts``, or ``*``: ``per_second`` and ``burst``, in place of
            AWS's published ones.
        alias: None for the stack's default configuration.
        id: Construct id; by default the alias, or ``govpair``.
    """

    def given(credential_set: CredentialSet | None) -> object:
        return None if credential_set is None else credential_set.for_govpair()

    return GovpairProvider(
        scope,
        id or alias or "govpair",
        alias=alias,
        commercial=cast("GovpairProviderCommercial | None", given(commercial)),
        govcloud_paired=cast("GovpairProviderGovcloudPaired | None", given(govcloud_paired)),
        govcloud_management=cast("GovpairProviderGovcloudManagement | None", given(govcloud_management)),
        owner=owner,
        creation_marker=creation_marker,
        max_new_pairs=max_new_pairs,
        default_tags=default_tags,
        rates=rates,
    )
