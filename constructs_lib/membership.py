"""`Membership`: a vended GovCloud account in a GovCloud organization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from constructs_lib.account_pair import AccountPair, ExistingAccountPair
from constructs_lib.bindings.govpair_membership import GovpairMembership, GovpairMembershipTimeouts
from constructs_lib.cdk import Construct, ITerraformDependable, TerraformProvider
from constructs_lib.elements import refuse
from constructs_lib.rule_checks import problems
from custom_resources.engine import rules


class Membership(GovpairMembership):
    """A GovCloud account invited into an organization, accepted through the role in it, placed and tagged.

    Limits (M is botocore's organizations/2016-11-28 model, Q the Organizations quotas page):

    - A vended GovCloud account is standalone until it is invited; it joins at the root and is moved from there (M).
    - The role in it trusts the GovCloud account paired with the commercial management account only (M), and can take
      minutes to become usable; the provider waits.
    - An invitation expires after 15 days; pending ones count against the account quota (Q).
    - ``name`` renames the GovCloud account, which needs trusted access for account management (ACCOUNT_MANAGEMENT) in
      the GovCloud organization (M, PutAccountName).
    - Notes: at most 1,024 characters; at most 50 tags (M).
    - Destroying keeps the membership unless ``on_destroy="remove"``; whether a vended GovCloud account can leave an
      organization is unverified (claim: vended-govcloud-can-leave).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        account_id: str,
        role_name: str | None = None,
        role_arn: str | None = None,
        external_id: str | None = None,
        parent_id: str | None = None,
        name: str | None = None,
        tags: Mapping[str, str] | None = None,
        invitation_notes: str | None = None,
        on_destroy: str | None = None,
        timeouts: GovpairMembershipTimeouts | None = None,
        logical_id: str | None = None,
        depends_on: Sequence[ITerraformDependable] | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        """Declare the membership.

        Args:
            scope: The stack, or a construct in it.
            id: Construct id; the Terraform address follows from it.
            account_id: The GovCloud account.
            role_name: Role in it to accept through; default OrganizationAccountAccessRole.
            role_arn: The same by ARN, where the name is not enough.
            external_id: External id that the role asks for.
            parent_id: GovCloud root or organizational unit that it is to be in; None leaves it.
            name: The GovCloud account's name; None leaves the one it has.
            tags: Tags of the GovCloud account.
            invitation_notes: Text of the invitation.
            on_destroy: ``keep`` (default) or ``remove``.
            timeouts: ``create``, ``update``, ``delete``, such as ``20m``.
            logical_id: Name in the Terraform address, instead of the one that CDKTF makes from the construct path.
            depends_on: What must be there first.
            provider: A govpair provider; None is the stack's default.

        Raises:
            ConstructError: A rule above is broken.
        """
        super().__init__(
            scope,
            id,
            account_id=account_id,
            role_name=role_name,
            role_arn=role_arn,
            external_id=external_id,
            parent_id=parent_id,
            name=name,
            tags=tags,
            invitation_notes=invitation_notes,
            on_destroy=on_destroy,
            timeouts=timeouts,
            logical_id=logical_id,
            depends_on=depends_on,
            provider=provider,
        )
        refuse(
            self,
            list(
                problems(
                    ("account_id", account_id, rules.account_id),
                    ("role_name", role_name, rules.role_name),
                    ("role_arn", role_arn, rules.role_arn),
                    ("parent_id", parent_id, rules.parent_id),
                    ("name", name, rules.account_name),
                    ("tags", tags, rules.tags),
                    ("invitation_notes", invitation_notes, rules.invitation_notes),
                    ("on_destroy", on_destroy, _on_destroy),
                )
            ),
        )

    @classmethod
    def of_pair(
        cls,
        scope: Construct,
        id: str,
        pair: AccountPair | ExistingAccountPair,
        *,
        parent_id: str | None = None,
        name: str | None = None,
        tags: Mapping[str, str] | None = None,
        provider: TerraformProvider | None = None,
    ) -> Membership:
        """The membership of a pair's GovCloud account, through the pair's own role."""
        return cls(
            scope,
            id,
            account_id=pair.govcloud_account_id,
            role_name=pair.role_name,
            parent_id=parent_id,
            name=name,
            tags=tags,
            provider=provider,
        )


def _on_destroy(value: object) -> str | None:
    return None if value in ("keep", "remove") else f"It must be keep or remove, not {value!r}."
