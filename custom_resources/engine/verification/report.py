"""The file that can be shared: what was asked, what came, and what it says of the claims; redacted, or not written."""

from __future__ import annotations

import json
import secrets
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from custom_resources.engine.claims import Claim
from custom_resources.engine.errors import EngineError
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.engine.verification.checks import CHECKS
from custom_resources.engine.verification.evidence import MEMBER, NOT_SEEN, Evidence, Verdict
from custom_resources.engine.verification.reads import BECOMING, JOINING
from custom_resources.engine.verification.recording import Answer
from custom_resources.engine.verification.redaction import Redactor
from custom_resources.engine.verification.shapes import members, missing, outside_enum

FORMAT, VERSION = "govpair-verify-aws", 1
AWS_DOMAIN = ".amazonaws.com"
SENT_NAMES = JOINING | {BECOMING}
"""Calls whose arguments have names in them; those of the others are ids and words of ours."""


class Unredacted(EngineError):
    """The finished report still had something that identifies, so it was not written."""


def judge(evidence: Evidence, claims: Mapping[str, Claim]) -> dict[str, Verdict]:
    """Let every check look; a claim without a check was not seen."""
    return {name: CHECKS[name](evidence) if name in CHECKS else NOT_SEEN for name in claims}


def build_report(
    evidence: Evidence, claims: Mapping[str, Claim], verdicts: Mapping[str, Verdict], not_asked: Sequence[str]
) -> dict[str, Any]:
    """Return the finished document. Raises Unredacted where something that identifies is left in it."""
    redactor = Redactor(_own_words(evidence, claims))
    for answer in evidence.answers:
        redactor.learn(answer.parsed, answer.model.output_shape)
        if answer.action in SENT_NAMES:
            redactor.learn(answer.arguments, answer.model.input_shape)
    document = {
        "format": FORMAT,
        "version": VERSION,
        "report": "".join(secrets.choice(string.ascii_lowercase) for _ in range(20)),
        "made": datetime.now(UTC).strftime("%Y-%m-%d"),
        "govpair": _installed("govpair"),
        "botocore": _installed("botocore"),
        "answered_by": "aws" if evidence.answers and all(map(_from_aws, evidence.answers)) else "other",
        "claims": {
            name: {"outcome": verdict.outcome, "seen": redactor.text(verdict.seen)}
            for name, verdict in verdicts.items()
        },
        "calls": [_call(redactor, evidence, *each) for each in _grouped(evidence).items()],
        "not_asked": [redactor.text(text) for text in not_asked],
        "one_pair": _one_pair(evidence),
    }
    pair = evidence.one_pair
    if leaks := redactor.leaks({key: document[key] for key in ("claims", "calls", "not_asked", "one_pair")}):
        raise Unredacted(
            "writing the report",
            f"It still had something that identifies, at {'; '.join(leaks[:3])} ({len(leaks)} in all). It was not "
            "written. Please report this, without the answers themselves.",
            commercial_account_id=(pair.commercial_account_id or None) if pair is not None else None,
            govcloud_account_id=(pair.govcloud_account_id or None) if pair is not None else None,
        )
    return document


def write_report(document: Mapping[str, Any], path: Path) -> None:
    """Write the document, never over a file that is there. Raises FileExistsError, or another OSError."""
    with path.open("x", encoding="utf-8") as file:
        file.write(json.dumps(document, indent=1) + "\n")


def _from_aws(answer: Answer) -> bool:
    return answer.host.endswith(AWS_DOMAIN)


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _grouped(evidence: Evidence) -> dict[tuple[str, str, str], list[Answer]]:
    """Answers by who asked, what, and how it ended."""
    groups: dict[tuple[str, str, str], list[Answer]] = {}
    for answer in evidence.answers:
        groups.setdefault((evidence.who(answer), answer.action, answer.reason or answer.code), []).append(answer)
    return groups


def _call(
    redactor: Redactor, evidence: Evidence, key: tuple[str, str, str], answers: Sequence[Answer]
) -> dict[str, Any]:
    who, action, _ = key
    first, shape = answers[0], answers[0].model.output_shape
    common = {
        "who": who,
        "partition": evidence.side(first),
        "call": action,
        "times": len(answers),
        "seconds": round(max(answer.seconds for answer in answers), 3),
        "status": first.status,
    }
    if not first.ok:
        return {**common, "error": first.code, "reason": first.reason, "message": redactor.text(first.message)}
    seen = Counter(path for answer in answers for path in set(members(answer.parsed)))
    return {
        **common,
        "members": dict(sorted(seen.items())),
        "never_seen": sorted(_modelled(shape) - set(seen)),
        "missing": sorted(set().union(*(missing(action, answer.parsed) for answer in answers))),
        "not_in_the_model": sorted({redactor.text(path) for answer in answers for path in answer.unmodelled}),
        "not_in_the_enum": sorted(
            redactor.text(each) for each in set().union(*(outside_enum(a.parsed, shape) for a in answers))
        ),
        "example": redactor.sample(first.parsed, shape),
    }


def _modelled(shape: Any, path: str = "", depth: int = 3) -> set[str]:
    """Return the members that the model has, three levels deep."""
    if shape is None or depth < 0:
        return set()
    if shape.type_name == "list":
        return _modelled(shape.member, f"{path}[]", depth)
    found: set[str] = set()
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            here = f"{path}.{name}" if path else name
            found |= {here} | _modelled(member, here, depth - 1)
    return found


def _one_pair(evidence: Evidence) -> dict[str, Any] | None:
    if evidence.one_pair is None:
        return None
    hidden = ("email", "name", "role_name", "commercial_account_id", "govcloud_account_id", "joined_parent")
    shown = {key: value for key, value in asdict(evidence.one_pair).items() if key not in hidden}
    rounded = {key: round(value, 1) if isinstance(value, float) else value for key, value in shown.items()}
    rounded["states"] = [{"state": state, "seconds": round(at, 1)} for state, at in evidence.one_pair.states]
    rounded["role_assumable"] = {
        side: None if at is None else round(at, 1) for side, at in evidence.one_pair.role_assumable.items()
    }
    return rounded


def _own_words(evidence: Evidence, claims: Mapping[str, Claim]) -> frozenset[str]:
    """Return the words that the report itself uses: where a name of an answer is such a word, it tells nothing."""
    words = {"commercial", "govcloud", "govcloud_paired", "govcloud_management", MEMBER, "aws", "aws-us-gov", "other"}
    words |= {DEFAULT_ROLE_NAME, FORMAT, "govpair", "botocore", "number", "time", "json", "arn", "iam", *claims}
    words |= {"confirmed", "contradicted", "not_seen", "amazonaws", "com"}
    for answer in evidence.answers:
        words |= {*answer.action.split(":"), answer.action, answer.code, answer.reason}
        words |= {part for path in _modelled(answer.model.output_shape) for part in path.replace("[]", "").split(".")}
        words |= _enums(answer.model.output_shape)
        words |= {part for path in members(answer.parsed) for part in path.replace("[]", "").split(".")}
    return frozenset(word.lower() for word in words)


def _enums(shape: Any, depth: int = 6) -> set[str]:
    if shape is None or depth < 0:
        return set()
    if shape.type_name == "structure":
        return set().union(*(_enums(member, depth - 1) for member in shape.members.values()))
    if shape.type_name == "list":
        return _enums(shape.member, depth - 1)
    return set(shape.metadata.get("enum", ()))
