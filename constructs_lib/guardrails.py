"""`Guardrails`: the policies of an organization, and where they are attached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from constructs_lib.bindings.aws_organizations_policy import AwsOrganizationsPolicy
from constructs_lib.bindings.aws_organizations_policy_attachment import AwsOrganizationsPolicyAttachment
from constructs_lib.cdk import Construct, ITerraformDependable, TerraformProvider
from constructs_lib.elements import refuse
from constructs_lib.identifiers import identifier, literal, literal_document
from constructs_lib.organization_policy import TARGET_ID, OrganizationPolicy, target_name, too_many
from constructs_lib.partitions import partition_problem
from constructs_lib.renames import rename_problems
from constructs_lib.terraform_types import is_expression


class Guardrails(Construct):
    """Service control, resource control, tag and other policies of one organization.

    Limits (Q is the Organizations quotas page, M botocore's organizations/2016-11-28 model):

    - Characters after minifying: 10,240 in a service control policy, 5,120 in a resource control policy, 10,000 in a
      tag policy (Q).
    - At one root, organizational unit or account: ten service control policies, of which FullAWSAccess is one unless it
      was detached; five resource control policies, of which RCPFullAWSAccess always is one; ten tag policies (Q).
    - GovCloud has service control, resource control, tag and declarative policies for EC2, not backup, chatbot or AI
      opt-out policies (GovCloud User Guide).
    - Names are different in an organization (M, DuplicatePolicyException).
    - Service and resource control policies don't bear on the management account (Organizations User Guide).

    The organization must have the types enabled (``enabled_policy_types``; `policy_types_of` tells which) before: give
    it in ``depends_on``.

    Attributes:
        policy_ids: Reference to the id of each, by name.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        partition: str,
        root_id: str,
        policies: Sequence[OrganizationPolicy],
        target_ids: Mapping[str, str] | None = None,
        without_full_access: Iterable[str] = (),
        tags: Mapping[str, str] | None = None,
        logical_id: Callable[[str], str] | None = None,
        depends_on: Sequence[ITerraformDependable] | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        """Declare the policies.

        Args:
            scope: The stack, or a construct in it.
            id: Construct id; the Terraform addresses follow from it and the policies' names.
            partition: ``aws`` or ``aws-us-gov``, whose ARNs the policies must have.
            root_id: The organization's root.
            policies: See organization_policy.py; ready_made_policies.py has some.
            target_ids: Id by the name that policies call a target by: `OrganizationalUnits.ids`, and accounts.
            without_full_access: Targets that FullAWSAccess was detached from, which leaves room for another policy.
            tags: Tags of each policy.
            logical_id: Makes the name in a Terraform address, of a policy from its name and of an attachment from
                ``NAME@TARGET``, instead of CDKTF.
            depends_on: What must be there first: the organization.
            provider: An aws provider for the organization's management account; None is the stack's default.

        Raises:
            ConstructError: A rule above is broken.
        """
        super().__init__(scope, id)
        known = {"/": root_id, **{target_name(name): value for name, value in (target_ids or {}).items()}}
        refuse(self, list(_problems(partition, policies, known, without_full_access)))
        self.policy_ids: dict[str, str] = {}
        for policy in sorted(policies, key=lambda each: each.name):
            resource = AwsOrganizationsPolicy(
                self,
                identifier(policy.name),
                name=literal(policy.name),
                description=literal(policy.description) or None,
                type=policy.type,
                content=literal_document(policy.document()),
                tags=tags,
                logical_id=logical_id(policy.name) if logical_id else None,
                depends_on=depends_on,
                provider=provider,
            )
            self.policy_ids[policy.name] = resource.id
            for target in sorted({target_name(each) for each in policy.targets}):
                key = f"{policy.name}@{target}"
                AwsOrganizationsPolicyAttachment(
                    self,
                    identifier(key),
                    policy_id=resource.id,
                    target_id=known.get(target, target),
                    logical_id=logical_id(key) if logical_id else None,
                    provider=provider,
                )


def _problems(
    partition: str, policies: Sequence[OrganizationPolicy], known: Mapping[str, str], without_full_access: Iterable[str]
) -> Iterator[str]:
    if problem := partition_problem(partition):
        yield problem
        return
    names = [policy.name for policy in policies]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{name}: there are {names.count(name)} policies of that name; in an organization each has its own."
    for position, problem in rename_problems("policy", [(policy.name, policy.renamed_from) for policy in policies]):
        yield f"{names[position]}: renamed_from: {problem}"
    for policy in policies:
        for problem in policy.problems(partition):
            yield f"{policy.name}: {problem}"
        for target in policy.targets:
            found = target_name(target)
            if found not in known and not TARGET_ID.fullmatch(found) and not is_expression(found):
                yield f"{policy.name}: there is no target {target!r}; there are: {', '.join(known)}, and ids."
    yield from too_many(policies, without_full_access)
