"""What several documents of one kind say together: an explicit deny wins, else an allow, else nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from partition_simulator.authorization.documents import Document, read
from partition_simulator.authorization.principals import Named
from partition_simulator.authorization.question import Question


@dataclass(frozen=True)
class Said:
    """denied: an explicit deny. allowed: how closely the closest allow names the caller; NOT without one."""

    denied: bool
    allowed: Named


@dataclass(frozen=True)
class Policies:
    """Documents that are evaluated together. ``unlimited``: they allow everything and deny nothing."""

    documents: tuple[Document, ...]
    unlimited: bool

    def say(self, question: Question) -> Said:
        """What they say to a question."""
        allowed = Named.NOT
        for document in self.documents:
            for statement in document.statements:
                if statement.allows and allowed is Named.ITSELF:
                    continue
                named = statement.applies(question)
                if named is Named.NOT:
                    continue
                if not statement.allows:
                    return Said(denied=True, allowed=Named.NOT)
                allowed = max(allowed, named)
        return Said(denied=False, allowed=allowed)


@lru_cache(maxsize=8192)
def policies(texts: tuple[str, ...]) -> Policies:
    """The documents of these texts; kept, for they are asked again and again."""
    documents = tuple(read(text) for text in texts)
    unlimited = any(d.allows_everything for d in documents) and not any(d.denies for d in documents)
    return Policies(documents, unlimited)


def say(texts: Iterable[str], question: Question) -> Said:
    """What documents say to a question."""
    return policies(tuple(texts)).say(question)
