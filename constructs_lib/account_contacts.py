"""`AccountContacts`: the alternate contacts of an account."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from constructs_lib.alternate_contact import AlternateContact
from constructs_lib.bindings.aws_account_alternate_contact import AwsAccountAlternateContact
from constructs_lib.cdk import Construct, ITerraformDependable, TerraformProvider
from constructs_lib.elements import refuse
from constructs_lib.identifiers import literal
from constructs_lib.rule_checks import problems
from custom_resources.engine import rules


class AccountContacts(Construct):
    """Billing, operations and security contacts of one account.

    Limits (botocore's account/2021-02-01 model, PutAlternateContact): one contact of each kind. For a member's account,
    the caller is the organization's management account (or a delegated administrator of account management), and the
    organization has all features and trusts account.amazonaws.com; for its own the caller leaves ``account_id`` out.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        contacts: Sequence[AlternateContact],
        account_id: str | None = None,
        logical_id: Callable[[str], str] | None = None,
        depends_on: Sequence[ITerraformDependable] | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        """Declare the contacts.

        Args:
            scope: The stack, or a construct in it.
            id: Construct id; the Terraform addresses follow from it and the kinds.
            contacts: The contacts.
            account_id: The member's account; None is the account whose credentials the provider has.
            logical_id: Makes the name in the Terraform address from the kind in lower case, instead of CDKTF.
            depends_on: What must be there first: the organization, and the account's membership.
            provider: An aws provider on the account's side; None is the stack's default.

        Raises:
            ConstructError: A rule above is broken.
        """
        super().__init__(scope, id)
        kinds = [each.kind for each in contacts]
        refuse(
            self,
            [
                *problems(("account_id", account_id, rules.account_id)),
                *(f"{each.kind} {problem}" for each in contacts for problem in each.problems()),
                *(f"{kind}: An account has one such contact." for kind in sorted(set(kinds)) if kinds.count(kind) > 1),
            ],
        )
        for each in sorted(contacts, key=lambda each: each.kind):
            AwsAccountAlternateContact(
                self,
                each.kind.capitalize(),
                account_id=account_id,
                alternate_contact_type=each.kind,
                name=literal(each.name),
                title=literal(each.title),
                email_address=literal(each.email),
                phone_number=each.phone,
                logical_id=logical_id(each.kind.lower()) if logical_id else None,
                depends_on=depends_on,
                provider=provider,
            )
