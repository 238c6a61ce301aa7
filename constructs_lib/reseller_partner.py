"""`ResellerPartner`: one commercial organization, and a GovCloud organization for each customer."""

from __future__ import annotations

from pathlib import Path

from constructs_lib.cdk import App
from constructs_lib.declarations import CustomerDeclaration, ResellerPartnerDeclaration
from constructs_lib.errors import ConstructError
from constructs_lib.model_checks import refuse_unknown_units
from constructs_lib.stacks.account_pairs import AccountPairsStack
from constructs_lib.stacks.base import Stack
from constructs_lib.stacks.baseline import BaselineStack
from constructs_lib.stacks.commercial import CommercialStack
from constructs_lib.stacks.govcloud import GovCloudStack
from constructs_lib.state_backends import LocalState, StateBackend


class CustomerStacks:
    """The stacks of one customer, in their order; they read the commercial stack's outputs and each other's.

    Attributes:
        account_pairs: Stack ``account-pairs-CUSTOMER``.
        govcloud: Stack ``govcloud-CUSTOMER``.
        baseline: Stack ``baseline-CUSTOMER``; None without a log archive.
    """

    def __init__(
        self,
        app: App,
        reseller: ResellerPartnerDeclaration,
        customer: CustomerDeclaration,
        commercial: CommercialStack,
        state: StateBackend,
    ) -> None:
        """Compose them; see ResellerPartner for what is refused."""
        managing = {each.name: each for each in customer.account_pairs}.get(customer.management_pair)
        if managing is None or managing.closed:
            raise ConstructError(
                customer.name,
                [f"management_pair: {customer.management_pair!r} is none of the customer's open account pairs."],
            )
        refuse_unknown_units(f"account-pairs-{customer.name}", customer.account_pairs, customer.organizational_units)
        self.account_pairs = AccountPairsStack(
            app,
            state=state,
            commercial=commercial,
            commercial_credentials=reseller.commercial.credentials,
            govcloud_paired_credentials=reseller.govcloud_paired,
            owner=reseller.owner,
            account_pairs=customer.account_pairs,
            max_new_pairs=reseller.max_new_pairs,
            customer=customer.name,
            organizational_units=customer.organizational_units,
        )
        self.govcloud = GovCloudStack(
            app,
            name=customer.name,
            state=state,
            pairs=self.account_pairs,
            commercial_credentials=reseller.commercial.credentials,
            govcloud_paired_credentials=reseller.govcloud_paired,
            govcloud_management_credentials=customer.credentials,
            management_pair=managing,
            owner=reseller.owner,
            organizational_units=customer.organizational_units,
            guardrails=customer.guardrails,
            trusted_services=customer.trusted_services,
            members=[each for each in customer.account_pairs if each is not managing],
        )
        self.baseline = customer.log_archive and BaselineStack(
            app,
            name=customer.name,
            state=state,
            pairs=self.account_pairs,
            govcloud=self.govcloud,
            commercial_credentials=reseller.commercial.credentials,
            govcloud_paired_credentials=reseller.govcloud_paired,
            owner=reseller.owner,
            account_pairs=customer.account_pairs,
            log_archive=customer.log_archive,
        )


class ResellerPartner:
    """The reseller model (AWS Security Blog on Organizations in GovCloud).

    All commercial accounts are in the reseller's organization; each customer has its own GovCloud organization, made in
    the GovCloud account of its management pair. The stack ``commercial`` has nothing of any one customer, so that
    adding a customer changes and reads only that customer's states.

    Attributes:
        commercial: Stack ``commercial``, to be applied first.
        customers: The stacks of each customer, by name.
        stacks: All of them, in an order to apply them.
    """

    def __init__(self, app: App, declaration: ResellerPartnerDeclaration, *, state_dir: Path) -> None:
        """Compose the stacks in the app.

        Args:
            app: Where to.
            declaration: What the reseller has.
            state_dir: Folder of the state files, where the declaration has no ``state``.

        Raises:
            ConstructError: Something is declared that AWS or Terraform would refuse.
        """
        names = [each.name for each in declaration.customers]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ConstructError("customers", [f"{name}: there are two customers of that name." for name in twice])
        state = declaration.state or LocalState(state_dir)
        self.commercial = CommercialStack(app, state=state, declared=declaration.commercial)
        self.customers = {
            each.name: CustomerStacks(app, declaration, each, self.commercial, state)
            for each in sorted(declaration.customers, key=lambda each: each.name)
        }
        self.stacks: list[Stack] = [self.commercial]
        for each in self.customers.values():
            self.stacks += [stack for stack in (each.account_pairs, each.govcloud, each.baseline) if stack]
