"""`python main.py` as a user starts it: in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from constructs_lib.cdk import chosen_cdk
from tests.constructs.conftest import Json, run_main, stacks_in
from workbench.paths import PROJECT

Write = Callable[..., Path]


def test_the_example_is_the_default_and_the_environment_says_where_to(tmp_path: Path) -> None:
    answer = run_main(
        environment={"CDKTF_OUTDIR": str(tmp_path / "out"), "GOVPAIR_STATE_DIR": str(tmp_path / "states")}
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert list(stacks_in(tmp_path / "out")) == ["account-pairs", "baseline-agency", "commercial", "govcloud-agency"]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert {name: each["dependencies"] for name, each in manifest["stacks"].items()} == {
        "commercial": [],
        "account-pairs": ["commercial"],
        "govcloud-agency": ["account-pairs"],
        "baseline-agency": ["account-pairs", "govcloud-agency"],
    }


def test_the_argument_comes_before_the_environment(tmp_path: Path, organization: Write) -> None:
    file = organization(("name: agency", "name: bureau"))
    answer = run_main(
        str(file), "--outdir", str(tmp_path / "out"), environment={"GOVPAIR_ORGANIZATION": "/nowhere.yaml"}
    )
    assert answer.returncode == 0
    assert "govcloud-bureau" in stacks_in(tmp_path / "out")


def test_a_bad_file_is_exit_code_2_and_lines_without_a_traceback(tmp_path: Path, organization: Write) -> None:
    file = organization(("version: 1", "version: 2"), ("owner: platform-team\n", ""))
    answer = run_main(environment={"GOVPAIR_ORGANIZATION": str(file), "CDKTF_OUTDIR": str(tmp_path / "out")})
    assert answer.returncode == 2
    assert answer.stderr.splitlines() == [
        f"{file}:5:1: owner: It is required and missing.",
        f"{file}:5:10: version: Expected 1, not 2.",
    ]
    assert not (tmp_path / "out").exists()


def test_a_bad_file_is_told_without_node(organization: Write) -> None:
    answer = run_main(str(organization(("version: 1", "version: 2"))), environment={"JSII_NODE": "/nowhere/node"})
    assert answer.returncode == 2


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"JSII_NODE": "/nowhere/node"}, "error: JSII_NODE is '/nowhere/node', which does not run as Node.js."),
        ({"GOVPAIR_CDK": "awscdk"}, "error: GOVPAIR_CDK is 'awscdk'; it must be one of: cdktf, cdktn."),
    ],
)
def test_what_is_missing_here_is_one_line_and_exit_code_1(
    tmp_path: Path, environment: dict[str, str], said: str
) -> None:
    answer = run_main("--outdir", str(tmp_path), environment=environment)
    assert answer.returncode == 1
    (line,) = answer.stderr.splitlines()
    assert line.startswith(said)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ('test "$1" = --version && echo v24.0.0', "which does not run as Node.js"),
        ('test "$1" = -p && echo v24.0.0', f"does not run the kernel of {chosen_cdk()}"),
    ],
)
def test_a_broken_node_is_explained_in_the_first_line(tmp_path: Path, script: str, said: str) -> None:
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\n{script}\n")
    node.chmod(0o755)
    answer = run_main("--outdir", str(tmp_path / "out"), environment={"JSII_NODE": str(node)})
    assert answer.returncode == 1
    first = answer.stderr.splitlines()[0]
    assert first.startswith("error: ")
    assert str(node) in first
    assert said in first


def test_an_outdir_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    answer = run_main("--outdir", str(tmp_path / "file" / "out"))
    assert answer.returncode == 1
    assert answer.stderr == f"error: cannot write to {tmp_path}/file/out: Not a directory\n"


def test_without_jsii_node_a_recent_enough_one_is_found(tmp_path: Path) -> None:
    answer = run_main("--outdir", str(tmp_path), environment={"JSII_NODE": ""})
    assert (answer.returncode, answer.stderr) == (0, "")


def test_the_same_stacks_come_out_of_the_maintained_fork(tmp_path: Path) -> None:
    def out_of(cdk: str) -> dict[str, Json]:
        answer = run_main(
            "--outdir", str(tmp_path / cdk), environment={"GOVPAIR_CDK": cdk, "GOVPAIR_STATE_DIR": str(tmp_path)}
        )
        assert (answer.returncode, answer.stderr) == (0, "")
        stacks = stacks_in(tmp_path / cdk)
        for stack in stacks.values():
            assert stack["//"]["metadata"].pop("version") == {"cdktf": "0.21.0", "cdktn": "0.24.0"}[cdk]
        return stacks

    assert out_of("cdktf") == out_of("cdktn")


def test_cdktf_json_runs_main_with_the_checkouts_python() -> None:
    settings = json.loads((PROJECT / "cdktf.json").read_text())
    assert settings["app"] == ".venv/bin/python main.py"
    assert (settings["language"], settings["sendCrashReports"]) == ("python", "false")


def test_importing_the_package_and_reading_a_file_start_no_node() -> None:
    code = (
        "import sys, constructs_lib, constructs_lib.organization_yaml, constructs_lib.node_runtime;"
        "sys.exit(any(name.split('.')[0] in ('jsii', 'constructs', 'cdktf', 'cdktn') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 0


def test_what_was_made_is_told_and_what_an_earlier_synthesis_left(tmp_path: Path, organization: Write) -> None:
    out = str(tmp_path / "out")
    first, second = organization(), tmp_path / "renamed.yaml"
    made = run_main(str(first), "--outdir", out)
    assert made.stdout.startswith(f"{first}: 4 account pairs; stacks in {out}/stacks: commercial, account-pairs,")
    assert made.stderr == ""
    second.write_text(first.read_text().replace("name: agency", "name: bureau"))
    left = run_main(str(second), "--outdir", out)
    (line,) = left.stderr.splitlines()
    assert f"{tmp_path}/out/stacks/govcloud-agency is no stack of this file" in line
    assert (tmp_path / "out" / "stacks" / "govcloud-agency" / "cdk.tf.json").is_file()


def test_checking_makes_nothing_and_needs_no_node(tmp_path: Path, organization: Write) -> None:
    file = organization()
    environment = {"JSII_NODE": "/nowhere/node", "CDKTF_OUTDIR": str(tmp_path / "out")}
    right = run_main(str(file), "--check", environment=environment)
    assert (right.returncode, right.stderr) == (0, "")
    assert right.stdout == f"{file}: 4 account pairs; nothing is wrong with it.\n"
    wrong = run_main(str(organization(("version: 1", "version: 2"))), "--check", environment=environment)
    assert wrong.returncode == 2
    assert not (tmp_path / "out").exists()


def test_an_installed_package_has_the_app_and_no_example_to_fall_back_on(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "constructs_lib.app"]
    done = subprocess.run([*command, "--check"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2
    assert "name an organization file, or set GOVPAIR_ORGANIZATION" in done.stderr
