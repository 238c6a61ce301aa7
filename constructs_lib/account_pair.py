"""`AccountPair`: an AWS GovCloud (US) account and the commercial account it is mapped to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from constructs_lib.bindings.govpair_account_pair import GovpairAccountPair, GovpairAccountPairTimeouts
from constructs_lib.cdk import Construct, ITerraformDependable, TerraformProvider
from constructs_lib.elements import refuse
from constructs_lib.rule_checks import problems
from constructs_lib.terraform_types import is_expression
from custom_resources.engine import rules

DEFAULT_ROLE_NAME = "OrganizationAccountAccessRole"
"""Role that AWS makes in both accounts unless another name is given (M, CreateGovCloudAccount ``RoleName``)."""


@dataclass(frozen=True)
class ExistingAccountPair:
    """A pair that is managed elsewhere, known by its ids."""

    commercial_account_id: str
    govcloud_account_id: str
    role_name: str = DEFAULT_ROLE_NAME


class AccountPair(GovpairAccountPair):
    """A pair, made from the commercial management account.

    Limits (M is botocore's organizations/2016-11-28 model, Q the Organizations quotas page):

    - The commercial management account must itself be paired with a GovCloud account, else AWS refuses with
      MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED (M).
    - Email: 6 to 64 characters of 7-bit ASCII, one ``@``; it is the root email of both accounts and unique in all of
      AWS (M). Name: 1 to 50 of letters, digits, ``.`` and ``-`` where a pair is created (M).
    - At most 50 tags, of which the creation marker takes one (M). Tags land on the commercial account only.
    - Five creations at once, and about one every ten seconds (Q): the provider waits accordingly.
    - Email and role name cannot be changed afterwards; the provider refuses that at plan.
    - Destroying only forgets: both accounts live on. Closing is ``closed=True``.

    Two pairs with one email, or with one name, are refused anywhere in one app: the second creation would fail, or be
    taken for the first. Emails are compared without regard to case (whether AWS does so is unverified,
    claim: email-without-case).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        email: str,
        name: str,
        role_name: str | None = None,
        iam_user_access_to_billing: str | None = None,
        parent_id: str | None = None,
        tags: Mapping[str, str] | None = None,
        adopt_existing: bool | None = None,
        closed: bool | None = None,
        closed_accounts_parent_id: str | None = None,
        timeouts: GovpairAccountPairTimeouts | None = None,
        logical_id: str | None = None,
        depends_on: Sequence[ITerraformDependable] | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        """Declare the pair.

        Args:
            scope: The stack, or a construct in it.
            id: Construct id; the pair's Terraform address follows from it.
            email: Root email of both accounts.
            name: Name of both accounts.
            role_name: Role that AWS makes in both; default OrganizationAccountAccessRole.
            iam_user_access_to_billing: ``ALLOW`` (default) or ``DENY``.
            parent_id: Commercial root or organizational unit that the commercial account is to be in; None leaves it.
            tags: Tags of the commercial account.
            adopt_existing: Take over an account that has this email and was not made under this owner.
            closed: Close both accounts (a planned change in place).
            closed_accounts_parent_id: Commercial root or organizational unit that the commercial account goes to when
                it is closed, so that its own organizational unit can be deleted.
            timeouts: ``create``, ``update``, ``delete``, such as ``60m``.
            logical_id: Name in the Terraform address, instead of the one that CDKTF makes from the construct path.
            depends_on: What must be there first.
            provider: A govpair provider; None is the stack's default.

        Raises:
            ConstructError: A rule above is broken.
        """
        super().__init__(
            scope,
            id,
            email=email,
            name=name,
            role_name=role_name,
            iam_user_access_to_billing=iam_user_access_to_billing,
            parent_id=parent_id,
            tags=tags,
            adopt_existing=adopt_existing,
            closed=closed,
            closed_accounts_parent_id=closed_accounts_parent_id,
            timeouts=timeouts,
            logical_id=logical_id,
            depends_on=depends_on,
            provider=provider,
        )
        refuse(
            self,
            [
                *problems(
                    ("email", email, rules.email),
                    ("name", name, rules.account_name if adopt_existing else rules.new_account_name),
                    ("role_name", role_name, rules.role_name),
                    ("iam_user_access_to_billing", iam_user_access_to_billing, _billing),
                    ("parent_id", parent_id, rules.parent_id),
                    ("closed_accounts_parent_id", closed_accounts_parent_id, rules.parent_id),
                    ("tags", tags, rules.tags),
                ),
                *self._taken(scope, ("email", rules.email_key(email), email), ("name", name, name)),
            ],
        )

    @property
    def role_name(self) -> str:
        """The role's name as it was given, or AWS's default: known before the pair is."""
        return str(self.arguments.get("role_name") or DEFAULT_ROLE_NAME)

    @staticmethod
    def from_account_ids(
        *, commercial_account_id: str, govcloud_account_id: str, role_name: str = DEFAULT_ROLE_NAME
    ) -> ExistingAccountPair:
        """A pair that is managed elsewhere, for constructs that take a pair.

        Raises:
            ValueError: An id is not 12 digits, or the role name breaks AWS's rule.
        """
        wrong = list(
            problems(
                ("commercial_account_id", commercial_account_id, rules.account_id),
                ("govcloud_account_id", govcloud_account_id, rules.account_id),
                ("role_name", role_name, rules.role_name),
            )
        )
        if wrong:
            raise ValueError("\n".join(wrong))
        return ExistingAccountPair(commercial_account_id, govcloud_account_id, role_name)

    def _taken(self, scope: Construct, *values: tuple[str, str, str]) -> list[str]:
        """Sentences about values (what, to compare, to show) that another pair of the app has."""
        # A construct's root and its path are each a question to Node.js: asked once for a scope, and for an error.
        root = _roots.get(scope)
        if root is None:
            root = _roots[scope] = scope.node.root
        declared = _declared.setdefault(root, {})
        found = []
        for what, key, shown in values:
            first = self if is_expression(key) else declared.setdefault((what, key), self)
            if first is not self:
                path = first.node.path
                found.append(f"{what}: {shown!r} is the {what} of {path} already; every pair needs its own.")
        return found


# Weak references would free nothing: jsii keeps every construct until the process ends (its `_reference_map.py`).
_roots: dict[Any, Any] = {}
"""By scope: the app that it is in."""

_declared: dict[Any, dict[tuple[str, str], AccountPair]] = {}
"""By app: (``email`` or ``name``, value): the pair that has it."""


def _billing(value: object) -> str | None:
    return None if value in ("ALLOW", "DENY") else f"It must be ALLOW or DENY, not {value!r}."
