"""The stack *baseline-NAME*: the log archive of an organization, and the trails that write to it."""

from __future__ import annotations

from collections.abc import Sequence

from constructs_lib.account_trail import SIDES, AccountTrail
from constructs_lib.cdk import Construct
from constructs_lib.credential_set import CredentialSet
from constructs_lib.declarations import LogArchiveDeclaration, PairDeclaration
from constructs_lib.errors import ConstructError
from constructs_lib.identifiers import identifier, literal, literal_keys
from constructs_lib.log_archive import LogArchive
from constructs_lib.organization_trail import ORGANIZATION_TRAIL, OrganizationTrail
from constructs_lib.providers import aws_provider, govpair_provider
from constructs_lib.service_principals import CLOUDTRAIL
from constructs_lib.stacks.account_pairs import AccountPairsStack
from constructs_lib.stacks.base import Stack
from constructs_lib.stacks.commercial import CommercialStack
from constructs_lib.stacks.govcloud import GovCloudStack
from constructs_lib.stacks.member_role import through_role
from constructs_lib.state_backends import StateBackend


class BaselineStack(Stack):
    """Outputs: ``log_bucket``, ``trails`` (pair's name, or ``organization``: ARN).

    A stack of its own: the provider block of the log account has a role ARN that is only known once the pair exists.
    """

    def __init__(
        self,
        scope: Construct,
        *,
        name: str,
        state: StateBackend,
        pairs: AccountPairsStack,
        organization: CommercialStack | GovCloudStack,
        commercial_credentials: CredentialSet,
        govcloud_paired_credentials: CredentialSet,
        owner: str,
        account_pairs: Sequence[PairDeclaration],
        log_archive: LogArchiveDeclaration,
    ) -> None:
        """Declare the stack; the trails are in the accounts of ``account_pairs`` that are not closed.

        Args:
            scope: The app.
            name: The stack is ``baseline-NAME``.
            state: Where its state is.
            pairs: The stack that made the accounts.
            organization: The stack of the organization that they are in, which says on which side all this is.
            commercial_credentials: Reaches the commercial management account.
            govcloud_paired_credentials: Reaches the GovCloud account paired with it.
            owner: Whose pairs these are.
            account_pairs: The pairs.
            log_archive: The bucket and the trails.

        Raises:
            ConstructError: No open pair has the name that the log archive's account is given, or the organization
                doesn't trust CloudTrail and is to have a trail.
        """
        super().__init__(scope, f"baseline-{name}", state=state)
        open_pairs = {each.name: each for each in account_pairs if not each.closed}
        if log_archive.account not in open_pairs:
            there = ", ".join(sorted(open_pairs)) or "none"
            self._refuse(f"account: there is no open account pair {log_archive.account!r}; there are: {there}.")
        ids, there_is = self.outputs_of(pairs), self.outputs_of(organization)
        side = "govcloud" if isinstance(organization, GovCloudStack) else "commercial"
        # The roles in both accounts of a pair trust the management account that made it, each on its own side.
        trusted = govcloud_paired_credentials if side == "govcloud" else commercial_credentials
        account_ids = {each: ids.entry("pairs", each, f"{side}_account_id") for each in open_pairs}
        if isinstance(organization, GovCloudStack):
            # From the membership where there is one: before that the bucket's policy, which is for the organization's
            # accounts, refuses the trail.
            account_ids |= {
                each: there_is.entry("memberships", each, "account_id") for each in organization.memberships
            }
        home = open_pairs[log_archive.account]
        aws_provider(self, through_role(trusted, account_ids[home.name], home.role_name, partition=SIDES[side]))
        archive = LogArchive(
            self,
            "log-archive",
            partition=SIDES[side],
            bucket_name=log_archive.bucket_name,
            organization_id=there_is.string("organization_id"),
            retention_days=log_archive.retention_days,
            object_lock_days=log_archive.object_lock_days,
            force_destroy=log_archive.teardown,
            prevent_destroy=not log_archive.teardown,
            logical_id="log-archive",
        )
        trails: dict[str, str]
        if log_archive.organization_trail:
            if CLOUDTRAIL not in organization.trusted_services:
                self._refuse(f"organization_trail: the organization doesn't trust {CLOUDTRAIL}: add it.")
            trail = OrganizationTrail(
                self,
                "trail",
                s3_bucket_name=archive.bucket_name,
                name=log_archive.trail_name or ORGANIZATION_TRAIL,
                logical_id="organization",
                provider=aws_provider(self, organization.management_credentials(ids), alias="management"),
            )
            trails = {"organization": trail.arn}
        else:
            govpair_provider(
                self, owner=owner, commercial=commercial_credentials, govcloud_paired=govcloud_paired_credentials
            )
            made = AccountTrail.in_accounts(
                self,
                "trails",
                account_ids,
                s3_bucket_name=archive.bucket_name,
                side=side,
                name=log_archive.trail_name,
                role_names={each.name: each.role_name for each in open_pairs.values() if each.role_name},
                on_destroy="delete" if log_archive.teardown else None,
                logical_id=identifier,
            )
            self.renamed("govpair_account_trail", open_pairs.values())
            trails = {each: trail.arn for each, trail in made.items()}
        self.output("log_bucket", literal(log_archive.bucket_name), "The bucket of the log archive.")
        self.output("trails", literal_keys(trails), "ARNs by pair.")

    def _refuse(self, problem: str) -> None:
        raise ConstructError(f"{self.node.id}/log_archive", [problem])
