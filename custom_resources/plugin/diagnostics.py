"""What a provider tells the user: errors and warnings, each pointing at the attribute it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

#: Where a value stands: attribute names and map keys as strings, list positions as integers. ``()``: the whole object.
Path = tuple[str | int, ...]
Severity = Literal["error", "warning"]


def dotted(path: Path) -> str:
    """``path`` as a user writes it: ``timeouts.create``, ``roles[0].arn``.

    Terraform shows where a path leads only when it is a single attribute; below a nested attribute it points at the
    whole block. So messages about attributes name them in words.
    """
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


@dataclass(frozen=True)
class Diagnostic:
    """One message. ``summary`` is a short title without a full stop, ``detail`` full sentences with the next step."""

    severity: Severity
    summary: str
    detail: str = ""
    path: Path = ()


class ProviderError(Exception):
    """Ends a handler and shows the user one error. Raise it anywhere in a handler."""

    def __init__(self, summary: str, detail: str = "", path: Path = ()) -> None:
        super().__init__(summary, detail, path)
        self.summary = summary
        self.detail = detail
        self.path = path

    def __str__(self) -> str:
        return f"{self.summary}: {self.detail}" if self.detail else self.summary

    def diagnostic(self) -> Diagnostic:
        """The same as a diagnostic."""
        return Diagnostic("error", self.summary, self.detail, self.path)


class Diagnostics:
    """The messages of one request, in the order in which they were added. Equal ones are kept once."""

    def __init__(self) -> None:
        self._items: list[Diagnostic] = []

    def add(self, diagnostic: Diagnostic) -> None:
        """Add one message, unless the same message is there already."""
        if diagnostic not in self._items:
            self._items.append(diagnostic)

    def error(self, summary: str, detail: str = "", path: Path = ()) -> None:
        """Add an error. The handler goes on; Terraform fails the operation when it returns."""
        self.add(Diagnostic("error", summary, detail, path))

    def warning(self, summary: str, detail: str = "", path: Path = ()) -> None:
        """Add a warning. Terraform folds warnings of equal summary together, so name the object in the summary."""
        self.add(Diagnostic("warning", summary, detail, path))

    @property
    def has_errors(self) -> bool:
        """Whether one of the messages is an error."""
        return any(item.severity == "error" for item in self._items)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(tuple(self._items))

    def __len__(self) -> int:
        return len(self._items)
