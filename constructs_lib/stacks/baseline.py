"""The stack *baseline-NAME*: the log archive of a GovCloud organization, and the trail in each of its accounts."""

from __future__ import annotations

from collections.abc import Sequence

from constructs_lib.account_trail import AccountTrail
from constructs_lib.cdk import Construct
from constructs_lib.credential_set import CredentialSet
from constructs_lib.declarations import LogArchiveDeclaration, PairDeclaration
from constructs_lib.errors import ConstructError
from constructs_lib.identifiers import identifier, literal, literal_keys
from constructs_lib.log_archive import LogArchive
from constructs_lib.partitions import GOVCLOUD
from constructs_lib.providers import aws_provider, govpair_provider
from constructs_lib.stacks.account_pairs import AccountPairsStack
from constructs_lib.stacks.base import Stack
from constructs_lib.stacks.govcloud import GovCloudStack
from constructs_lib.stacks.member_role import through_role
from constructs_lib.state_backends import StateBackend


class BaselineStack(Stack):
    """Outputs: ``log_bucket``, ``trails`` (pair's name: ARN).

    A stack of its own: the provider block of the log account has a role ARN that is only known once the pair exists.
    """

    def __init__(
        self,
        scope: Construct,
        *,
        name: str,
        state: StateBackend,
        pairs: AccountPairsStack,
        govcloud: GovCloudStack,
        commercial_credentials: CredentialSet,
        govcloud_paired_credentials: CredentialSet,
        owner: str,
        account_pairs: Sequence[PairDeclaration],
        log_archive: LogArchiveDeclaration,
    ) -> None:
        """Declare the stack; the trails are in the GovCloud accounts of ``account_pairs`` that are not closed.

        Raises:
            ConstructError: No open pair has the name that the log archive's account is given.
        """
        super().__init__(scope, f"baseline-{name}", state=state)
        open_pairs = {each.name: each for each in account_pairs if not each.closed}
        if log_archive.account not in open_pairs:
            there = ", ".join(sorted(open_pairs)) or "none"
            problem = f"account: there is no open account pair {log_archive.account!r}; there are: {there}."
            raise ConstructError(f"{self.node.id}/log_archive", [problem])
        ids, organization = self.outputs_of(pairs), self.outputs_of(govcloud)
        account_ids = {each: ids.entry("pairs", each, "govcloud_account_id") for each in open_pairs}
        home = open_pairs[log_archive.account]
        aws_provider(self, through_role(govcloud_paired_credentials, account_ids[home.name], home.role_name))
        govpair_provider(
            self, owner=owner, commercial=commercial_credentials, govcloud_paired=govcloud_paired_credentials
        )
        archive = LogArchive(
            self,
            "log-archive",
            partition=GOVCLOUD,
            bucket_name=log_archive.bucket_name,
            organization_id=organization.string("organization_id"),
            retention_days=log_archive.retention_days,
            object_lock_days=log_archive.object_lock_days,
            force_destroy=log_archive.teardown,
            prevent_destroy=not log_archive.teardown,
            logical_id="log-archive",
        )
        self.trails = AccountTrail.in_accounts(
            self,
            "trails",
            account_ids,
            s3_bucket_name=archive.bucket_name,
            name=log_archive.trail_name,
            role_names={each.name: each.role_name for each in open_pairs.values() if each.role_name},
            on_destroy="delete" if log_archive.teardown else None,
            logical_id=identifier,
        )
        self.output("log_bucket", literal(log_archive.bucket_name), "The bucket of the log archive.")
        self.output("trails", literal_keys({each: trail.arn for each, trail in self.trails.items()}), "ARNs by pair.")
