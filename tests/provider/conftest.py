"""Fixtures of the provider's tests: everything here runs in this process and calls nothing."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.engine.credentials import CredentialSet
from custom_resources.plugin import ResourceContext, Values
from custom_resources.provider.account_pair_schema import SCHEMA as PAIR
from custom_resources.provider.membership_schema import SCHEMA as MEMBERSHIP
from custom_resources.provider.settings import Settings


def make_settings(**changes: Any) -> Settings:
    """Settings of a provider block that says nothing, except for ``changes``."""
    given: dict[str, Any] = {
        "commercial": CredentialSet("commercial"),
        "govcloud_paired": CredentialSet("govcloud_paired"),
        "govcloud_management": None,
        "owner": "govpair",
        "creation_marker": True,
        "max_new_pairs": 10,
    }
    return Settings(**given | changes)


@pytest.fixture
def ctx() -> ResourceContext:
    """A request's context under a configured provider that has called nothing."""
    return ResourceContext(provider_data=make_settings())


def pair_values(**changes: Any) -> Values:
    """A pair as it stands in the state."""
    values: Values = dict.fromkeys(PAIR.attributes)
    return (
        values
        | {
            "email": "aws+log@example.gov",
            "name": "log-archive",
            "role_name": "OrganizationAccountAccessRole",
            "iam_user_access_to_billing": "ALLOW",
            "parent_id": "r-ab12",
            "tags_all": {},
            "adopt_existing": False,
            "closed": False,
            "id": "111111111111",
            "commercial_account_id": "111111111111",
            "govcloud_account_id": "222222222222",
            "commercial_arn": "arn:aws:organizations::999999999999:account/o-abcdefghij/111111111111",
            "govcloud_arn": "arn:aws-us-gov:iam::222222222222:root",
            "commercial_state": "ACTIVE",
            "govcloud_state": "ACTIVE",
            "commercial_role_arn": "arn:aws:iam::111111111111:role/OrganizationAccountAccessRole",
            "govcloud_role_arn": "arn:aws-us-gov:iam::222222222222:role/OrganizationAccountAccessRole",
            "joined_timestamp": "2026-01-02T03:04:05Z",
            "joined_method": "CREATED",
        }
        | changes
    )


def membership_values(**changes: Any) -> Values:
    """A membership as it stands in the state."""
    values: Values = dict.fromkeys(MEMBERSHIP.attributes)
    return (
        values
        | {
            "account_id": "222222222222",
            "role_name": "OrganizationAccountAccessRole",
            "parent_id": "r-gov1",
            "name": "log-archive",
            "tags_all": {},
            "on_destroy": "keep",
            "id": "222222222222",
            "organization_id": "o-govgovgovg",
            "arn": "arn:aws-us-gov:organizations::888888888888:account/o-govgovgovg/222222222222",
            "state": "ACTIVE",
            "handshake_id": "h-abcdefgh",
            "joined_method": "INVITED",
            "joined_timestamp": "2026-01-02T03:04:05Z",
        }
        | changes
    )
