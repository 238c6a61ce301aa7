"""`SingleCompany`: one commercial and one GovCloud organization, the pairs in both."""

from __future__ import annotations

from pathlib import Path

from constructs_lib.cdk import App
from constructs_lib.credential_set import CredentialSet
from constructs_lib.declarations import PairDeclaration, SingleCompanyDeclaration
from constructs_lib.errors import ConstructError
from constructs_lib.organizational_unit_tree import paths
from constructs_lib.stacks.account_pairs import AccountPairsStack
from constructs_lib.stacks.commercial import CommercialStack
from constructs_lib.stacks.govcloud import GovCloudStack


class SingleCompany:
    """The single-company model (AWS Security Blog on Organizations in GovCloud).

    The GovCloud account mapped to the commercial organization's management account manages the one GovCloud
    organization; the GovCloud accounts mapped to the commercial members are invited into it.

    Attributes:
        commercial: Stack ``commercial``, to be applied first.
        account_pairs: Stack ``account-pairs``, second.
        govcloud: Stack ``govcloud-NAME``, third.
    """

    def __init__(self, app: App, declaration: SingleCompanyDeclaration, *, state_dir: Path) -> None:
        """Compose the three stacks in the app.

        Args:
            app: Where to.
            declaration: What the company has.
            state_dir: Folder of the state files.

        Raises:
            ConstructError: Something is declared that AWS or Terraform would refuse.
        """
        self._refuse_unknown_units(declaration)
        self.commercial = CommercialStack(
            app,
            state_dir=state_dir,
            commercial=declaration.commercial,
            organizational_units=declaration.organizational_units,
        )
        self.account_pairs = AccountPairsStack(
            app,
            state_dir=state_dir,
            commercial=self.commercial,
            commercial_credentials=declaration.commercial,
            govcloud_paired_credentials=declaration.govcloud,
            owner=declaration.owner,
            account_pairs=declaration.account_pairs,
            max_new_pairs=declaration.max_new_pairs,
        )
        self.govcloud = GovCloudStack(
            app,
            name=declaration.govcloud_name,
            state_dir=state_dir,
            pairs=self.account_pairs,
            commercial_credentials=declaration.commercial,
            govcloud_paired_credentials=declaration.govcloud,
            owner=declaration.owner,
            organizational_units=declaration.organizational_units,
            members=declaration.account_pairs,
        )

    @staticmethod
    def _refuse_unknown_units(declaration: SingleCompanyDeclaration) -> None:
        known = list(paths(declaration.organizational_units))
        problems = [
            f"{each.name}: there is no organizational unit {each.organizational_unit!r}; there are: {', '.join(known)}."
            for each in declaration.account_pairs
            if each.organizational_unit and each.organizational_unit not in known
        ]
        if problems:
            raise ConstructError("account-pairs", problems)


__all__ = ["CredentialSet", "PairDeclaration", "SingleCompany", "SingleCompanyDeclaration"]
