"""Files that an organization file includes, so that each team keeps its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from constructs_lib.organizational_unit_tree import Location
from constructs_lib.yaml_file import Complaint, OrganizationFileError, YamlFile, written

LISTS = ("account_pairs", "customers", "organizational_units")
"""What may stand in an included file: each is put to the list of that name in the file that includes it. A reseller's
have customers, others the rest."""


class Sources:
    """An organization file and what it includes, as one.

    Attributes:
        data: The file's values with the included ones in their lists.
        complaints: What is wrong with the including itself; what is in such a file isn't in ``data``.
    """

    def __init__(self, main: YamlFile) -> None:
        """Read the included files."""
        self._main = main
        self._origins: dict[tuple[str, int], tuple[YamlFile, Location]] = {}
        self.complaints: list[Complaint] = []
        self.data = dict(main.data)
        included = main.data.get("include")
        if not isinstance(included, list):
            return  # other kinds are the model's to refuse
        for key in LISTS:
            if key in self.data:
                self._start(key)
        seen = {main.path.resolve()}
        for position, each in enumerate(included):
            if isinstance(each, str):
                self._include(each, ("include", position), seen)

    def complaint(self, location: Location, sentence: str) -> Complaint:
        """The sentence about what the keys and indexes of ``data`` lead to, in the file that it comes from."""
        file, own = self._origin(location)
        return file.complaint(own, sentence, included=file is not self._main)

    def named(self, location: Location) -> str:
        """What the keys and indexes of ``data`` lead to, in words, with its file where that is an included one."""
        file, own = self._origin(location)
        return written(own) + ("" if file is self._main else f" of {file.path}")

    def _origin(self, location: Location) -> tuple[YamlFile, Location]:
        match location:
            case (str(key), int(position), *rest) if (key, position) in self._origins:
                file, own = self._origins[(key, position)]
                return file, (*own, *rest)
        return self._main, location

    def _start(self, key: str) -> None:
        """Make the file's own value a list that others can be put to, remembering where each part is written."""
        value = self.data[key]
        if isinstance(value, list):
            self.data[key] = list(value)
        elif key == "organizational_units" and isinstance(value, Mapping):
            self._origins[(key, 0)] = (self._main, (key,))
            self.data[key] = [value]
        elif value is None:
            self.data[key] = []

    def _include(self, name: str, place: Location, seen: set[Path]) -> None:
        folder = self._main.path.parent.resolve()
        path = self._main.path.parent / name
        try:
            found = path.resolve()
        except (OSError, RuntimeError, ValueError):  # a loop of links, or no path at all
            self._refuse(place, f"{name!r} is no path of a file.")
            return
        if not found.is_relative_to(folder):
            self._refuse(place, f"{name} is not in the folder of this file, or below it.")
        elif found in seen:
            self._refuse(place, f"{name} is included already, or is this file.")
        else:
            seen.add(found)
            if not found.is_file():
                self._refuse(place, f"There is no file {name} beside this one.")
                return
            try:
                self._put(YamlFile.read(path))
            except OrganizationFileError as wrong:
                self.complaints += [
                    Complaint(each.line, each.column, each.key, each.sentence, path) for each in wrong.complaints
                ]

    def _put(self, file: YamlFile) -> None:
        if not isinstance(file.data, Mapping):
            sentence = f"Expected a mapping with some of the keys {', '.join(LISTS)}."
            self.complaints.append(file.complaint((), sentence, included=True))
            return
        reseller = self.data.get("model") == "reseller"
        lists = [each for each in LISTS if (each == "customers") == reseller]
        for key, value in file.data.items():
            if key not in lists:
                sentence = f"Unknown key; an included file of this model has only {', '.join(lists)}."
                self.complaints.append(file.complaint((key,), sentence, included=True))
                continue
            tree = key == "organizational_units" and isinstance(value, Mapping)
            entries = [value] if tree else value
            target = self.data.setdefault(key, [])
            if value is None or not isinstance(target, list):
                continue
            if not isinstance(entries, list):
                self.complaints.append(file.complaint((key,), "Expected a list.", included=True))
                continue
            for position, entry in enumerate(entries):
                self._origins[(key, len(target))] = (file, (key,) if tree else (key, position))
                target.append(_from_folder(entry, file.path.parent) if key == "customers" else entry)

    def _refuse(self, place: Location, sentence: str) -> None:
        self.complaints.append(self._main.complaint(place, sentence))


def _from_folder(customer: Any, folder: Path) -> Any:
    """A customer whose policies' files are named from the folder of the file that it stands in."""
    if not isinstance(customer, Mapping):
        return customer
    commercial = customer.get("commercial")
    found = {**customer, "guardrails": _rails(customer.get("guardrails"), folder)}
    if isinstance(commercial, Mapping):
        found["commercial"] = {**commercial, "guardrails": _rails(commercial.get("guardrails"), folder)}
        if "guardrails" not in commercial:
            del found["commercial"]["guardrails"]
    if "guardrails" not in customer:
        del found["guardrails"]
    return found


def _rails(guardrails: Any, folder: Path) -> Any:
    policies = guardrails.get("policies") if isinstance(guardrails, Mapping) else None
    if not isinstance(policies, list):
        return guardrails
    return {
        **guardrails,
        "policies": [
            {**each, "file": str(folder.resolve() / each["file"])}
            if isinstance(each, Mapping) and isinstance(each.get("file"), str)
            else each
            for each in policies
        ],
    }
