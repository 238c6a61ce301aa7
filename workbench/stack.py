"""One synthesized stack under real Terraform: init, plan, apply, each followed through Terraform's own JSON events.

Events: https://developer.hashicorp.com/terraform/internals/machine-readable-ui
"""

from __future__ import annotations

import graphlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.child_process import run_lines
from workbench.errors import WorkbenchError

Event = Mapping[str, Any]
"""One JSON line of Terraform's, with ``type`` and the fields of that type."""


def stacks_in_order(outdir: Path) -> list[str]:
    """Names of the synthesized stacks, each after those it reads outputs of, from CDKTF's ``manifest.json``."""
    manifest = json.loads((outdir / "manifest.json").read_text())["stacks"]
    graph = {name: stack.get("dependencies", []) for name, stack in sorted(manifest.items())}
    return list(graphlib.TopologicalSorter(graph).static_order())


@dataclass
class Stack:
    """A folder with ``cdk.tf.json`` and the way to run Terraform in it.

    Args:
        name: the stack's name, for messages.
        directory: where its ``cdk.tf.json`` lies.
        terraform: the program.
        environment: what Terraform is started with.
        listener: is handed every event, as it happens.
    """

    name: str
    directory: Path
    terraform: Path
    environment: Mapping[str, str]
    listener: Callable[[Event], None] = lambda event: None
    _errors: list[str] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)

    def init(self) -> None:
        """`terraform init`, from the mirrors that the CLI configuration names."""
        self._run("init", "-input=false", "-no-color", accepted=(0,))

    def plan(self, file: Path) -> bool:
        """`terraform plan -out FILE`; returns whether the plan changes anything."""
        arguments = ("-input=false", "-json", "-detailed-exitcode", f"-out={file}")
        return self._run("plan", *arguments, accepted=(0, 2)) == 2

    def apply(self, file: Path) -> None:
        """`terraform apply FILE`, just what was planned."""
        self._run("apply", "-input=false", "-json", str(file), accepted=(0,))

    def _run(self, command: str, *arguments: str, accepted: tuple[int, ...]) -> int:
        self._errors.clear()
        self._text.clear()
        code = run_lines(
            [str(self.terraform), command, *arguments],
            directory=self.directory,
            environment=self.environment,
            on_line=self._line,
        )
        if code not in accepted:
            seen = self._errors or self._text[-15:] or ["no output"]
            raise WorkbenchError(
                f"stack {self.name}: terraform {command} failed (exit code {code}): " + "\n".join(seen)
            )
        return code

    def _line(self, line: str) -> None:
        try:
            event = json.loads(line)
        except ValueError:
            event = None
        if not isinstance(event, dict):
            self._text.append(line)
            return
        if event.get("type") == "diagnostic" and event["diagnostic"].get("severity") == "error":
            diagnostic = event["diagnostic"]
            address = diagnostic.get("address")
            parts = [diagnostic["summary"], f"({address})" if address else "", diagnostic.get("detail", "")]
            self._errors.append(" ".join(part for part in parts if part))
        self.listener(event)
