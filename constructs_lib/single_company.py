"""`SingleCompany`: one commercial and one GovCloud organization, the pairs in both."""

from __future__ import annotations

from pathlib import Path

from constructs_lib.cdk import App
from constructs_lib.declarations import SingleCompanyDeclaration
from constructs_lib.model_checks import refuse_unknown_units
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
        baseline: Stack ``baseline-NAME``, fourth; None without a log archive.
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
        refuse_unknown_units(
            "account-pairs", declaration.account_pairs, commercial.organizational_units, govcloud.organizational_units
        )
        state = declaration.state or LocalState(state_dir)
        self.commercial = CommercialStack(app, state=state, declared=commercial)
        self.account_pairs = AccountPairsStack(
            app,
            state=state,
            commercial=self.commercial,
            commercial_credentials=commercial.credentials,
            govcloud_paired_credentials=govcloud.credentials,
            owner=declaration.owner,
            account_pairs=declaration.account_pairs,
            max_new_pairs=declaration.max_new_pairs,
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
            members=declaration.account_pairs,
        )
        self.baseline = declaration.log_archive and BaselineStack(
            app,
            name=declaration.govcloud_name,
            state=state,
            pairs=self.account_pairs,
            govcloud=self.govcloud,
            commercial_credentials=commercial.credentials,
            govcloud_paired_credentials=govcloud.credentials,
            owner=declaration.owner,
            account_pairs=declaration.account_pairs,
            log_archive=declaration.log_archive,
        )
        self.stacks: list[Stack] = [self.commercial, self.account_pairs, self.govcloud]
        if self.baseline:
            self.stacks.append(self.baseline)
