"""Taking out of answers what says whose they are: the same id or name always becomes the same placeholder.

Only AWS's own words stay: members' names, values of enums, true and false, and the few texts of `patterns.AWS_TEXTS`.
Everything else becomes `<account-1>`, `<name-2>`, … . The last look, `leaks`, is made at the finished file.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from custom_resources.engine.rules import MEMBERSHIP_CLAIM, OWNER_MARKER, TRAIL_CLAIM
from custom_resources.engine.verification.patterns import ARN, ARN_WORDS, AWS_TEXTS, SHAPES, TOKEN

ITEMS = 3
"""How many items of a list a sample shows."""

SHORTEST = 3
"""Shorter names are placeholders where they stand alone, but aren't looked for in sentences."""

_KINDS = {"Name": "name", "AccountName": "name", "Key": "tag-key", "Value": "value", "Email": "email"}
_OWN_TAGS = (OWNER_MARKER, MEMBERSHIP_CLAIM, TRAIL_CLAIM)


class Redactor:
    """Placeholders, and what they stand for. `learn` from every answer before the first is redacted."""

    def __init__(self, own_words: frozenset[str]) -> None:
        self._own_words = {word.lower() for word in own_words}
        self._tokens: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._pattern: re.Pattern[str] | None = None

    def learn(self, value: Any, shape: Any = None) -> None:
        """Take in the names and texts of an answer, or of a call's arguments."""
        for name, text, of_enum in _texts(value, shape):
            if of_enum or _aws_text(name, text):
                self._own_words.add(text.lower())
            else:
                self._learn_text(name, text)

    def _learn_text(self, name: str, text: str) -> None:
        if (inner := _json_in(text)) is not None:
            self.learn(inner)
        elif _is_ids(text):
            self.text(text)  # takes in the parts of ARNs
        else:
            self._token(_KINDS.get(name, "text"), text)
        for email in SHAPES[0][1].findall(text):
            self._token("domain", email.rpartition("@")[2])

    def _token(self, kind: str, text: str) -> str:
        if text not in self._tokens:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._tokens[text] = f"<{kind}-{self._counts[kind]}>"
            self._pattern = None
        return self._tokens[text]

    def _literals(self) -> re.Pattern[str]:
        if self._pattern is None:
            known = [t for t in self._tokens if len(t) >= SHORTEST and t.lower() not in self._own_words]
            words = "|".join(re.escape(text) for text in sorted(known, key=len, reverse=True))
            self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)" if words else r"(?!)")
        return self._pattern

    def text(self, text: str) -> str:
        """Return a sentence without ids, ARNs, emails and known names."""

        def shorten(found: re.Match[str]) -> str:
            partition, service, region, account, rest = found.groups()
            owner = account if account in (None, "aws") else self._token("account", account)
            return f"arn:{partition}:{service}:{region}:{owner or ''}:{self._arn_rest(rest)}"

        return "".join(_outside_tokens(ARN.sub(shorten, text), self._words))

    def _words(self, text: str) -> str:
        text = self._literals().sub(lambda found: self._tokens[found.group()], text)
        for kind, pattern in SHAPES:
            text = "".join(_outside_tokens(text, functools.partial(self._ids, kind, pattern)))
        return text

    def _ids(self, kind: str, pattern: re.Pattern[str], text: str) -> str:
        return pattern.sub(lambda found: self._token(kind, found.group()), text)

    def _arn_rest(self, rest: str) -> str:
        parts = re.split(r"([/:])", rest)
        return "".join(part if part in ("/", ":", "") else self._arn_part(part) for part in parts)

    def _arn_part(self, part: str) -> str:
        if (
            part in ARN_WORDS
            or part.lower() in self._own_words
            or part.startswith("AWSServiceRoleFor")
            or part.endswith(".amazonaws.com")
        ):
            return part
        kind = next((kind for kind, pattern in SHAPES if pattern.fullmatch(part)), "name")
        return self._token(kind, part)

    def sample(self, value: Any, shape: Any = None, name: str = "") -> Any:
        """Return an answer as an example that can be shown: the first items of lists, and placeholders."""
        if isinstance(value, Mapping):
            members = getattr(shape, "members", {}) if shape is not None else {}
            return {key: self.sample(inner, members.get(key), str(key)) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.sample(inner, getattr(shape, "member", None), name) for inner in value[:ITEMS]]
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, int | float):
            return "<number>"
        if isinstance(value, datetime):
            return "<time>"
        return self._shown(str(value), shape, name)

    def _shown(self, text: str, shape: Any, name: str) -> Any:
        if _of_enum(text, shape) or _aws_text(name, text) or not text:
            return text
        if (inner := _json_in(text)) is not None:
            return {"<json>": self.sample(inner)}
        return self.text(text) if _is_ids(text) else self._token(_KINDS.get(name, "text"), text)

    def leaks(self, document: Any) -> list[str]:
        """Return where a finished document still has something that identifies: member path and kind, not the value."""
        found = []
        for path, text, is_key in _leaves(document):
            rest = TOKEN.sub("", text)
            found += [f"{path}: {kind}" for kind, pattern in SHAPES if pattern.search(rest)]
            known = not is_key and self._literals().search(rest)  # keys are members' names: AWS's, or ours
            found += [f"{path}: a name or text of an answer"] if known else []
        return found


def _aws_text(name: str, text: str) -> bool:
    pattern = AWS_TEXTS.get(name)
    return text in _OWN_TAGS or (pattern is not None and pattern.fullmatch(text) is not None)


def _is_ids(text: str) -> bool:
    """Whether a text is an ARN, or ids and nothing else, such as a path; what is more than that is a text of people."""
    if ARN.fullmatch(text):
        return True
    rest = text
    for _, pattern in SHAPES:
        rest = pattern.sub("", rest)
    return rest != text and not re.search(r"\w", rest)


def _of_enum(text: str, shape: Any) -> bool:
    """Whether a text is a word of AWS's: one of a member with an enum, also where the model doesn't know it yet."""
    words = shape.metadata.get("enum", ()) if shape is not None else ()
    return bool(words) and (text in words or re.fullmatch(r"[A-Z][A-Z_]+", text) is not None)


def _texts(value: Any, shape: Any, name: str = "") -> Iterator[tuple[str, str, bool]]:
    if isinstance(value, Mapping):
        members = getattr(shape, "members", {}) if shape is not None else {}
        for key, inner in value.items():
            yield from _texts(inner, members.get(key), str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, getattr(shape, "member", None), name)
    elif isinstance(value, str) and value:
        yield name, value, _of_enum(value, shape)


def _json_in(text: str) -> Any:
    """Return what an answer carries as JSON in a text, such as CloudTrail's events; None for other texts."""
    if not text.startswith("{"):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _outside_tokens(text: str, change: Any) -> list[str]:
    """Apply `change` to what is between placeholders."""
    pieces, at = [], 0
    for token in TOKEN.finditer(text):
        pieces += [change(text[at : token.start()]), token.group()]
        at = token.end()
    return [*pieces, change(text[at:])]


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str, bool]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield path or "/", str(key), True
            yield from _leaves(inner, f"{path}/{key}")
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _leaves(inner, f"{path}/{index}")
    elif isinstance(value, str):
        yield path, value, False
