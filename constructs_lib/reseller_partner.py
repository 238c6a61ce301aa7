"""`ResellerPartner`: one commercial organization, and a GovCloud organization for each customer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from constructs_lib.cdk import App
from constructs_lib.declarations import CustomerDeclaration, LogArchiveDeclaration, ResellerPartnerDeclaration
from constructs_lib.errors import ConstructError
from constructs_lib.model_checks import refuse_renamed_units, refuse_renames, refuse_unknown_units
from constructs_lib.partitions import COMMERCIAL
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
        govcloud: Stack ``govcloud-CUSTOMER``; None for a customer that leaves.
        baselines: Stacks ``baseline-CUSTOMER`` and ``baseline-CUSTOMER-commercial``, where there is a log archive.
        stacks: All of them.
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
        if customer.closed:
            customer = replace(customer, account_pairs=[replace(each, closed=True) for each in customer.account_pairs])
        managing = {each.name: each for each in customer.account_pairs}.get(customer.management_pair)
        if managing is None or (managing.closed and not customer.closed):
            raise ConstructError(
                customer.name,
                [f"management_pair: {customer.management_pair!r} is none of the customer's open account pairs."],
            )
        if customer.commercial.log_archive and customer.commercial.log_archive.organization_trail:
            raise ConstructError(
                f"{customer.name}/commercial/log_archive",
                ["organization_trail: it would log the other customers' accounts too; leave it out."],
            )
        refuse_unknown_units(f"account-pairs-{customer.name}", customer.account_pairs, customer.organizational_units)
        refuse_renames("pair", f"account-pairs-{customer.name}", customer.account_pairs)
        refuse_renamed_units(customer.name, customer.organizational_units, customer.organizational_units_renamed_from)
        self.account_pairs = AccountPairsStack(
            app,
            state=state,
            commercial=commercial,
            declared=reseller.commercial,
            govcloud_paired_credentials=reseller.govcloud_paired,
            owner=reseller.owner,
            account_pairs=customer.account_pairs,
            max_new_pairs=reseller.max_new_pairs,
            customer=customer.name,
            organizational_units=customer.organizational_units,
            guardrails=customer.commercial.guardrails,
            contacts=customer.commercial.contacts,
            renamed_from=customer.renamed_from,
            units_renamed_from=customer.organizational_units_renamed_from,
        )
        self.govcloud: GovCloudStack | None = None
        self.baselines: list[BaselineStack] = []
        self.stacks: list[Stack] = [self.account_pairs]
        if customer.closed:
            return
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
            enabled_types=customer.enabled_policy_types,
            delegated_administrators=customer.delegated_administrators,
            contacts=customer.contacts,
            members=[each for each in customer.account_pairs if each is not managing],
            renamed_from=customer.renamed_from,
            units_renamed_from=customer.organizational_units_renamed_from,
        )
        sides: dict[str, tuple[CommercialStack | GovCloudStack, LogArchiveDeclaration | None]] = {
            customer.name: (self.govcloud, customer.log_archive),
            f"{customer.name}-commercial": (commercial, customer.commercial.log_archive),
        }
        self.baselines = [
            BaselineStack(
                app,
                name=name,
                state=state,
                pairs=self.account_pairs,
                organization=organization,
                commercial_credentials=reseller.commercial.credentials,
                govcloud_paired_credentials=reseller.govcloud_paired,
                owner=reseller.owner,
                account_pairs=customer.account_pairs,
                log_archive=log_archive,
            )
            for name, (organization, log_archive) in sides.items()
            if log_archive
        ]
        self.stacks += [self.govcloud, *self.baselines]


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
        refuse_renames("customer", "customers", declaration.customers)
        if both := [name for name in names if f"{name}-commercial" in names]:
            # baseline-NAME-commercial would be the stack of either.
            raise ConstructError(
                "customers", [f"{name}-commercial: {name} is a customer too; choose another." for name in both]
            )
        if declaration.commercial.log_archive or declaration.commercial.contacts:
            raise ConstructError("commercial", ["log_archive, contacts: a reseller's are its customers' (commercial)."])
        if declaration.commercial.delegated_administrators:
            raise ConstructError(
                "commercial", ["delegated_administrators: a reseller has no pairs but its customers'."]
            )
        policies = [each.name for each in declaration.commercial.guardrails.all(COMMERCIAL)]
        for customer in declaration.customers:
            policies += [f"{customer.name}-{each.name}" for each in customer.commercial.guardrails.all(COMMERCIAL)]
        if twice := sorted({name for name in policies if policies.count(name) > 1}):
            problem = (
                "there are two policies of that name in the commercial organization; a customer's name comes first."
            )
            raise ConstructError("commercial", [f"{name}: {problem}" for name in twice])
        state = declaration.state or LocalState(state_dir)
        self.commercial = CommercialStack(app, state=state, declared=declaration.commercial)
        self.customers = {
            each.name: CustomerStacks(app, declaration, each, self.commercial, state)
            for each in sorted(declaration.customers, key=lambda each: each.name)
        }
        self.stacks: list[Stack] = [self.commercial]
        for each in self.customers.values():
            self.stacks += each.stacks
