"""The guardrails of an organization's stack."""

from __future__ import annotations

from constructs_lib.cdk import Construct
from constructs_lib.declarations import GuardrailsDeclaration
from constructs_lib.errors import ConstructError
from constructs_lib.guardrails import Guardrails
from constructs_lib.identifiers import identifier
from constructs_lib.organization import CommercialOrganization, GovCloudOrganization
from constructs_lib.organization_policy import OrganizationPolicy
from constructs_lib.organizational_units import OrganizationalUnits


def enabled_policy_types(declared: GuardrailsDeclaration, partition: str) -> list[str]:
    """The policy types that the organization must have enabled for its guardrails."""
    return sorted({policy.type for policy in _policies(declared, partition)})


def declare_guardrails(
    stack: Construct,
    declared: GuardrailsDeclaration,
    partition: str,
    organization: CommercialOrganization | GovCloudOrganization,
    units: OrganizationalUnits,
) -> None:
    """The guardrails, where any are declared."""
    if policies := _policies(declared, partition):
        Guardrails(
            stack,
            "guardrails",
            partition=partition,
            root_id=organization.root_id,
            policies=policies,
            target_ids=units.ids,
            logical_id=identifier,
            depends_on=[organization.resource],
        )


def _policies(declared: GuardrailsDeclaration, partition: str) -> list[OrganizationPolicy]:
    try:
        return declared.all(partition)
    except ValueError as wrong:
        raise ConstructError("guardrails", [str(wrong)]) from None
