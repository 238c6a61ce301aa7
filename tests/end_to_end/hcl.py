"""Plain HCL under real Terraform: a folder, the provider block for a simulator, and what a run said."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SOURCE = "terraform.local/govcloud/govpair"


@dataclass(frozen=True)
class Run:
    """One finished Terraform command."""

    code: int
    output: str

    def succeeded(self) -> Run:
        """The same run; fails the test if it failed."""
        assert self.code == 0, self.output
        return self

    def failed(self) -> Run:
        """The same run; fails the test if it succeeded, or if a traceback reached the user."""
        assert self.code == 1, self.output
        assert "Traceback" not in self.output, self.output
        assert "defect in the provider" not in self.output, self.output
        return self

    @property
    def words(self) -> str:
        """The output without Terraform's frames and line breaks, to look for sentences in."""
        return " ".join(self.output.replace("│", " ").replace("╷", " ").replace("╵", " ").split())


@dataclass
class Folder:
    """An otherwise empty folder with a configuration.

    Attributes:
        path: the folder.
        terraform: the program.
        environment: its whole environment.
        provider: attributes of the provider block, as HCL.
    """

    path: Path
    terraform: Path
    environment: Mapping[str, str]
    provider: str
    resources: str = field(default="")

    def write(self, resources: str, provider: str | None = None) -> Folder:
        """Replace the configuration's resources (and the provider block's attributes)."""
        self.resources = resources
        self.provider = self.provider if provider is None else provider
        (self.path / "main.tf").write_text(
            f'terraform {{\n  required_providers {{\n    govpair = {{ source = "{SOURCE}" }}\n  }}\n}}\n\n'
            f'provider "govpair" {{\n{self.provider}\n}}\n\n{resources}\n'
        )
        return self

    def run(self, *arguments: str) -> Run:
        """Run one command to its end."""
        done = subprocess.run(
            [str(self.terraform), *arguments],
            cwd=self.path,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=200,
            check=False,
        )
        return Run(done.returncode, done.stdout)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command in a process group of its own, as a shell does, so that it can be given a Ctrl-C."""
        return subprocess.Popen(
            [str(self.terraform), *arguments],
            cwd=self.path,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def apply(self, *arguments: str) -> Run:
        """`terraform apply` without a question."""
        return self.run("apply", "-auto-approve", "-no-color", *arguments)

    def plan(self, *arguments: str) -> Run:
        """`terraform plan`."""
        return self.run("plan", "-no-color", *arguments)

    def destroy(self, *arguments: str) -> Run:
        """`terraform destroy` without a question."""
        return self.run("destroy", "-auto-approve", "-no-color", *arguments)

    def plans_nothing(self) -> None:
        """Assert that a plan is empty."""
        run = self.run("plan", "-no-color", "-detailed-exitcode")
        assert run.code == 0, run.output
        assert "No changes." in run.output

    def state(self) -> dict[str, dict[str, Any]]:
        """What the state has: resource address to attribute values (and `tainted`, where it is)."""
        shown = json.loads(self.run("show", "-json").succeeded().output)
        resources = shown.get("values", {}).get("root_module", {}).get("resources", [])
        return {
            resource["address"]: resource["values"] | ({"tainted": True} if resource.get("tainted") else {})
            for resource in resources
        }

    def planned_actions(self, *arguments: str) -> dict[str, list[str]]:
        """What a plan would do: resource address to actions, without those that do nothing."""
        self.plan("-out=plan.bin", *arguments).succeeded()
        shown = json.loads(self.run("show", "-json", "plan.bin").succeeded().output)
        changes = {change["address"]: change["change"]["actions"] for change in shown.get("resource_changes", [])}
        return {address: actions for address, actions in changes.items() if actions != ["no-op"]}


def shell_environment(**more: str) -> dict[str, str]:
    """This process's environment without what would lead Terraform or botocore astray, and ``more``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TF_", "AWS_"))}
    return kept | {
        "TF_IN_AUTOMATION": "1",
        "TF_INPUT": "0",
        "CHECKPOINT_DISABLE": "1",
        "AWS_EC2_METADATA_DISABLED": "true",
        **more,
    }


def pair(label: str, **attributes: Any) -> str:
    """An account pair as HCL; ``name`` and ``email`` follow from the label unless given."""
    values = {"name": label.replace("_", "-"), "email": f"aws+{label}@example.gov"} | attributes
    return block(f'resource "govpair_account_pair" "{label}"', values)


def block(header: str, values: Mapping[str, Any]) -> str:
    """A block of HCL; values are JSON, except :class:`Expression`."""
    lines = [
        f"  {name} = {value if isinstance(value, Expression) else json.dumps(value)}" for name, value in values.items()
    ]
    return "\n".join([f"{header} {{", *lines, "}"]) + "\n"


class Expression(str):
    """HCL that is written as it stands, such as a reference."""

    __slots__ = ()
