"""Reusable CDKTF constructs for AWS GovCloud (US) account pairs; nothing here needs AWS, or talks to it.

The names below are loaded when they are first asked for: importing CDKTF starts Node.js, which set-up code and the
reading of organization files do without.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from constructs_lib.account_pair import AccountPair, ExistingAccountPair
    from constructs_lib.credential_set import CredentialSet
    from constructs_lib.declarations import PairDeclaration, SingleCompanyDeclaration
    from constructs_lib.errors import ConstructError
    from constructs_lib.membership import Membership
    from constructs_lib.organization import CommercialOrganization, GovCloudOrganization
    from constructs_lib.organizational_units import OrganizationalUnits
    from constructs_lib.providers import aws_provider, govpair_provider
    from constructs_lib.single_company import SingleCompany

_HOMES = {
    "AccountPair": "account_pair",
    "CommercialOrganization": "organization",
    "ConstructError": "errors",
    "CredentialSet": "credential_set",
    "ExistingAccountPair": "account_pair",
    "GovCloudOrganization": "organization",
    "Membership": "membership",
    "OrganizationalUnits": "organizational_units",
    "PairDeclaration": "declarations",
    "SingleCompany": "single_company",
    "SingleCompanyDeclaration": "declarations",
    "aws_provider": "providers",
    "govpair_provider": "providers",
}

__all__ = [
    "AccountPair",
    "CommercialOrganization",
    "ConstructError",
    "CredentialSet",
    "ExistingAccountPair",
    "GovCloudOrganization",
    "Membership",
    "OrganizationalUnits",
    "PairDeclaration",
    "SingleCompany",
    "SingleCompanyDeclaration",
    "aws_provider",
    "govpair_provider",
]


def __getattr__(name: str) -> Any:
    """The construct of that name, from its own module."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
