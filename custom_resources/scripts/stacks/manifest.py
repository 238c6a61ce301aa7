"""The stacks of a synthesized folder, from CDKTF's `manifest.json`, each after those whose outputs it reads."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.stacks.errors import StacksError

SYNTHESIZE = "`--organization FILE` synthesizes it first; so does `python -m constructs_lib.app FILE`."


@dataclass(frozen=True)
class Stack:
    """One stack: its name, its folder with `cdk.tf.json`, and the names of the stacks that it reads outputs of."""

    name: str
    directory: Path
    dependencies: tuple[str, ...] = ()


def read_stacks(outdir: Path) -> list[Stack]:
    """Return the stacks in the order to apply them in; those that could go in any order go by name.

    Raises:
        StacksError: there is no synthesized folder, or its manifest is none.
    """
    file = outdir / "manifest.json"
    title = f"reading the stacks of {outdir}"
    try:
        found = json.loads(file.read_text())["stacks"]
        stacks = {
            name: Stack(name, outdir / one["workingDirectory"], tuple(one.get("dependencies", ())))
            for name, one in sorted(found.items())
        }
    except FileNotFoundError:
        raise StacksError(title, f"There is no {file}.", SYNTHESIZE, ExitCode.USAGE) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StacksError(title, f"{file} is no manifest of CDKTF's: {error}.", SYNTHESIZE) from error
    for stack in stacks.values():
        if not (stack.directory / "cdk.tf.json").is_file():
            raise StacksError(
                title, f"The manifest names stack {stack.name}, but {stack.directory} has no cdk.tf.json.", SYNTHESIZE
            )
    graph = {name: [each for each in stack.dependencies if each in stacks] for name, stack in stacks.items()}
    try:
        return [stacks[name] for name in _by_name(graph)]
    except CycleError as error:
        raise StacksError(title, f"The stacks depend on each other: {' -> '.join(error.args[1])}.") from error


def _by_name(graph: dict[str, list[str]]) -> list[str]:
    """Topological order in which a stack comes as early as it can, and the first by name of those that can."""
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    order: list[str] = []
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()])
        order.append(ready.pop(0))
        sorter.done(order[-1])
    return order


def chosen_stacks(stacks: Sequence[Stack], names: Sequence[str]) -> list[Stack]:
    """Return the named stacks in their order, all where none is named.

    Raises:
        StacksError: as wrong usage, with the nearest match, for a name that is no stack's.
    """
    known = [stack.name for stack in stacks]
    for name in names:
        if name not in known:
            raise StacksError(
                "wrong usage", f"--stack: there is no stack {name!r}. {nearest(name, known)}", "", ExitCode.USAGE
            )
    return [stack for stack in stacks if not names or stack.name in names]


def nearest(name: str, known: Sequence[str]) -> str:
    """What may have been meant, as a sentence."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    return f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known) or 'none'}."
