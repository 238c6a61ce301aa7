"""What must hold between the governance of an organization file and the rest of it. Pure Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from constructs_lib.organization_file import OrganizationFile, ResellerFile
from constructs_lib.organization_file_governance import GovernedPart, GuardedPart, GuardrailsPart
from constructs_lib.organization_file_parts import AccountPairPart
from constructs_lib.organization_policy import OrganizationPolicy, target_name, too_many
from constructs_lib.organizational_unit_tree import Location, Tree, paths
from constructs_lib.partitions import COMMERCIAL, GOVCLOUD
from constructs_lib.service_principals import ACCOUNT_MANAGEMENT, CLOUDTRAIL

Problems = Iterator[tuple[Location, str]]


def governance_checks(organization: OrganizationFile | ResellerFile) -> Problems:
    """(keys and indexes that lead to it, sentence) for everything that is wrong in a file whose parts are right."""
    if isinstance(organization, OrganizationFile):
        units, pairs = organization.organizational_units, organization.account_pairs
        yield from _governed(organization.commercial, ("commercial",), COMMERCIAL, units, pairs, [ACCOUNT_MANAGEMENT])
        yield from _governed(organization.govcloud, ("govcloud",), GOVCLOUD, units, pairs)
        if organization.govcloud.name == "commercial":
            yield ("govcloud", "name"), "It can't be commercial, which is the other organization's."
        return
    commercial = organization.commercial
    yield from _guardrails(commercial.guardrails, ("commercial", "guardrails"), COMMERCIAL, {})
    enabled = {*commercial.enabled_policy_types, *(each.type for each in commercial.guardrails.policies)}
    if commercial.guardrails.ready_made:
        enabled.add("SERVICE_CONTROL_POLICY")
    names = {each.name for each in organization.customers}
    for position, customer in enumerate(organization.customers):
        here: Location = ("customers", position)
        units, pairs = customer.organizational_units, customer.account_pairs
        yield from _governed(customer, here, GOVCLOUD, units, pairs)
        yield from _guarded(customer.commercial, (*here, "commercial"), COMMERCIAL, units, pairs)
        if customer.name.endswith("-commercial") and customer.name.removesuffix("-commercial") in names:
            other = customer.name.removesuffix("-commercial")
            yield (
                (*here, "name"),
                f"{other} is a customer too, and baseline-{customer.name} would be a stack of either.",
            )
        archive = customer.commercial.log_archive
        if archive and archive.organization_trail:
            place = (*here, "commercial", "log_archive", "organization_trail")
            yield place, "It would log the other customers' accounts too."
        for location, policy in customer.commercial.guardrails.placed(COMMERCIAL):
            if isinstance(policy, OrganizationPolicy) and policy.type not in enabled:
                where = (*here, "commercial", "guardrails", *location)
                yield where, f"{policy.type} is not enabled: add it to commercial.enabled_policy_types."


def _governed(
    part: GovernedPart,
    here: Location,
    partition: str,
    units: Tree,
    pairs: Sequence[AccountPairPart],
    always_trusted: Sequence[str] = (),
) -> Problems:
    yield from _guarded(part, here, partition, units, pairs)
    trusted = {*part.trusted_services, *always_trusted, *([ACCOUNT_MANAGEMENT] if part.contacts else [])}
    there = _open(pairs)
    for service, names in part.delegated_administrators.items():
        place = (*here, "delegated_administrators", service)
        if service not in trusted:
            yield place, f"The organization doesn't trust {service}: add it to trusted_services."
        for position, name in enumerate(names):
            if name not in there:
                yield (*place, position), _no_pair(name, there)
    archive = part.log_archive
    if archive and archive.organization_trail and CLOUDTRAIL not in trusted:
        place = (*here, "log_archive", "organization_trail")
        yield place, f"The organization doesn't trust {CLOUDTRAIL}: add it to trusted_services."


def _guarded(
    part: GuardedPart, here: Location, partition: str, units: Tree, pairs: Sequence[AccountPairPart]
) -> Problems:
    yield from _guardrails(part.guardrails, (*here, "guardrails"), partition, units)
    seen: set[str] = set()
    for position, contact in enumerate(part.contacts):
        if contact.kind in seen:
            yield (*here, "contacts", position, "kind"), f"An account has one {contact.kind} contact."
        seen.add(contact.kind)
    there = _open(pairs)
    if part.log_archive and part.log_archive.account not in there:
        yield (*here, "log_archive", "account"), _no_pair(part.log_archive.account, there)


def _guardrails(part: GuardrailsPart, here: Location, partition: str, units: Tree) -> Problems:
    targets = {"/", *paths(units)}
    policies: dict[str, OrganizationPolicy] = {}
    for location, policy in part.placed(partition):
        place = (*here, *location)
        if isinstance(policy, str):
            yield place, policy
            continue
        if policy.name in policies:
            yield place, f"There are two policies {policy.name!r}; in an organization each has its own name."
        policies[policy.name] = policy
        for problem in policy.problems(partition):
            yield place, problem
        for target in policy.targets:
            found = target_name(target)
            if found not in targets and not found.startswith(("r-", "ou-")) and not found.isdigit():
                there = ", ".join(sorted(targets))
                yield place, f"There is no organizational unit {target!r} to attach it to; there are: {there}, and ids."
    for problem in too_many(list(policies.values())):
        yield here, problem


def _open(pairs: Sequence[AccountPairPart]) -> Mapping[str, AccountPairPart]:
    return {each.name: each for each in pairs if not each.closed}


def _no_pair(name: str, there: Mapping[str, AccountPairPart]) -> str:
    return f"There is no open pair {name!r}; there are: {', '.join(there) or 'none'}."
