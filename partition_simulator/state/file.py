"""The state file: a header that says what may read it, and a snapshot. JSON; see admission.py for what it can't do."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from partition_simulator.state.admission import StateError
from partition_simulator.state.snapshot import Snapshot, uncollected

FORMAT = "govpair simulator state"
FORMAT_VERSION = 1


def _versions() -> dict[str, Any]:
    """What must be the same for a file to be read: moto's models and ours are saved as they are inside."""
    try:
        simulator = version("govpair")
    except PackageNotFoundError:  # run from a source tree that isn't installed
        simulator = "uninstalled"
    return {"version": FORMAT_VERSION, "simulator": simulator, "moto": version("moto")}


def dump(snapshot: Snapshot) -> bytes:
    """The contents of a state file."""
    document = {"format": FORMAT, **_versions(), **snapshot}
    return json.dumps(document, separators=(",", ":")).encode()


def load(contents: bytes, name: str) -> Snapshot:
    """The snapshot in a state file's contents; StateError, naming the file, when it isn't one this program reads."""
    try:
        with uncollected():
            document = json.loads(contents)
    except (ValueError, RecursionError) as error:
        raise StateError(f"{name} is no state of the simulator: {error}") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise StateError(f"{name} is no state of the simulator: it doesn't begin with its format")
    for key, here in _versions().items():
        there = document.get(key)
        if there != here:
            what = "the file's format" if key == "version" else key
            text = f"{name} was saved with {what} {there}, and this is {here}: a state is read by what wrote it"
            raise StateError(f"{text}. Use that version, or begin without the file.")
    if not isinstance(document.get("objects"), list) or not all(
        isinstance(row, list) and row for row in document["objects"]
    ):
        raise StateError(f"{name} has no objects: it is damaged")
    return {"root": document.get("root"), "objects": document["objects"]}


def check_place(path: Path) -> None:
    """Whether a file can be written there later, told before there is anything to lose; OSError."""
    with tempfile.TemporaryFile(dir=path.parent):
        pass


def write(path: Path, contents: bytes) -> None:
    """Replace the file in one step, readable by its owner only: it holds keys, though fake ones. OSError."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
