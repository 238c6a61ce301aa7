"""The environment that Terraform is started with: what the shell has, less whatever could lead a run astray."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_LEFT_OUT = ("TF_", "AWS_")


def terraform_environment(cli_config: Path, aws: Mapping[str, str]) -> dict[str, str]:
    """Environment for Terraform and `main.py` in the demo and the tests.

    Every ``TF_*`` and ``AWS_*`` variable of the caller's shell is left out, so that neither a user's Terraform settings
    nor, above all, real credentials reach a run that is meant for the simulator.

    Args:
        cli_config: the Terraform CLI configuration file to use.
        aws: the ``AWS_*`` variables to add, such as ``AWS_CONFIG_FILE``.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_LEFT_OUT)}
    return {
        **kept,
        "TF_CLI_CONFIG_FILE": str(cli_config),
        "TF_IN_AUTOMATION": "1",
        "TF_INPUT": "0",
        "CHECKPOINT_DISABLE": "1",
        "AWS_EC2_METADATA_DISABLED": "true",
        **aws,
    }
