"""Reusable CDKTF constructs for AWS GovCloud (US) account pairs; nothing here needs AWS, or talks to it.

The names below are loaded when they are first asked for: importing CDKTF starts Node.js, which set-up code and the
reading of organization files do without.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from constructs_lib.account_contacts import AccountContacts
    from constructs_lib.account_pair import AccountPair, ExistingAccountPair
    from constructs_lib.account_trail import AccountTrail
    from constructs_lib.alternate_contact import AlternateContact
    from constructs_lib.credential_set import CredentialSet
    from constructs_lib.declarations import (
        CustomerDeclaration,
        CustomersCommercialDeclaration,
        GuardrailsDeclaration,
        LogArchiveDeclaration,
        OrganizationDeclaration,
        PairDeclaration,
        ResellerPartnerDeclaration,
        SingleCompanyDeclaration,
    )
    from constructs_lib.delegated_administrators import DelegatedAdministrators
    from constructs_lib.errors import ConstructError
    from constructs_lib.guardrails import Guardrails
    from constructs_lib.log_archive import LogArchive
    from constructs_lib.membership import Membership
    from constructs_lib.organization import CommercialOrganization, GovCloudOrganization
    from constructs_lib.organization_policy import OrganizationPolicy
    from constructs_lib.organization_trail import OrganizationTrail
    from constructs_lib.organizational_units import OrganizationalUnits
    from constructs_lib.policy_document import Statement
    from constructs_lib.providers import aws_provider, govpair_provider
    from constructs_lib.readiness_check import ReadinessCheck
    from constructs_lib.ready_made_policies import ready_made
    from constructs_lib.reseller_partner import ResellerPartner
    from constructs_lib.single_company import SingleCompany
    from constructs_lib.state_backends import CloudState, HttpState, LocalState, S3State

_HOMES = {
    "CloudState": "state_backends",
    "HttpState": "state_backends",
    "LocalState": "state_backends",
    "S3State": "state_backends",
    "CustomerDeclaration": "declarations",
    "CustomersCommercialDeclaration": "declarations",
    "GuardrailsDeclaration": "declarations",
    "LogArchiveDeclaration": "declarations",
    "OrganizationDeclaration": "declarations",
    "ResellerPartner": "reseller_partner",
    "ResellerPartnerDeclaration": "declarations",
    "AccountContacts": "account_contacts",
    "AccountPair": "account_pair",
    "AccountTrail": "account_trail",
    "AlternateContact": "alternate_contact",
    "CommercialOrganization": "organization",
    "ConstructError": "errors",
    "CredentialSet": "credential_set",
    "DelegatedAdministrators": "delegated_administrators",
    "ExistingAccountPair": "account_pair",
    "GovCloudOrganization": "organization",
    "Guardrails": "guardrails",
    "LogArchive": "log_archive",
    "Membership": "membership",
    "OrganizationPolicy": "organization_policy",
    "OrganizationTrail": "organization_trail",
    "OrganizationalUnits": "organizational_units",
    "PairDeclaration": "declarations",
    "ReadinessCheck": "readiness_check",
    "SingleCompany": "single_company",
    "SingleCompanyDeclaration": "declarations",
    "Statement": "policy_document",
    "aws_provider": "providers",
    "govpair_provider": "providers",
    "ready_made": "ready_made_policies",
}

__all__ = [
    "AccountContacts",
    "AccountPair",
    "AccountTrail",
    "AlternateContact",
    "CloudState",
    "CommercialOrganization",
    "ConstructError",
    "CredentialSet",
    "CustomerDeclaration",
    "CustomersCommercialDeclaration",
    "DelegatedAdministrators",
    "ExistingAccountPair",
    "GovCloudOrganization",
    "Guardrails",
    "GuardrailsDeclaration",
    "HttpState",
    "LocalState",
    "LogArchive",
    "LogArchiveDeclaration",
    "Membership",
    "OrganizationDeclaration",
    "OrganizationPolicy",
    "OrganizationTrail",
    "OrganizationalUnits",
    "PairDeclaration",
    "ReadinessCheck",
    "ResellerPartner",
    "ResellerPartnerDeclaration",
    "S3State",
    "SingleCompany",
    "SingleCompanyDeclaration",
    "Statement",
    "aws_provider",
    "govpair_provider",
    "ready_made",
]


def __getattr__(name: str) -> Any:
    """The construct of that name, from its own module."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
