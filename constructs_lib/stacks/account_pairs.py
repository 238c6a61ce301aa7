"""The stack *account-pairs*, of a customer *account-pairs-CUSTOMER*: the pairs, placed on the commercial side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from constructs_lib.account_pair import AccountPair
from constructs_lib.cdk import Construct
from constructs_lib.credential_set import CredentialSet
from constructs_lib.declarations import PairDeclaration
from constructs_lib.identifiers import identifier, literal
from constructs_lib.organizational_unit_tree import Tree
from constructs_lib.organizational_units import OrganizationalUnits
from constructs_lib.providers import aws_provider, govpair_provider
from constructs_lib.stacks.base import Stack
from constructs_lib.stacks.commercial import CommercialStack
from constructs_lib.state_backends import StateBackend


class AccountPairsStack(Stack):
    """Output: ``pairs`` (name: email, commercial_account_id, govcloud_account_id, parent_id).

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
        commercial_credentials: CredentialSet,
        govcloud_paired_credentials: CredentialSet,
        owner: str,
        account_pairs: Sequence[PairDeclaration],
        max_new_pairs: int | None = None,
        customer: str | None = None,
        organizational_units: Tree | None = None,
    ) -> None:
        """Declare the stack.

        Args:
            scope: The app.
            state: Where its state is.
            commercial: The stack whose organizational units the commercial accounts go to.
            commercial_credentials: Reaches the commercial management account.
            govcloud_paired_credentials: Reaches the GovCloud account paired with it.
            owner: Whose pairs these are.
            account_pairs: The pairs.
            max_new_pairs: Most pairs that one plan may create; None is the provider's default.
            customer: Whose pairs these are in the reseller model: the stack has the customer's name, and makes the
                customer's own commercial organizational unit, with ``organizational_units`` and the pairs below it.
            organizational_units: The customer's tree.
        """
        super().__init__(scope, f"account-pairs-{customer}" if customer else "account-pairs", state=state)
        govpair_provider(
            self,
            owner=owner,
            max_new_pairs=max_new_pairs,
            commercial=commercial_credentials,
            govcloud_paired=govcloud_paired_credentials,
        )
        there = self.outputs_of(commercial)
        units: dict[str, str] = {}
        if customer:
            aws_provider(self, commercial_credentials)
            below = OrganizationalUnits(
                self,
                "organizational-units",
                parent_id=there.string("root_id"),
                tree={customer: organizational_units or {}},
                logical_id=identifier,
            )
            units = dict(below.ids)

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
        self.output(
            "pairs",
            {
                literal(name): {
                    "email": pair.resource.email,
                    "commercial_account_id": pair.commercial_account_id,
                    "govcloud_account_id": pair.govcloud_account_id,
                    "parent_id": pair.parent_id,
                }
                for name, pair in self.pairs.items()
            },
            "The account pairs, by name.",
        )
