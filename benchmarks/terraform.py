"""Real Terraform with the two providers that are compared, each in folders of its own."""

from __future__ import annotations

import functools
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks.watched import Finished, run
from custom_resources.scripts.provider_mirror import SOURCE
from workbench.cli_config import write_cli_config
from workbench.terraform_binary import find_or_fetch_terraform
from workbench.terraform_environment import terraform_environment

PEER_VERSION = "5.100.0"
OURS, PEER = "govpair", f"hashicorp/aws {PEER_VERSION}"

OURS_BLOCK = f"""terraform {{
  required_providers {{
    govpair = {{ source = "{SOURCE}" }}
  }}
}}

provider "govpair" {{
  owner           = "benchmark"
  commercial      = {{ profile = "commercial", region = "us-east-1" }}
  govcloud_paired = {{ profile = "govcloud", region = "us-gov-west-1" }}
}}
"""

PEER_BLOCK = f"""terraform {{
  required_providers {{
    aws = {{ source = "hashicorp/aws", version = "{PEER_VERSION}" }}
  }}
}}

provider "aws" {{
  profile = "commercial"
  region  = "us-east-1"
}}
"""


class Folder:
    """A folder with a configuration; ``aws``: the ``AWS_*`` variables that reach the simulator."""

    def __init__(self, path: Path, aws: Mapping[str, str]) -> None:
        path.mkdir(parents=True)
        self.path = path
        self._environment = terraform_environment(_cli_config(), aws)

    def write(self, configuration: str) -> Folder:
        """Replace the configuration."""
        (self.path / "main.tf").write_text(configuration)
        return self

    def run(self, *arguments: str) -> Finished:
        """One command, to its end."""
        program = find_or_fetch_terraform().path
        return run((str(program), *arguments, "-no-color"), self.path, self._environment)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command in a process group of its own, as a shell does, so that it can be given a Ctrl-C."""
        program = find_or_fetch_terraform().path
        with (self.path / "started.log").open("wb") as stream:
            return subprocess.Popen(
                [str(program), *arguments, "-no-color"],
                cwd=self.path,
                env=dict(self._environment),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def succeed(self, *arguments: str) -> Finished:
        """One command that must succeed; RuntimeError with its output when it doesn't."""
        done = self.run(*arguments)
        if done.code:
            raise RuntimeError(f"terraform {' '.join(arguments)} in {self.path} ended with {done.code}: {done.output}")
        return done

    def provider(self) -> Path:
        """The provider program that `terraform init` found."""
        return next((self.path / ".terraform" / "providers").glob("*/*/*/*/*/terraform-provider-*")).resolve()


@functools.cache
def _home() -> tempfile.TemporaryDirectory[str]:
    """Where our provider is installed for this process alone; removed with it."""
    return tempfile.TemporaryDirectory(prefix="govpair-bench-cli-")


@functools.cache
def _cli_config() -> Path:
    return write_cli_config(Path(_home().name) / "terraform.rc")
