"""Terraform with the toy provider, in this process (fast, its world open to the test) or as a real provider process."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from custom_resources.plugin import InProcessServer
from tests.plugin import toy
from workbench.terraform_binary import Terraform

PROJECT = Path(__file__).resolve().parents[2]

HEADER = f"""
terraform {{
  required_providers {{
    toy = {{ source = "{toy.SOURCE}" }}
  }}
}}
"""


@dataclass
class Outcome:
    """How a Terraform command ended."""

    code: int
    output: str

    @property
    def flat(self) -> str:
        """The output with its box drawing and line breaks as single blanks, for sentences that were wrapped."""
        return " ".join(self.output.replace("│", " ").split())


@dataclass
class Workspace:
    """A root module and the environment to run Terraform in."""

    program: Path
    directory: Path
    environment: dict[str, str]
    version: tuple[int, ...]
    files: dict[str, str] = field(default_factory=dict)

    def write(self, hcl: str, name: str = "main.tf") -> None:
        """The root module is the header and this."""
        (self.directory / name).write_text(HEADER + hcl if name == "main.tf" else hcl)

    def run(self, *arguments: str, **environment: str) -> Outcome:
        done = subprocess.run(
            [self.program, *arguments, "-no-color"],
            cwd=self.directory,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=120,
        )
        return Outcome(done.returncode, done.stdout + done.stderr)

    def apply(self, hcl: str | None = None, *arguments: str) -> Outcome:
        if hcl is not None:
            self.write(hcl)
        return self.run("apply", "-auto-approve", *arguments)

    def applied(self, hcl: str | None = None, *arguments: str) -> Outcome:
        """An apply that has to succeed."""
        outcome = self.apply(hcl, *arguments)
        assert outcome.code == 0, outcome.output
        return outcome

    def assert_no_changes(self, *arguments: str) -> None:
        outcome = self.run("plan", "-detailed-exitcode", *arguments)
        assert outcome.code == 0, outcome.output

    def state(self) -> dict[str, dict[str, Any]]:
        """The stored instances by address, each with its attributes, private data and status."""
        path = self.directory / "terraform.tfstate"
        stored = json.loads(path.read_text()) if path.exists() else {"resources": []}
        return {
            f"{resource['type']}.{resource['name']}": instance
            for resource in stored["resources"]
            if resource["mode"] == "managed"
            for instance in resource["instances"]
        }

    def attributes(self, address: str) -> dict[str, Any]:
        found: dict[str, Any] = self.state()[address]["attributes"]
        return found


def _environment(directory: Path, cli_config: str) -> dict[str, str]:
    file = directory / "terraform.rc"
    file.write_text(cli_config)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TF_", "AWS_"))}
    return {**kept, "TF_CLI_CONFIG_FILE": str(file), "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}


@pytest.fixture
def world() -> toy.World:
    """A fresh world for the toys of this process."""
    toy.WORLD.__init__()  # type: ignore[misc]
    return toy.WORLD


@pytest.fixture
def workspace(terraform: Terraform, tmp_path: Path, world: toy.World) -> Iterator[Workspace]:
    """Terraform reattached to the toy provider in this process."""
    directory = tmp_path / "root"
    directory.mkdir()
    with InProcessServer(toy.Toy(), toy.SOURCE) as server:
        environment = {**_environment(tmp_path, ""), "TF_REATTACH_PROVIDERS": server.reattach}
        yield Workspace(terraform.path, directory, environment, terraform.version)


@pytest.fixture
def installed(terraform: Terraform, tmp_path: Path) -> Workspace:
    """Terraform that starts the toy provider as a process, from a mirror folder, with mutual TLS."""
    host, namespace, name = toy.SOURCE.split("/")
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    target = f"{sys.platform}_{machine}"
    folder = tmp_path / "mirror" / host / namespace / name / toy.Toy.version / target
    folder.mkdir(parents=True)
    launcher = folder / f"terraform-provider-{name}_v{toy.Toy.version}"
    launcher.write_text(
        f"#!/bin/sh\nexec {sys.executable} -B -c '"
        f'import sys; sys.path.insert(0, "{PROJECT}")\n'
        'from tests.plugin.toy import main; main()\' "$@"\n'
    )
    launcher.chmod(0o755)
    directory = tmp_path / "root"
    directory.mkdir()
    environment = _environment(
        tmp_path, f'provider_installation {{\n  filesystem_mirror {{ path = "{tmp_path}/mirror" }}\n}}\n'
    )
    ready = Workspace(terraform.path, directory, environment, terraform.version)
    ready.write("")
    outcome = ready.run("init")
    assert outcome.code == 0, outcome.output
    return ready
