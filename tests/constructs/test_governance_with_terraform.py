"""Every construct of governance, judged by real Terraform: as JSON and as HCL, from either CDKTF."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from constructs_lib import OrganizationPolicy
from tests.constructs.conftest import Run, validate
from tests.constructs.governance_app import NASTY
from workbench.paths import PROJECT

pytestmark = pytest.mark.terraform


@pytest.mark.parametrize("hcl", ["false", "true"])
@pytest.mark.parametrize("cdk", ["cdktf", "cdktn"])
def test_everything_is_valid(run: Run, tmp_path: Path, cdk: str, hcl: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.constructs.governance_app", str(tmp_path)],
        check=True,
        cwd=PROJECT,
        env={**os.environ, "GOVPAIR_CDK": cdk, "SYNTH_HCL_OUTPUT": hcl},
    )
    folder = tmp_path / "stacks" / "everything"
    assert (folder / "cdk.tf").exists() is (hcl == "true")

    validate(run, folder)


@pytest.mark.parametrize("hcl", ["false", "true"])
def test_a_policy_reaches_terraform_letter_by_letter(run: Run, tmp_path: Path, hcl: str) -> None:
    """The text of the nastiest policy, evaluated by Terraform."""
    subprocess.run(
        [sys.executable, "-m", "tests.constructs.governance_app", str(tmp_path / "app")],
        check=True,
        cwd=PROJECT,
        env={**os.environ, "SYNTH_HCL_OUTPUT": hcl},
    )
    (written,) = (tmp_path / "app" / "stacks" / "everything").glob("cdk.tf*")
    if hcl == "true":
        line = next(each for each in written.read_text().splitlines() if "aws:PrincipalTag" in each)
        text = f'output "policy" {{\n  {line.replace("content", "value", 1)}\n}}\n'
    else:
        policies = json.loads(written.read_text())["resource"]["aws_organizations_policy"].values()
        content = next(each["content"] for each in policies if "aws:PrincipalTag" in each["content"])
        text = json.dumps({"output": {"policy": {"value": content}}})
    folder = tmp_path / "reading"
    folder.mkdir()
    (folder / ("main.tf" if hcl == "true" else "main.tf.json")).write_text(text)

    run(folder, "apply", "-auto-approve", "-input=false")
    assert json.loads(run(folder, "output", "-json", "policy")) == OrganizationPolicy("nasty", NASTY).document()
