"""`OrganizationalUnits`: a tree of organizational units below a root."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from constructs_lib.bindings.aws_organizations_organizational_unit import AwsOrganizationsOrganizationalUnit
from constructs_lib.cdk import Construct, TerraformProvider, writes_hcl
from constructs_lib.elements import refuse
from constructs_lib.errors import ConstructError
from constructs_lib.identifiers import identifier, literal
from constructs_lib.organizational_unit_tree import Tree, Written, parse_tree


class OrganizationalUnits(Construct):
    """A tree of organizational units.

    Limits (Q is the Organizations quotas page, M botocore's organizations/2016-11-28 model): five levels below the root
    and 2,000 in an organization (Q); names of 1 to 128 characters (M), different below one parent; an organizational
    unit can only be deleted when it is empty, and a closed account stays in its own.

    Attributes:
        ids: Reference to the id of each, by path (``Workloads/Production``).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        parent_id: str,
        tree: Written,
        tags: Mapping[str, str] | None = None,
        logical_id: Callable[[str], str] | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        """Declare the tree.

        Args:
            scope: The stack, or a construct in it.
            id: Construct id; the Terraform addresses follow from it and the paths.
            parent_id: The root (or an organizational unit) that the tree is below.
            tree: The names; see organizational_unit_tree.py for the three ways to write it.
            tags: Tags of each; without any, those that others gave them are left alone.
            logical_id: Makes the name in the Terraform address from the path, instead of CDKTF.
            provider: An aws provider; None is the stack's default.

        Raises:
            ConstructError: A rule above is broken.
        """
        super().__init__(scope, id)
        try:
            parsed = parse_tree(tree)
        except ValueError as wrong:
            raise ConstructError(self.node.path, str(wrong).splitlines()) from None
        self.ids: dict[str, str] = {}
        self._tags, self._logical_id, self._provider = tags, logical_id, provider
        self._add(parsed, parent_id, "")

    def id_of(self, path: str) -> str:
        """Reference to the id of the organizational unit at that path.

        Raises:
            ConstructError: There is none; says which there are.
        """
        if path not in self.ids:
            there = ", ".join(self.ids) or "none"
            refuse(self, [f"There is no organizational unit {path!r}; there are: {there}."])
        return self.ids[path]

    def _add(self, tree: Tree, parent_id: str, below: str) -> None:
        for name, children in sorted(tree.items()):
            path = f"{below}/{name}" if below else name
            unit = AwsOrganizationsOrganizationalUnit(
                self,
                identifier(path),
                name=literal(name),
                parent_id=parent_id,
                tags=self._tags,
                logical_id=self._logical_id(path) if self._logical_id else None,
                # Not in HCL, where CDKTF quotes what is ignored, of which Terraform warns.
                lifecycle=None if self._tags or writes_hcl() else {"ignore_changes": ["tags"]},
                provider=self._provider,
            )
            self.ids[path] = unit.id
            self._add(children, unit.id, path)
