"""What is synthesized, judged by real Terraform: as JSON and as HCL, from either CDKTF."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.constructs.conftest import Json, Run, run_main, validate
from workbench.paths import PROJECT

pytestmark = pytest.mark.terraform

STACKS = ("commercial", "account-pairs", "govcloud-agency")

NASTY = (
    ("[Security, Workloads]", """[Security, Workloads, {'R&D "${x}" %{if} \\\\ é': {"fqn": {}}}]"""),
    ("organizational_unit: Security", """organizational_unit: 'R&D "${x}" %{if} \\\\ é/fqn'"""),
    ("name: log-archive", "name: 1.log"),
    ("name: security-audit", "name: fqn"),
    ('CostCenter: "100"', '"Cost Center": "é = 1", empty: ""'),
)
"""Changes of the example: names that take a program that forgets to quote for a ride."""


@pytest.mark.parametrize("hcl", ["false", "true"])
@pytest.mark.parametrize("cdk", ["cdktf", "cdktn"])
def test_every_stack_is_valid(run: Run, tmp_path: Path, organization: Callable[..., Path], cdk: str, hcl: str) -> None:
    answer = run_main(
        str(organization(*(NASTY if hcl == "false" else ()))),
        "--outdir",
        str(tmp_path / "out"),
        environment={"GOVPAIR_CDK": cdk, "SYNTH_HCL_OUTPUT": hcl, "GOVPAIR_STATE_DIR": str(tmp_path)},
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    for stack in STACKS:
        folder = tmp_path / "out" / "stacks" / stack
        assert (folder / "cdk.tf").exists() is (hcl == "true")
        validate(run, folder)


@pytest.mark.parametrize("hcl", ["false", "true"])
@pytest.mark.parametrize("cdk", ["cdktf", "cdktn"])
@pytest.mark.parametrize(("model", "stacks"), [("company", 5), ("reseller", 9)])
def test_every_stack_with_everything_in_it_is_valid(
    run: Run, tmp_path: Path, model: str, stacks: int, cdk: str, hcl: str
) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.constructs.full_models", model, str(tmp_path)],
        check=True,
        cwd=PROJECT,
        env={**os.environ, "GOVPAIR_CDK": cdk, "SYNTH_HCL_OUTPUT": hcl},
    )
    folders = sorted((tmp_path / "stacks").iterdir())
    assert len(folders) == stacks
    for folder in folders:
        assert (folder / "cdk.tf").exists() is (hcl == "true")
        validate(run, folder)


def test_a_later_stack_finds_ids_by_path_and_name_whatever_is_in_them(
    run: Run, tmp_path: Path, organization: Callable[..., Path]
) -> None:
    """The references into earlier stacks' outputs, evaluated by Terraform against states made by hand."""
    file = organization(*NASTY)
    answer = run_main(str(file), "--outdir", str(tmp_path / "out"), environment={"GOVPAIR_STATE_DIR": str(tmp_path)})
    assert (answer.returncode, answer.stderr) == (0, "")
    path = 'R&D "${x}" %{if} \\\\ é/fqn'
    write_state(tmp_path / "commercial.tfstate", "organizational_unit_ids", {path: "ou-abcd-12345678"})
    write_state(tmp_path / "account-pairs.tfstate", "pairs", {"1.log": {"govcloud_account_id": "444455556666"}})
    pairs, members = (
        json.loads((tmp_path / "out" / "stacks" / stack / "cdk.tf.json").read_text())
        for stack in ("account-pairs", "govcloud-agency")
    )
    (pair,) = [each for each in pairs["resource"]["govpair_account_pair"].values() if each["name"] == "1.log"]
    (member,) = [each for name, each in members["resource"]["govpair_membership"].items() if name.startswith("_1_log_")]
    states = pairs["data"]["terraform_remote_state"] | members["data"]["terraform_remote_state"]
    outputs = {"parent": {"value": pair["parent_id"]}, "account": {"value": member["account_id"]}}
    folder = tmp_path / "reading"
    folder.mkdir()
    (folder / "main.tf.json").write_text(json.dumps({"data": {"terraform_remote_state": states}, "output": outputs}))
    run(folder, "init", "-input=false")
    run(folder, "apply", "-auto-approve", "-input=false")
    found = json.loads(run(folder, "output", "-json"))
    assert {name: each["value"] for name, each in found.items()} == {
        "parent": "ou-abcd-12345678",
        "account": "444455556666",
    }


def write_state(path: Path, output: str, value: Json) -> None:
    """A state file with one output, as Terraform writes it."""

    def type_of(each: object) -> object:
        return ["object", {key: type_of(item) for key, item in each.items()}] if isinstance(each, dict) else "string"

    state = {"version": 4, "terraform_version": "1.8.0", "serial": 1, "lineage": "test", "resources": []}
    path.write_text(json.dumps({**state, "outputs": {output: {"value": value, "type": type_of(value)}}}))
