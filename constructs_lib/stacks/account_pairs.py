"""The stack *account-pairs*, of a customer *account-pairs-CUSTOMER*: the pairs, placed on the commercial side."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, partial

from constructs_lib.account_pair import AccountPair
from constructs_lib.alternate_contact import AlternateContact
from constructs_lib.cdk import Construct
from constructs_lib.credential_set import CredentialSet
from constructs_lib.declarations import GuardrailsDeclaration, OrganizationDeclaration, PairDeclaration
from constructs_lib.identifiers import identifier, literal
from constructs_lib.organizational_unit_tree import Tree
from constructs_lib.organizational_units import OrganizationalUnits
from constructs_lib.providers import aws_provider, govpair_provider
from constructs_lib.readiness_check import ReadinessCheck
from constructs_lib.renames import path_before
from constructs_lib.service_principals import ACCOUNT_MANAGEMENT
from constructs_lib.stacks.base import Stack
from constructs_lib.stacks.commercial import CommercialStack
from constructs_lib.stacks.governance import declare_customers_guardrails
from constructs_lib.stacks.member_accounts import declare_administrators, declare_contacts
from constructs_lib.state_backends import StateBackend


class AccountPairsStack(Stack):
    """Output: ``pairs`` (name: email, commercial_account_id, govcloud_account_id, parent_id). Check: ``readiness``.

    It has the commercial accounts' contacts and delegated administrators too: the stack *commercial* comes before them.

    The pairs are keyed by name: their order means nothing, and adding one leaves the others' addresses alone.

    Attributes:
        pairs: The constructs, by name.
    """

    def __init__(
        self,
        scope: Construct,
        *,
        state: StateBackend,
        commercial: CommercialStack,
        declared: OrganizationDeclaration,
        govcloud_paired_credentials: CredentialSet,
        owner: str,
        account_pairs: Sequence[PairDeclaration],
        max_new_pairs: int | None = None,
        customer: str | None = None,
        organizational_units: Tree | None = None,
        guardrails: GuardrailsDeclaration | None = None,
        contacts: Sequence[AlternateContact] = (),
        renamed_from: str | None = None,
        units_renamed_from: Mapping[str, str] | None = None,
        sensitive_emails: bool = False,
    ) -> None:
        """Declare the stack.

        Args:
            scope: The app.
            state: Where its state is.
            commercial: The stack whose organizational units the commercial accounts go to.
            declared: The commercial organization. Its contacts and administrators are pairs of this stack, but for a
                customer, who has its own contacts.
            govcloud_paired_credentials: Reaches the GovCloud account paired with it.
            owner: Whose pairs these are.
            account_pairs: The pairs.
            max_new_pairs: Most pairs that one plan may create; None is the provider's default.
            customer: Whose pairs these are in the reseller model: the stack has the customer's name, and makes the
                customer's own commercial organizational unit, with ``organizational_units`` and the pairs below it.
            organizational_units: The customer's tree.
            guardrails: The customer's, from its own organizational unit down.
            contacts: Alternate contacts of the customer's commercial accounts.
            renamed_from: The customer's name before.
            units_renamed_from: Name before by path of one of the customer's organizational units.
            sensitive_emails: Whether Terraform is to keep emails out of what it shows of plans and outputs.
        """
        super().__init__(scope, f"account-pairs-{customer}" if customer else "account-pairs", state=state)
        govpair_provider(
            self,
            owner=owner,
            max_new_pairs=max_new_pairs,
            commercial=declared.credentials,
            govcloud_paired=govcloud_paired_credentials,
        )
        there = self.outputs_of(commercial)
        units: dict[str, str] = {}
        administrators = {} if customer else declared.delegated_administrators
        contacts = contacts if customer else declared.contacts
        if customer or administrators or contacts:
            aws_provider(self, declared.credentials)
        if customer:
            below = OrganizationalUnits(
                self,
                "organizational-units",
                parent_id=there.string("root_id"),
                tree={customer: organizational_units or {}},
                logical_id=identifier,
            )
            units = dict(below.ids)
            names_before = {f"{customer}/{path}": name for path, name in (units_renamed_from or {}).items()}
            before = partial(path_before, renamed={customer: renamed_from or customer, **names_before})
            self.renamed_units(units, before)
            declare_customers_guardrails(self, customer, guardrails or GuardrailsDeclaration(), declared, units, before)

        @cache
        def parent(organizational_unit: str | None) -> str:
            if customer:
                return units["/".join(filter(None, (customer, organizational_unit)))]
            if organizational_unit:
                return there.entry("organizational_unit_ids", organizational_unit)
            return there.string("root_id")

        group = Construct(self, "pairs")
        self.pairs = {
            each.name: AccountPair(
                group,
                identifier(each.name),
                logical_id=identifier(each.name),
                email=literal(each.email),
                name=literal(each.name),
                role_name=each.role_name,
                iam_user_access_to_billing=each.iam_user_access_to_billing,
                parent_id=parent(each.organizational_unit),
                tags=each.tags or None,
                adopt_existing=each.adopt_existing,
                closed=each.closed,
            )
            for each in sorted(account_pairs, key=lambda each: each.name)
        }
        if sensitive_emails:
            for each in account_pairs:
                self.pairs[each.name].add_override("email", f"${{sensitive({json.dumps(literal(each.email))})}}")
        self.renamed("govpair_account_pair", account_pairs)
        closed = {each.name for each in account_pairs if each.closed}
        open_ids = {
            name: pair.reference("commercial_account_id") for name, pair in self.pairs.items() if name not in closed
        }
        declare_contacts(self, contacts, open_ids)
        self.renamed(
            "aws_account_alternate_contact",
            [each for each in account_pairs if not each.closed],
            suffixes=[f"-{each.kind.lower()}" for each in contacts],
        )
        declare_administrators(self, administrators, open_ids, [ACCOUNT_MANAGEMENT, *declared.trusted_services])
        self.renamed_administrators(administrators, account_pairs)
        ReadinessCheck(self, "readiness")
        self.output(
            "pairs",
            {
                literal(name): {
                    each: pair.reference(each)
                    for each in ("email", "commercial_account_id", "govcloud_account_id", "parent_id")
                }
                for name, pair in self.pairs.items()
            },
            "The account pairs, by name.",
            sensitive=sensitive_emails,
        )
