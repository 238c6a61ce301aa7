"""Both partitions with a management pair, and a program whose stacks real Terraform runs on, for whole models."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from partition_simulator import Simulator
from tests.end_to_end.govcloud import REGION, Govcloud
from tests.end_to_end.hcl import Folder
from workbench.paths import PROJECT
from workbench.stack import stacks_in_order

EXAMPLES = PROJECT / "examples"


@dataclass
class Ground:
    """Both partitions with a management pair, and a program whose stacks Terraform runs on."""

    simulator: Simulator
    payer: Any
    environment: dict[str, str]
    terraform: Path
    folder: Path

    @property
    def states(self) -> Path:
        """Where the states are."""
        return self.folder / "states"

    def synthesize(self, *program: str) -> dict[str, Folder]:
        """Run the program; the stacks in their order, each ready for Terraform."""
        places = {
            "CDKTF_OUTDIR": str(self.folder / "out"),
            "GOVPAIR_STATE_DIR": str(self.states),
            "PYTHONPATH": str(PROJECT),
        }
        subprocess.run([sys.executable, *program], check=True, cwd=self.folder, env={**os.environ, **places})
        out = self.folder / "out"
        return {
            name: Folder(out / "stacks" / name, self.terraform, self.environment, "") for name in stacks_in_order(out)
        }

    def govpair(self, *arguments: str) -> str:
        """Run a command that must succeed, as a process of its own; what it said."""
        finished = subprocess.run(
            [sys.executable, "-m", "custom_resources", *arguments],
            cwd=PROJECT,
            env={**os.environ, **self.environment},
            text=True,
            capture_output=True,
            check=False,
        )
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    def client(self, service: str, account_id: str | None = None, region: str = REGION) -> Any:
        """AWS in GovCloud as the paired management account, or through the role in another."""
        return Govcloud(self.simulator, self.payer.govcloud).client(service, account_id, region)


def make(folder: Folder) -> None:
    """Init and apply."""
    folder.run("init", "-input=false", "-no-color").succeeded()
    folder.apply().succeeded()


def changed(stacks: dict[str, Folder]) -> dict[str, dict[str, list[str]]]:
    """What plans would do, by stack, where it is anything."""
    return {name: actions for name, folder in stacks.items() if (actions := folder.planned_actions())}
