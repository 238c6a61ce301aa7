"""A synthesized folder, and a program in Terraform's place that plays recorded events of real runs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from custom_resources.scripts.stacks.declared import DeclaredStack, read_declared
from custom_resources.scripts.stacks.manifest import read_stacks
from custom_resources.scripts.stacks.terraform import Event, event_of

RECORDED = Path(__file__).parent / "recorded"
"""Events of Terraform 1.11.4 and the provider's progress, of seven pairs made and joined on the simulator."""

NAMES = ("app-one", "app-two", "app-three", "app-four", "app-five", "app-six", "app-seven")
_PAIRS = "data.terraform_remote_state.account-pairs.outputs"

_PROGRAM = '''#!{python}
"""Plays what lies in the folder: COMMAND.jsonl, then ends with the code in COMMAND.code; `hang` waits for SIGINT."""
import os, signal, sys, time
from pathlib import Path

heard = []
signal.signal(signal.SIGINT, lambda number, frame: heard.append(time.monotonic()))
command, here = sys.argv[1], Path.cwd()
if command == "version":
    print("Terraform v" + os.environ.get("FAKE_VERSION", "1.11.4"))
    sys.exit()
with open(os.environ["FAKE_CALLS"], "a") as calls:
    calls.write(" ".join([here.name, *sys.argv[1:]]) + "\\n")
if command == "plan":
    for word in sys.argv:
        if word.startswith("-out="):
            Path(word[5:]).touch()
for name in (command + ".jsonl", command + ".txt"):
    if (here / name).is_file():
        sys.stdout.write((here / name).read_text())
        sys.stdout.flush()
if command == "apply" and (here / "hang").is_file():
    while not heard:
        time.sleep(0.01)
    time.sleep(0.5)  # the orderly end takes its time; a second SIGINT would come now
    (here / "heard").write_text(str(len(heard)))
    sys.exit(1)
code = here / (command + ".code")
sys.exit(int(code.read_text()) if code.is_file() else 0)
'''


def recorded(name: str) -> list[Event]:
    """The events of a recorded run."""
    events = [event_of(line) for line in (RECORDED / f"{name}.jsonl").read_text().splitlines()]
    return [event for event in events if event is not None]


def change(address: str, action: str) -> str:
    """A planned change, as Terraform tells it."""
    return json.dumps({"type": "planned_change", "change": {"resource": {"addr": address}, "action": action}})


@dataclass
class Synthesized:
    """A synthesized folder of a company: commercial, account-pairs, govcloud-agency."""

    outdir: Path
    calls_file: Path
    stacks: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, dependencies: Sequence[str], **configuration: Any) -> None:
        """Add a stack with its `cdk.tf.json`."""
        folder = self.outdir / "stacks" / name
        folder.mkdir(parents=True)
        (folder / "cdk.tf.json").write_text(json.dumps(configuration))
        self.stacks[name] = {"dependencies": list(dependencies), "name": name, "workingDirectory": f"stacks/{name}"}
        (self.outdir / "manifest.json").write_text(json.dumps({"version": "0.21.0", "stacks": self.stacks}))

    def plays(self, stack: str, command: str, text: str = "", code: int = 0) -> None:
        """Let Terraform's command say that in the stack's folder, and end with the code."""
        folder = self.outdir / "stacks" / stack
        (folder / f"{command}.jsonl").write_text(text + "\n")
        (folder / f"{command}.code").write_text(str(code))

    def plays_recorded(self, stack: str) -> None:
        """Let plan and apply be those of the recorded run, in which all seven pairs were made."""
        for command, code in (("plan", 2), ("apply", 0)):
            self.plays(stack, command, (RECORDED / f"{stack}.{command}.jsonl").read_text(), code)

    def calls(self, command: str) -> list[str]:
        """The calls of one of Terraform's commands: the stack and all arguments."""
        lines = self.calls_file.read_text().splitlines() if self.calls_file.is_file() else []
        return [line for line in lines if line.split()[1] == command]

    def read(self) -> list[DeclaredStack]:
        """What is declared."""
        return [read_declared(stack) for stack in read_stacks(self.outdir)]


@pytest.fixture
def synthesized(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Synthesized:
    """The folder, with a program in Terraform's place that finds nothing to do until it is told what to play."""
    program = tmp_path / "terraform"
    program.write_text(_PROGRAM.format(python=sys.executable))
    program.chmod(0o755)
    for name in list(os.environ):
        if name.startswith(("AWS_", "GOVPAIR_", "TF_", "CDKTF_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GOVPAIR_TERRAFORM", str(program))
    monkeypatch.setenv("FAKE_CALLS", str(tmp_path / "calls"))
    made = Synthesized(tmp_path / "out", tmp_path / "calls")
    organization = {"lifecycle": {"prevent_destroy": True}, "feature_set": "ALL"}
    made.add("commercial", (), resource={
        "aws_organizations_organization": {"commercial": organization},
        "aws_organizations_organizational_unit": {
            "Workloads": {"parent_id": "${aws_organizations_organization.commercial.roots[0].id}"}
        },
    })  # fmt: skip
    unit = '${data.terraform_remote_state.commercial.outputs.organizational_unit_ids["Workloads"]}'
    made.add("account-pairs", ("commercial",), resource={
        "govpair_account_pair": {
            name: {"name": name, "email": f"aws+{name}@example.gov", "parent_id": unit} for name in NAMES
        }
    })  # fmt: skip
    made.add("govcloud-agency", ("account-pairs",), resource={
        "aws_organizations_organization": {"agency": organization},
        "aws_organizations_organizational_unit": {
            "Workloads": {"parent_id": "${aws_organizations_organization.agency.roots[0].id}"}
        },
        "govpair_membership": {
            name: {
                "account_id": f'${{{_PAIRS}.pairs["{name}"].govcloud_account_id}}',
                "parent_id": "${aws_organizations_organizational_unit.Workloads.id}",
            }
            for name in NAMES
        },
    })  # fmt: skip
    return made
