"""The example pipelines: their linters have nothing to say, their commands exist, their profiles give credentials.

No runner of either host has run them (docs/pipelines.md says so).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import botocore.session
import pytest
import typer.main

from custom_resources.scripts.cli import build
from workbench.paths import PROJECT

FOLDER = PROJECT / "examples" / "pipelines"
SCRIPT = FOLDER / "github-credentials.sh"
TOOLS = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        ("check-jsonschema", "--builtin-schema", "vendor.github-workflows", "github-actions.yml"),
        ("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", "gitlab-ci.yml"),
        ("zizmor", "--offline", "--no-progress", "github-actions.yml"),
        ("shellcheck", "github-credentials.sh"),
    ],
    ids=lambda command: f"{command[0]} {command[-1]}",
)
def test_the_linters_have_nothing_to_say(command: tuple[str, ...]) -> None:
    done = subprocess.run([TOOLS / command[0], *command[1:]], cwd=FOLDER, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_command_of_govpair_s_in_them_can_be_read(path: Path) -> None:
    group: Any = typer.main.get_command(build())
    for line in re.findall(r"(?<![\w/.-])govpair ([a-z]+(?: [^|`\n]*)?)", path.read_text()):
        name, *arguments = (word.strip('"') for word in line.replace('"terraform ', '"terraform_').split())
        if name not in group.commands:
            assert not arguments or not arguments[0].startswith("--"), line  # prose, not a command
            continue
        options = {option for parameter in group.commands[name].params for option in parameter.opts}
        assert {word for word in arguments if word.startswith("--")} <= options, line


def test_a_job_s_identity_gives_credentials_in_both_partitions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """botocore asks the script, the script asks GitHub and STS; here three small programs answer in their place."""
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    credentials = {"Version": 1, "AccessKeyId": "AKIAFAKE", "SecretAccessKey": "fake", "SessionToken": "fake"}
    for name, answer in (
        ("curl", """printf '{"value": "a-token"}'"""),
        ("jq", "cat > /dev/null; echo a-token"),
        ("aws", f"""echo "$@" | tr "\\n" " " > "{tmp_path}/asked"; printf '%s' '{json.dumps(credentials)}'"""),
    ):
        (bin_ / name).write_text(f"#!/bin/sh\n{answer}\n")
        (bin_ / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_}{os.pathsep}{os.environ['PATH']}")
    for name in ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL", "GITHUB_RUN_ID"):
        monkeypatch.setenv(name, "1")
    roles = {
        "commercial": "arn:aws:iam::111111111111:role/plan",
        "govcloud": "arn:aws-us-gov:iam::222222222222:role/plan",
    }
    folder = tmp_path / "a folder"
    folder.mkdir()
    shutil.copy(SCRIPT, folder)
    command = ["sh", SCRIPT.name, "profiles", *roles.values()]
    config = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    (tmp_path / "config").write_text(config)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    for profile, role in roles.items():
        found = botocore.session.Session(profile=profile).get_credentials()
        assert found is not None
        assert found.get_frozen_credentials().access_key == "AKIAFAKE"
        asked = (tmp_path / "asked").read_text()
        assert f"--role-arn {role} " in asked
        assert ("us-gov-west-1" in asked) == (profile == "govcloud")
        assert "--web-identity-token a-token" in asked
