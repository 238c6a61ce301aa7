"""What the constructs raise when they are given something that AWS or Terraform would refuse later."""

from __future__ import annotations

from collections.abc import Sequence


class ConstructError(ValueError):
    """A construct was given something invalid.

    Attributes:
        path: Path of the construct in its app, such as ``account-pairs/log-archive``.
        problems: One sentence each.
    """

    def __init__(self, path: str, problems: Sequence[str]) -> None:
        self.path = path
        self.problems = tuple(problems)
        super().__init__("\n".join(f"[{path}] {problem}" for problem in self.problems))
