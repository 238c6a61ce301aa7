"""Where pairs may be for the file to say it: the organizational units that both sides of a tree have.

The file has one tree for both sides, so an organizational unit is taken over where both have it. The tree of a company
begins at both roots; a customer's at its own commercial organizational unit, and at the root of its GovCloud
organization.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from custom_resources.engine import rules
from custom_resources.engine.survey_model import SurveyedAccount, SurveyedOrganization, Unit
from custom_resources.scripts.discovery.model import FoundUnit, LeftOut

NO_SLASH = "Its name has a /, which stands between the names of a path in the file: rename it."


@dataclass(frozen=True)
class Place:
    """A GovCloud organization and where its pairs are on the commercial side. base: a customer's own unit there."""

    name: str
    commercial: SurveyedOrganization
    govcloud: SurveyedOrganization
    base: Unit | None = None

    @cached_property
    def units(self) -> list[FoundUnit]:
        """The organizational units of both sides, in the tree's order."""
        here, there = self._sides
        return [FoundUnit(path, unit.id, there[path].id) for path, unit in here.items() if path in there]

    @cached_property
    def _sides(self) -> tuple[dict[str, Unit], dict[str, Unit]]:
        above = f"{self.base.path}/" if self.base else ""
        commercial = _sayable(self.commercial, self.base.id if self.base else self.commercial.root_id)
        govcloud = _sayable(self.govcloud, self.govcloud.root_id)
        return {path.removeprefix(above): unit for path, unit in commercial.items()}, govcloud

    def left_out(self) -> Iterator[LeftOut]:
        """The organizational units that the file can't say, on either side."""
        here, there = self._sides
        for known, others, organization in ((here, there, self.commercial), (there, here, self.govcloud)):
            passed_over = {unit.id for unit in known.values()} | ({self.base.id} if self.base else set())
            for unit in organization.units:
                if unit.id in passed_over or (organization is self.commercial and unit.id not in self.commercial_ids):
                    continue
                if _has_slash(unit):
                    yield LeftOut("organizational unit with a /", unit_words(unit, organization), NO_SLASH)
                else:
                    why = "It is below one with a / in its name, which the file can't say."
                    yield LeftOut("organizational unit in one left out", unit_words(unit, organization), why)
            for path, unit in known.items():
                if path not in others:
                    other = "GovCloud" if organization is self.commercial else "commercial"
                    where = f" below {self.base.path}" if self.base and organization is self.govcloud else ""
                    why = (
                        f"The {other} organization has none at that path{where}; the file's tree is made on both sides."
                    )
                    yield LeftOut("organizational unit of one side", unit_words(unit, organization), why)

    @cached_property
    def commercial_ids(self) -> set[str]:
        """Ids of what may hold pairs on the commercial side, whether the file can say it or not."""
        ids = {self.base.id if self.base else self.commercial.root_id}
        for unit in self.commercial.units:  # parents first
            if unit.parent_id in ids:
                ids.add(unit.id)
        return ids

    def commercial_path(self, account: SurveyedAccount) -> str | None:
        """The path of an account as the tree has it; None where it is not in this tree."""
        if account.parent_id not in self.commercial_ids:
            return None
        return account.path.removeprefix(self.base.path).removeprefix("/") if self.base else account.path

    def has(self, commercial_parent_id: str, govcloud_parent_id: str | None) -> bool:
        """Whether both accounts of a pair are in one unit that the file can say; None: the GovCloud one is in none."""
        root = FoundUnit("", self.base.id if self.base else self.commercial.root_id, self.govcloud.root_id)
        return any(
            each.commercial_id == commercial_parent_id and govcloud_parent_id in (None, each.govcloud_id)
            for each in (root, *self.units)
        )


def _sayable(organization: SurveyedOrganization, base_id: str) -> dict[str, Unit]:
    """The units below one that the file can name, by path; a / parts the names of a path there."""
    found: dict[str, Unit] = {}
    ids = {base_id}
    for unit in sorted(organization.units, key=lambda each: each.path.count("/")):
        if not _has_slash(unit) and unit.parent_id in ids:
            ids.add(unit.id)
            found[unit.path] = unit
    return dict(sorted(found.items(), key=lambda each: each[0].split("/")))


def _has_slash(unit: Unit) -> bool:
    return "/" in unit.name or rules.ou_name(unit.name) is not None


def unit_words(unit: Unit, organization: SurveyedOrganization) -> str:
    """A unit as it is told."""
    return f"{unit.path} ({unit.id}, {'commercial' if organization.partition == 'aws' else 'GovCloud'})"
