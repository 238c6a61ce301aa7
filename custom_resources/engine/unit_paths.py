"""Organizational units by their paths, such as `Workloads/Production`; each level of an organization is listed once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from custom_resources.engine.errors import NotFound
from custom_resources.engine.pages import pages
from custom_resources.engine.permissions import BOTH_MANAGEMENT, needs
from custom_resources.engine.polling import Deadline

if TYPE_CHECKING:
    from custom_resources.engine.session import AwsSession


class UnitPaths:
    """The units of one organization. Thread-safe; made for one command, so it doesn't notice what changes later."""

    def __init__(self, session: AwsSession) -> None:
        self._session = session
        self._lock = threading.Lock()
        self._root: str | None = None
        self._below: dict[str, dict[str, str]] = {}

    def id_of(self, path: str, deadline: Deadline) -> str:
        """Return the id of the unit with that path. Raises NotFound, with the attribute `parent_id`, for none."""
        with self._lock:
            if self._root is None:
                self._root = _root(self._session, deadline)
            here, gone = self._root, []
            for name in path.split("/"):
                if here not in self._below:
                    self._below[here] = _units(self._session, deadline, here)
                gone.append(name)
                below = self._below[here]
                if name not in below:
                    where = "/".join(gone[:-1]) or "the root"
                    raise NotFound(
                        deadline.doing,
                        f"The organization of {self._session.name} has no organizational unit {path}: there is no "
                        f"{name} in {where} ({here}), which has {', '.join(sorted(below)) or 'none'}. The stacks of "
                        "the organization file make it.",
                        attribute="parent_id",
                    )
                here = below[name]
            return here


@needs(BOTH_MANAGEMENT, "organizations:ListRoots")
def _root(session: AwsSession, deadline: Deadline) -> str:
    doing = f"reading the root of the organization of {session.name}"
    roots = list(pages(session, deadline, doing, session.organizations().list_roots, "Roots"))
    if not roots:
        raise NotFound(doing, "AWS lists no root.")
    return str(roots[0]["Id"])


@needs(BOTH_MANAGEMENT, "organizations:ListOrganizationalUnitsForParent")
def _units(session: AwsSession, deadline: Deadline, parent_id: str) -> dict[str, str]:
    call = session.organizations().list_organizational_units_for_parent
    doing = f"listing the organizational units in {parent_id}"
    found = pages(session, deadline, doing, call, "OrganizationalUnits", ParentId=parent_id)
    return {unit["Name"]: unit["Id"] for unit in found}
