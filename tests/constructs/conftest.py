"""What the tests of the constructs share: an app in a folder of the test's own, and synthesis with validations."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from constructs_lib.cdk import App, Construct, TerraformStack, Testing
from constructs_lib.credential_set import CredentialSet
from constructs_lib.declarations import OrganizationDeclaration, PairDeclaration, SingleCompanyDeclaration
from workbench.paths import PROJECT
from workbench.terraform_binary import Terraform
from workbench.terraform_environment import terraform_environment

EXAMPLE = Path(__file__).parent / "organization.yaml"

Json = dict[str, Any]
Run = Callable[..., str]


@pytest.fixture
def app(tmp_path: Path) -> App:
    """An app that writes to the test's own folder."""
    return App(outdir=str(tmp_path), stack_traces=False)


@pytest.fixture
def stack(app: App) -> TerraformStack:
    """An empty stack."""
    return TerraformStack(app, "stack")


def synth(stack: Construct) -> Json:
    """The stack's Terraform JSON; validations run, which Testing.synth leaves out unless told."""
    assert isinstance(stack, TerraformStack)
    result: Json = json.loads(Testing.synth(stack, True))
    return result


def declaration(*pairs: PairDeclaration, **changes: Any) -> SingleCompanyDeclaration:
    """A small company with these pairs; ``commercial`` and ``govcloud`` are changes of a side."""
    units = changes.pop("organizational_units", {"Security": {}, "Workloads": {"Production": {}}})
    commercial, govcloud = changes.pop("commercial", {}), changes.pop("govcloud", {})
    defaults: dict[str, Any] = {
        "owner": "team",
        "commercial": OrganizationDeclaration(
            CredentialSet(profile="commercial", region="us-east-1"), units, **commercial
        ),
        "govcloud": OrganizationDeclaration(
            CredentialSet(profile="govcloud", region="us-gov-west-1"), units, **govcloud
        ),
        "govcloud_name": "agency",
        "account_pairs": pairs,
    }
    return SingleCompanyDeclaration(**{**defaults, **changes})


def pair(name: str, **changes: Any) -> PairDeclaration:
    """A pair of that name."""
    return PairDeclaration(**{"name": name, "email": f"aws+{name}@example.gov", **changes})


def run_main(*arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`python main.py …` in a process of its own; an empty value takes a variable out of the environment."""
    merged = {**os.environ, **(environment or {})}
    return subprocess.run(
        [sys.executable, str(PROJECT / "main.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
        env={name: value for name, value in merged.items() if value},
    )


def stacks_in(outdir: Path) -> dict[str, Json]:
    """Every synthesized stack, by name."""
    return {path.parent.name: json.loads(path.read_text()) for path in sorted(outdir.glob("stacks/*/cdk.tf.json"))}


@pytest.fixture
def organization(tmp_path: Path) -> Callable[..., Path]:
    """Writes the small file of these tests with replacements (old text, new text), each of which must be in it."""

    def write(*replacements: tuple[str, str]) -> Path:
        text = EXAMPLE.read_text()
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "organization.yaml"
        path.write_text(text)
        return path

    return write


@pytest.fixture
def run(terraform: Terraform, cli_config: Path) -> Run:
    """Runs Terraform in a folder; what it says must hold, else it is the test's failure."""

    def run(folder: Path, *arguments: str, stdin: str = "") -> str:
        answer = subprocess.run(
            [str(terraform.path), f"-chdir={folder}", *arguments],
            capture_output=True,
            text=True,
            check=False,
            input=stdin,
            env=terraform_environment(cli_config, {}),
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return answer.stdout

    return run


def validate(run: Run, folder: Path) -> None:
    """Raises with Terraform's own diagnostics unless the configuration is valid, without a warning."""
    run(folder, "init", "-backend=false", "-input=false", "-no-color")
    result: Json = json.loads(run(folder, "validate", "-json"))
    assert result["diagnostics"] == []
