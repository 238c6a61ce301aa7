from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from custom_resources.scripts.provider_mirror import SOURCE
from workbench.cli_config import write_cli_config
from workbench.terraform_binary import Terraform
from workbench.terraform_environment import terraform_environment


def test_a_launcher_of_another_version_goes_away(tmp_path: Path) -> None:
    stale = tmp_path / "plugins" / SOURCE / "0.0.1"
    stale.mkdir(parents=True)
    write_cli_config(tmp_path / "terraform.rc")
    assert not stale.exists()


def test_without_a_mirror_of_aws_the_public_registry_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.cli_config.find_aws_mirror", lambda: None)
    text = write_cli_config(tmp_path / "terraform.rc").read_text()
    assert "hashicorp/aws" not in text
    assert "direct" in text


def test_the_callers_terraform_and_aws_settings_stay_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", "/nowhere/terraform.rc")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREALKEYOFSOMEONE")
    environment = terraform_environment(tmp_path / "rc", {"AWS_CONFIG_FILE": "config"})
    assert environment["TF_CLI_CONFIG_FILE"] == str(tmp_path / "rc")
    assert environment["AWS_CONFIG_FILE"] == "config"
    assert "AWS_ACCESS_KEY_ID" not in environment


@pytest.mark.terraform
def test_terraform_finds_our_provider_through_it_and_locks_the_same_hash_twice(
    terraform: Terraform, tmp_path: Path
) -> None:
    config = write_cli_config(tmp_path / 'folder with "quotes" ${and} templates' / "terraform.rc")
    module = tmp_path / "module"
    module.mkdir()
    (module / "main.tf").write_text(
        f'terraform {{\n  required_providers {{\n    govpair = {{ source = "{SOURCE}" }}\n  }}\n}}\n'
    )
    environment = terraform_environment(config, {})

    def run(*command: str) -> None:
        done = subprocess.run(
            [terraform.path, *command], cwd=module, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    run("init", "-input=false", "-no-color")
    locked = (module / ".terraform.lock.hcl").read_text()
    run("providers", "schema", "-json")
    run("init", "-input=false", "-no-color", "-lockfile=readonly")
    assert (module / ".terraform.lock.hcl").read_text() == locked
