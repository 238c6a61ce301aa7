"""`SingleCompany`: one commercial and one GovCloud organization, the pairs in both."""

from __future__ import annotations

from pathlib import Path

from constructs_lib.cdk import App
from constructs_lib.declarations import OrganizationDeclaration, SingleCompanyDeclaration
from constructs_lib.errors import ConstructError
from constructs_lib.model_checks import refuse_renamed_units, refuse_renames, refuse_unknown_units
from constructs_lib.stacks.account_pairs import AccountPairsStack
from constructs_lib.stacks.base import Stack
from constructs_lib.stacks.baseline import BaselineStack
from constructs_lib.stacks.commercial import CommercialStack
from constructs_lib.stacks.govcloud import GovCloudStack
from constructs_lib.state_backends import LocalState


class SingleCompany:
    """The single-company model (AWS Security Blog on Organizations in GovCloud).

    The GovCloud account mapped to the commercial organization's management account manages the one GovCloud
    organization; the GovCloud accounts mapped to the commercial members are invited into it.

    Attributes:
        commercial: Stack ``commercial``, to be applied first.
        account_pairs: Stack ``account-pairs``, second.
        govcloud: Stack ``govcloud-NAME``, third.
        baselines: Stacks ``baseline-NAME`` and ``baseline-commercial``, of the sides that have a log archive.
        stacks: All of them, in that order.
    """

    def __init__(self, app: App, declaration: SingleCompanyDeclaration, *, state_dir: Path) -> None:
        """Compose the stacks in the app.

        Args:
            app: Where to.
            declaration: What the company has.
            state_dir: Folder of the state files, where the declaration has no ``state``.

        Raises:
            ConstructError: Something is declared that AWS or Terraform would refuse.
        """
        commercial, govcloud = declaration.commercial, declaration.govcloud
        if declaration.govcloud_name == "commercial":
            raise ConstructError("govcloud", ["name: it can't be commercial, which is the other organization's."])
        refuse_unknown_units(
            "account-pairs", declaration.account_pairs, commercial.organizational_units, govcloud.organizational_units
        )
        refuse_renames("pair", "account-pairs", declaration.account_pairs)
        for place, side in (("commercial", commercial), ("govcloud", govcloud)):
            refuse_renamed_units(place, side.organizational_units, side.organizational_units_renamed_from)
        state = declaration.state or LocalState(state_dir)
        self.commercial = CommercialStack(app, state=state, declared=commercial)
        self.account_pairs = AccountPairsStack(
            app,
            state=state,
            commercial=self.commercial,
            declared=commercial,
            govcloud_paired_credentials=govcloud.credentials,
            owner=declaration.owner,
            account_pairs=declaration.account_pairs,
            max_new_pairs=declaration.max_new_pairs,
            sensitive_emails=declaration.sensitive_emails,
        )
        self.govcloud = GovCloudStack(
            app,
            name=declaration.govcloud_name,
            state=state,
            pairs=self.account_pairs,
            commercial_credentials=commercial.credentials,
            govcloud_paired_credentials=govcloud.credentials,
            owner=declaration.owner,
            organizational_units=govcloud.organizational_units,
            guardrails=govcloud.guardrails,
            trusted_services=govcloud.trusted_services,
            enabled_types=govcloud.enabled_policy_types,
            delegated_administrators=govcloud.delegated_administrators,
            contacts=govcloud.contacts,
            members=declaration.account_pairs,
            renamed_from=declaration.govcloud_renamed_from,
            units_renamed_from=govcloud.organizational_units_renamed_from,
        )
        sides: dict[str, tuple[CommercialStack | GovCloudStack, OrganizationDeclaration]] = {
            declaration.govcloud_name: (self.govcloud, govcloud),
            "commercial": (self.commercial, commercial),
        }
        self.baselines = [
            BaselineStack(
                app,
                name=name,
                state=state,
                pairs=self.account_pairs,
                organization=organization,
                commercial_credentials=commercial.credentials,
                govcloud_paired_credentials=govcloud.credentials,
                owner=declaration.owner,
                account_pairs=declaration.account_pairs,
                log_archive=side.log_archive,
            )
            for name, (organization, side) in sides.items()
            if side.log_archive
        ]
        self.stacks: list[Stack] = [self.commercial, self.account_pairs, self.govcloud, *self.baselines]
