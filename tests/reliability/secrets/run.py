"""A full run with real processes at TRACE, of which all that it leaves behind, and all that could be seen, is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from partition_simulator import Fault
from partition_simulator.world.keys import AccessKey
from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, Run, block, pair, shell_environment
from tests.reliability.secrets.handed import VARIABLES, WAYS, environment, provider_block, session_of
from tests.reliability.secrets.processes import Seen, watching
from workbench.cli_config import write_cli_config
from workbench.paths import PROJECT

JOINED = {"account_id": Expression("govpair_account_pair.log.govcloud_account_id"), "on_destroy": "remove"}

# What Terraform starts in the launcher's place: the provider, which also tells the test its certificate's key.
_RECORDER = """
import sys
from custom_resources.plugin import tls
from custom_resources.provider.__main__ import main
made = tls.new_identity
def new_identity():
    identity = made()
    with open({keys!r}, "ab") as file:
        file.write(identity.key_pem)
    return identity
tls.new_identity = new_identity
sys.exit(main())
"""


@dataclass
class FullRun:
    """The run's folder and what was seen.

    Attributes:
        keys: the file with the keys of all handshake certificates.
        sockets: where sockets, and other temporary files, appear.
        said: of each command, by its name, what it said.
    """

    folder: Folder
    sets: dict[str, AccessKey]
    keys: Path
    sockets: Path
    seen: Seen = field(default_factory=Seen)
    said: dict[str, bytes] = field(default_factory=dict)

    def terraform(self, name: str, *arguments: str) -> Run:
        """Run a command while its processes are looked at."""
        with self.folder.start(*arguments) as running, watching(self.seen, running.pid, self.sockets):
            output, _ = running.communicate(timeout=200)
        self.said[name] = output.encode()
        return Run(running.returncode, output)

    def govpair(self, name: str, *arguments: str) -> None:
        """Run a command of the operator's."""
        command = [sys.executable, "-m", "custom_resources", *arguments]
        given = {**self.folder.environment, "PYTHONPATH": str(PROJECT)}
        pipes = subprocess.Popen(
            command, cwd=self.folder.path, env=given, stdout=-1, stderr=subprocess.STDOUT, start_new_session=True
        )
        with pipes as running, watching(self.seen, running.pid, self.sockets):
            self.said[name], _ = running.communicate(timeout=200)
        assert running.returncode == 0, self.said[name].decode()

    def left(self) -> list[Path]:
        """All files that the run left in its folder, without Terraform's copies of providers."""
        return [each for each in self.folder.path.rglob("*") if each.is_file() and ".terraform/" not in str(each)]


def prepared(estate: SimulatedEstate, terraform: Path, place: Path, sockets: Path) -> FullRun:
    """The folder, the three sets and the provider that tells its key; nothing has run yet."""
    keys, recorder, work = place / "keys.pem", place / "recorder.py", place / "work"
    work.mkdir()
    recorder.write_text(_RECORDER.format(keys=str(keys)))
    config = write_cli_config(place / "cli" / "terraform.rc")
    (launcher,) = [each for each in config.parent.rglob("terraform-provider-govpair*") if each.is_file()]
    launcher.write_text(f'#!/bin/sh\nexec {sys.executable} -I {recorder} "$@"\n')
    one_each = {"commercial": estate.commercial, "govcloud_paired": estate.govcloud}
    sets = {name: session_of(estate.simulator, one_each.get(name, estate.govcloud)) for name in WAYS}
    given = shell_environment(
        TF_CLI_CONFIG_FILE=str(config),
        TF_LOG="TRACE",
        TF_LOG_PATH=str(work / "terraform.log"),
        GOVPAIR_PROGRESS_FILE=str(work / "progress.jsonl"),
        TMPDIR=str(sockets),
        **environment(estate.simulator, sets, place),
    )
    given["PATH"] = os.environ["PATH"]
    return FullRun(Folder(work, terraform, given, provider_block(estate.simulator)), sets, keys, sockets)


def refused(run: FullRun, estate: SimulatedEstate) -> Run:
    """An apply that AWS refuses with the whole request in its answer, token and all, as it does."""
    token = run.sets["commercial"].session_token
    canonical = f"\n\nThe Canonical String for this request should have been\n'POST\n/\n\nx-amz-security-token:{token}'"
    fault = Fault("*", "*", "commercial", code="SignatureDoesNotMatch", status=403, message=f"No match.{canonical}")
    fault_id = estate.simulator.inject(replace(fault, times=1000))
    outcome = run.terraform("refused apply", "apply", "-auto-approve", "-no-color")
    estate.simulator.remove_fault(fault_id)
    return outcome


def whole_life(run: FullRun, estate: SimulatedEstate) -> None:
    """Vend and join, with a failure first and one in the middle; a plan file; close, report, destroy."""
    joined = block('resource "govpair_membership" "log"', JOINED)
    run.folder.write(VARIABLES + pair("log") + joined)
    run.terraform("init", "init", "-no-color").succeeded()
    refused(run, estate).failed()
    estate.simulator.inject(Fault("organizations", "AcceptHandshake", "govcloud", code="AccessDeniedException"))
    run.terraform("failing apply", "apply", "-auto-approve", "-no-color").failed()
    run.terraform("plan", "plan", "-out=plan.bin", "-no-color").succeeded()
    run.terraform("show plan", "show", "-json", "plan.bin").succeeded()
    run.terraform("apply", "apply", "-no-color", "plan.bin").succeeded()
    run.terraform("show state", "show", "-json").succeeded()
    profiles = [f"--{name.replace('_', '-')}-profile={name}" for name in WAYS]
    run.govpair("report", "report", *profiles, "--output", "report.html", "--with-trails")
    run.govpair("report as JSON", "report", *profiles, "--format", "json")
    run.folder.write(VARIABLES + pair("log", closed=True))
    run.terraform("closing", "apply", "-auto-approve", "-no-color").succeeded()
    run.terraform("destroy", "destroy", "-auto-approve", "-no-color").succeeded()
