"""The inputs that are kept: one JSON file each, in a folder for each subject."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.fuzz.plain import from_plain, to_plain

CORPUS = Path(__file__).parent / "corpus"

#: Did harm once, and is mended; does harm now; is kept because nothing else had its outcome.
CRASH, FOUND, KEPT = "crash", "found", "kept"


def stored(subject: str) -> Iterator[tuple[Path, Any]]:
    """The files of a subject, each with its input."""
    for path in sorted((CORPUS / subject).glob("*.json")):
        yield path, from_plain(json.loads(path.read_text(encoding="utf-8"))["input"])


def as_text(case: Any, why: str) -> str:
    """The text of a file."""
    return json.dumps({"why": why, "input": to_plain(case)}, indent=1) + "\n"


def keep(subject: str, kind: str, why: str, case: Any) -> Path:
    """Write a file; the same input has the same name."""
    text = as_text(case, why)
    digest = hashlib.sha256(json.dumps(to_plain(case)).encode()).hexdigest()[:8]
    words = re.sub(r"[^a-z0-9]+", "-", why.lower()).strip("-")[:40].strip("-")
    path = CORPUS / subject / f"{kind}-{words}-{digest}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
