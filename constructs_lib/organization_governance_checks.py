"""What must hold between the governance of an organization file and the rest of it. Pure Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from constructs_lib.organization_file import OrganizationFile, ResellerFile
from constructs_lib.organization_file_governance import GovernedPart, GuardedPart, GuardrailsPart
from constructs_lib.organization_file_parts import AccountPairPart
from constructs_lib.organization_policy import TARGET_ID, OrganizationPolicy, target_name, too_many
from constructs_lib.organizational_unit_tree import Location, Tree, paths
from constructs_lib.partitions import COMMERCIAL, GOVCLOUD
from constructs_lib.renames import rename_problems
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
    placed = commercial.guardrails.placed(COMMERCIAL)
    policy_names = {policy.name for _, policy in placed if isinstance(policy, OrganizationPolicy)}
    names = {each.name for each in organization.customers}
    for position, customer in enumerate(organization.customers):
        here: Location = ("customers", position)
        units, pairs = customer.organizational_units, customer.account_pairs
        yield from _governed(customer, here, GOVCLOUD, units, pairs, manager=customer.management_pair)
        yield from _guarded(customer.commercial, (*here, "commercial"), COMMERCIAL, units, pairs, customer.name)
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
            where = (*here, "commercial", "guardrails", *location)
            if isinstance(policy, str):
                continue
            if policy.type not in enabled:
                yield where, f"{policy.type} is not enabled: add it to commercial.enabled_policy_types."
            name = f"{customer.name}-{policy.name}"
            if name in policy_names:
                yield where, f"In AWS it would be called {name}, as another policy of the commercial organization is."
            policy_names.add(name)
    yield from _buckets(organization)


def _governed(
    part: GovernedPart,
    here: Location,
    partition: str,
    units: Tree,
    pairs: Sequence[AccountPairPart],
    always_trusted: Sequence[str] = (),
    manager: str | None = None,
) -> Problems:
    yield from _guarded(part, here, partition, units, pairs)
    trusted = {*part.trusted_services, *always_trusted, *([ACCOUNT_MANAGEMENT] if part.contacts else [])}
    there = {name: pair for name, pair in _open(pairs).items() if name != manager}
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
    part: GuardedPart,
    here: Location,
    partition: str,
    units: Tree,
    pairs: Sequence[AccountPairPart],
    customer: str | None = None,
) -> Problems:
    yield from _guardrails(part.guardrails, (*here, "guardrails"), partition, units, customer)
    seen: set[str] = set()
    for position, contact in enumerate(part.contacts):
        if contact.kind in seen:
            yield (*here, "contacts", position, "kind"), f"An account has one {contact.kind} contact."
        seen.add(contact.kind)
    there = _open(pairs)
    if part.log_archive and part.log_archive.account not in there:
        yield (*here, "log_archive", "account"), _no_pair(part.log_archive.account, there)


def _guardrails(
    part: GuardrailsPart, here: Location, partition: str, units: Tree, customer: str | None = None
) -> Problems:
    """``customer``: whose guardrails these are in the reseller's organization, where they reach its own units alone."""
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
        written = part.policies[location[1]] if location[0] == "policies" and isinstance(location[1], int) else None
        called = replace(policy, name=f"{customer}-{policy.name}") if customer else policy
        for below, problem in called.placed_problems(partition):
            yield (*place, *written.place(below)) if written else place, problem
        for number, target in enumerate(policy.targets):
            found = target_name(target)
            if found not in targets and (customer or not TARGET_ID.fullmatch(found)):
                there = ", ".join(sorted(targets)) + ("" if customer else ", and ids")
                at = (*place, "targets", number) if written and "targets" in written.model_fields_set else place
                yield at, f"There is no organizational unit {target!r} to attach it to; there are: {there}."
    for position, problem in rename_problems("policy", [(each.name, each.renamed_from) for each in part.policies]):
        yield (*here, "policies", position, "renamed_from"), problem
    for problem in too_many(list(policies.values())):
        yield here, problem


def _buckets(organization: ResellerFile) -> Problems:
    """A bucket's name is its own in a partition (S3 User Guide, "Bucket naming rules")."""
    seen: dict[tuple[str, str], str] = {}
    for position, customer in enumerate(organization.customers):
        here: Location = ("customers", position)
        archives = (
            (GOVCLOUD, (*here, "log_archive"), customer.log_archive),
            (COMMERCIAL, (*here, "commercial", "log_archive"), customer.commercial.log_archive),
        )
        for partition, place, archive in archives:
            if archive is None:
                continue
            other = seen.setdefault((partition, archive.bucket_name), customer.name)
            if other != customer.name:
                yield (*place, "bucket_name"), f"{archive.bucket_name!r} is the bucket of {other} already."


def _open(pairs: Sequence[AccountPairPart]) -> Mapping[str, AccountPairPart]:
    return {each.name: each for each in pairs if not each.closed}


def _no_pair(name: str, there: Mapping[str, AccountPairPart]) -> str:
    return f"There is no open pair {name!r}; there are: {', '.join(there) or 'none'}."
