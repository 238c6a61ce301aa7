"""Looking for secrets, however they may stand in a file: as they are, in base64, in hex, escaped, in an archive."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

SHORTEST = 16
"""A shorter text would be found by chance."""


def forms(secret: str) -> set[bytes]:
    """How a secret may be written down."""
    assert len(secret) >= SHORTEST, "too short to be looked for"
    plain = secret.encode()
    # Base64 of a text inside of a longer one depends on where it begins; its ends depend on the neighbours.
    shifted = {base64.b64encode(b"\0" * shift + plain)[4:-4] for shift in range(3)}
    return {plain, quote(secret, safe="").encode(), plain.hex().encode(), *shifted}


def texts(path: Path) -> Iterator[tuple[str, bytes]]:
    """What is in a file, and in the archive that it is (as a plan is)."""
    content = path.read_bytes()
    yield path.name, content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield f"{path.name}/{name}", archive.read(name)


def found(secrets: Mapping[str, str], places: Iterable[tuple[str, bytes]]) -> list[str]:
    """A line for each secret that stands in a place; the secret itself is not in it."""
    looked_for = {name: forms(secret) for name, secret in secrets.items()}
    return [
        f"{name} in {place}"
        for place, content in places
        for name, ones in looked_for.items()
        if any(one in content for one in ones)
    ]
