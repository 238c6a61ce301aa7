"""Policy documents, read once and kept.

Source: IAM User Guide, "IAM JSON policy elements reference". Whether a document may be stored at all is checked by the
operations that store one; here only what a decision needs is read.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from partition_simulator.authorization import conditions, variables
from partition_simulator.authorization.patterns import action_matcher, matcher
from partition_simulator.authorization.principals import Named, Principals, many
from partition_simulator.authorization.question import Question
from partition_simulator.authorization.unknown import NotEvaluated

_KNOWN = frozenset({"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "Condition"})


@dataclass(frozen=True)
class Statement:
    """One statement. ``actions`` are patterns in lower case; ``principals`` is None where the document has none.

    unread: what of this statement isn't known here; refused when a decision depends on the statement.
    """

    allows: bool
    actions: tuple[str, ...]
    excepts_actions: bool
    resources: tuple[str, ...]
    excepts_resources: bool
    principals: Principals | None
    tests: tuple[conditions.Test, ...]
    expands: bool
    unread: str = ""

    @property
    def is_unlimited(self) -> bool:
        """Whether it is about every action on every resource, without conditions."""
        return (
            "*" in self.actions
            and "*" in self.resources
            and not (self.excepts_actions or self.excepts_resources or self.tests or self.unread)
        )

    def covers(self, question: Question) -> bool:
        """Whether the statement is about this action on this resource."""
        if any(action_matcher(p)(question.action) for p in self.actions) == self.excepts_actions:
            return False
        return any(self._is_resource(p, question) for p in self.resources) != self.excepts_resources

    def _is_resource(self, pattern: str, question: Question) -> bool:
        if self.expands and variables.has_variables(pattern):
            return variables.matches(question.resource, pattern, question.keys)
        return matcher(pattern)(question.resource)

    def applies(self, question: Question) -> Named:
        """How the statement applies to the question; ITSELF for one without principals that applies, NOT if none."""
        if not self.covers(question):
            return Named.NOT
        if self.unread:
            raise NotEvaluated(self.unread)
        named = Named.ITSELF if self.principals is None else self.principals.names(question.caller)
        if named is Named.NOT or not all(test.holds(question.keys) for test in self.tests):
            return Named.NOT
        return named


@dataclass(frozen=True)
class Document:
    """A policy. ``denies``: whether it has any Deny; ``allows_everything``: whether an Allow is unlimited."""

    statements: tuple[Statement, ...]
    denies: bool
    allows_everything: bool


@lru_cache(maxsize=8192)
def read(text: str) -> Document:
    """The document; NotEvaluated for one that can't be read at all."""
    try:
        document = json.loads(text)
        version = document.get("Version")
        written = [dict(statement) for statement in many(document.get("Statement", []))]
    except (ValueError, TypeError, AttributeError):
        raise NotEvaluated(f"a policy document that is no policy: {text[:200]!r}") from None
    statements = tuple(_statement(one, version == "2012-10-17") for one in written)
    return Document(
        statements,
        denies=any(not statement.allows for statement in statements),
        allows_everything=any(
            statement.allows and statement.is_unlimited and statement.principals is None for statement in statements
        ),
    )


def _statement(written: dict[str, Any], expands: bool) -> Statement:
    unread, principals = "", None
    tests: tuple[conditions.Test, ...] = ()
    try:
        unknown = sorted(set(written) - _KNOWN)
        if unknown:
            raise NotEvaluated(f"the element {unknown[0]!r} of a policy statement")
        if "Principal" in written:
            principals = Principals.read(written["Principal"])
        tests = conditions.read(written.get("Condition", {}), expands)
    except NotEvaluated as refusal:
        unread = refusal.what
    actions = written.get("NotAction", written.get("Action", []))
    # A trust policy has no Resource: it is about the role that it belongs to.
    resources = written.get("NotResource", written.get("Resource", "*"))
    return Statement(
        allows=written.get("Effect") == "Allow",
        actions=tuple(str(action).lower() for action in many(actions)),
        excepts_actions="NotAction" in written,
        resources=tuple(str(resource) for resource in many(resources)),
        excepts_resources="NotResource" in written,
        principals=principals,
        tests=tests,
        expands=expands,
        unread=unread,
    )
