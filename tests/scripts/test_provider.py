"""`govpair provider install`: a launcher where Terraform finds it, without a setting or through a mirror folder."""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from custom_resources.scripts.provider_mirror import SOURCE, install_provider, platform_name
from tests.pages.blocks import blocks
from tests.scripts.conftest import Shell
from workbench.terraform_binary import Terraform

CONFIGURATION = f'terraform {{\n  required_providers {{\n    govpair = {{ source = "{SOURCE}" }}\n  }}\n}}\n'


def test_the_launcher_is_all_that_lies_in_its_folder(tmp_path: Path) -> None:
    launcher = install_provider(tmp_path)
    release = version("govpair")
    assert launcher == tmp_path / SOURCE / release / platform_name() / f"terraform-provider-govpair_v{release}"
    assert stat.S_IMODE(launcher.stat().st_mode) == 0o755
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [launcher]


def test_an_older_version_in_a_fleet_s_folder_stays(tmp_path: Path) -> None:
    other = tmp_path / SOURCE / "0.0.1" / platform_name() / "terraform-provider-govpair_v0.0.1"
    other.parent.mkdir(parents=True)
    other.touch()
    install_provider(tmp_path)
    install_provider(tmp_path)
    assert other.exists()


def test_another_python_is_named_in_the_launcher(shell: Shell, tmp_path: Path) -> None:
    python = "/opt/gov pair/bin/python"
    done = shell.run("provider", "install", "--folder", str(tmp_path), "--python", python, "--json")
    assert done.code == 0
    assert f"exec '{python}' -I -m " in Path(done.document["provider"]["launcher"]).read_text()


def test_a_folder_that_can_t_be_written_is_one_line(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = shell.run("provider", "install", "--folder", str(tmp_path / "file"))
    assert done.code == 1
    assert "Traceback" not in done.err
    assert str(tmp_path / "file") in done.err


def test_the_page_s_command_for_a_fleet_writes_a_launcher_for_its_python(shell: Shell, tmp_path: Path) -> None:
    command = next(block.text for block in blocks("docs/install.md", "sh") if block.text.startswith("govpair provider"))
    done = shell.run(*shlex.split(command.replace("/srv", str(tmp_path)))[1:], "--json")
    assert done.code == 0
    assert "exec /opt/govpair/bin/python " in Path(done.document["provider"]["launcher"]).read_text()


@pytest.mark.terraform
@pytest.mark.parametrize("way", ["the user's folder, without a setting", "a fleet's folder", "the page's"])
def test_terraform_finds_it(terraform: Terraform, tmp_path: Path, way: str) -> None:
    home, module = tmp_path / "home", tmp_path / "module"
    home.mkdir()
    module.mkdir()
    (module / "main.tf").write_text(CONFIGURATION)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TF_", "AWS_", "GOVPAIR_"))}
    environment = {**kept, "HOME": str(home), "CHECKPOINT_DISABLE": "1"}
    folder = [] if way.startswith("the user's") else ["--folder", str(tmp_path / "fleet")]
    command = [sys.executable, "-m", "custom_resources", "provider", "install", *folder]
    shown = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    if way == "the page's":
        (mirror,) = blocks("docs/install.md", "hcl")
        (home / ".terraformrc").write_text(mirror.text.replace("/media/transfer/providers", str(tmp_path / "fleet")))
    elif folder:  # what it printed after its first line is the configuration
        (home / ".terraformrc").write_text(shown[shown.index("provider_installation") :])

    for arguments in (["init", "-input=false"], ["providers", "schema", "-json"]):
        done = subprocess.run([terraform.path, *arguments], cwd=module, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert "govpair_account_pair" in done.stdout
