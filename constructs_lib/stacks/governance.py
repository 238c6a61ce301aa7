"""The guardrails of an organization's stack, and of a customer's part of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from constructs_lib.cdk import Construct, ITerraformDependable
from constructs_lib.declarations import GuardrailsDeclaration, OrganizationDeclaration
from constructs_lib.errors import ConstructError
from constructs_lib.guardrails import Guardrails
from constructs_lib.identifiers import identifier
from constructs_lib.organization_policy import OrganizationPolicy, target_name
from constructs_lib.partitions import COMMERCIAL
from constructs_lib.stacks.base import Stack


def enabled_policy_types(declared: GuardrailsDeclaration, partition: str, others: Sequence[str] = ()) -> list[str]:
    """The policy types that the organization must have enabled: its guardrails', and others."""
    return sorted({*(policy.type for policy in _policies(declared, partition)), *others})


def declare_guardrails(
    stack: Stack,
    declared: GuardrailsDeclaration,
    partition: str,
    *,
    root_id: str,
    target_ids: Mapping[str, str],
    path_before: Callable[[str], str],
    depends_on: Sequence[ITerraformDependable] | None = None,
) -> None:
    """The guardrails, where any are declared; arguments as `Guardrails` has them.

    ``path_before`` tells the path that an organizational unit had before it was renamed.
    """
    policies = _policies(declared, partition)
    _declare(stack, policies, partition, root_id, target_ids, depends_on)
    stack.renamed_policies(policies, path_before)


def declare_customers_guardrails(
    stack: Stack,
    customer: str,
    declared: GuardrailsDeclaration,
    reseller: OrganizationDeclaration,
    unit_ids: Mapping[str, str],
    path_before: Callable[[str], str],
) -> None:
    """A customer's guardrails in the reseller's commercial organization.

    Args:
        stack: The customer's stack, whose default aws provider reaches the reseller's management account.
        customer: Its name, which begins the names of the policies: in an organization these must differ (M,
            DuplicatePolicyException).
        declared: The guardrails; their root is the customer's organizational unit, and they reach nothing else.
        reseller: The commercial organization, which must have the types enabled.
        unit_ids: Its organizational units by path; the customer's is called after it, with all others below.
        path_before: Tells the path, such a one, that an organizational unit had before it was renamed.

    Raises:
        ConstructError: A target isn't the customer's; or a type isn't enabled, which the stack *commercial* must be
            told, for it has nothing of one customer.
    """
    policies = _policies(declared, COMMERCIAL)
    enabled = enabled_policy_types(reseller.guardrails, COMMERCIAL, reseller.enabled_policy_types)
    if missing := sorted({policy.type for policy in policies}.difference(enabled)):
        raise ConstructError(
            f"{customer}/commercial/guardrails",
            [
                f"{each}: not enabled; add it to enabled_policy_types of the commercial organization."
                for each in missing
            ],
        )
    below = f"{customer}/"
    own = {path.removeprefix(below): unit_id for path, unit_id in unit_ids.items() if path.startswith(below)}
    if foreign := [
        f"{policy.name}: {target!r} is no organizational unit of the customer; there are: {', '.join(['/', *own])}."
        for policy in policies
        for target in policy.targets
        if target_name(target) not in {"/", *own}
    ]:
        raise ConstructError(f"{customer}/commercial/guardrails", foreign)
    old_customer = path_before(customer)
    named = []
    for each in policies:
        name, old = f"{customer}-{each.name}", f"{old_customer}-{each.renamed_from or each.name}"
        named.append(replace(each, name=name, renamed_from=old if old != name else None))
    _declare(stack, named, COMMERCIAL, unit_ids[customer], own, None)
    stack.renamed_policies(named, lambda path: path_before(f"{below}{path}").removeprefix(f"{old_customer}/"))


def _declare(
    stack: Construct,
    policies: Sequence[OrganizationPolicy],
    partition: str,
    root_id: str,
    target_ids: Mapping[str, str],
    depends_on: Sequence[ITerraformDependable] | None,
) -> None:
    if policies:
        Guardrails(
            stack,
            "guardrails",
            partition=partition,
            root_id=root_id,
            policies=policies,
            target_ids=target_ids,
            logical_id=identifier,
            depends_on=depends_on,
        )


def _policies(declared: GuardrailsDeclaration, partition: str) -> list[OrganizationPolicy]:
    try:
        return declared.all(partition)
    except ValueError as wrong:
        raise ConstructError("guardrails", [str(wrong)]) from None
