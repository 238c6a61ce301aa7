"""What every run costs before it does anything: a plan of one pair to be made, and the provider's start."""

from __future__ import annotations

from pathlib import Path

from benchmarks.record import Record, Target, turns
from benchmarks.start import handshake
from benchmarks.terraform import OURS, OURS_BLOCK, PEER, PEER_BLOCK, Folder
from partition_simulator import Simulator

PLAN, HANDSHAKE = "trivial plan, whole process", "provider start to handshake"
TARGETS = (
    Target(PLAN, "seconds", "at most", 0.25, relative=True),
    Target(HANDSHAKE, "seconds", "at most", 0.8, relative=True),
)
_PAIR = '\n  name  = "one"\n  email = "one@example.gov"\n'
CONFIGURATIONS = {
    OURS: f'{OURS_BLOCK}\nresource "govpair_account_pair" "one" {{{_PAIR}}}\n',
    PEER: f'{PEER_BLOCK}\nresource "aws_organizations_account" "one" {{{_PAIR}  create_govcloud = true\n}}\n',
}


def measure_all(folder: Path, rounds: int) -> Record:
    """So many times; the handshake, which is short, three times a round."""
    record = Record((OURS, PEER), TARGETS)
    certificate = handshake.client_certificate()
    with Simulator() as simulator:
        payer = simulator.seed_management_pair()
        simulator.create_organization(payer.commercial)
        environment = simulator.aws_config(folder / "aws")
        folders: dict[str, Folder] = {}
        for contestant in record.contestants:
            folders[contestant] = Folder(folder / str(len(folders)), environment)
            folders[contestant].write(CONFIGURATIONS[contestant]).succeed("init", "-input=false")
        for _, order in turns(record.contestants, rounds):
            for contestant in order:
                run = folders[contestant].succeed("plan", "-input=false")
                memory = run.largest_child_mib
                sample = {"seconds": run.seconds, "cpu_seconds": run.cpu_seconds}
                record.add(PLAN, contestant, sample if memory is None else sample | {"provider_mib": memory})
        for _, order in turns(record.contestants, 3 * rounds):
            for contestant in order:
                sample = handshake.measure(folders[contestant].provider(), certificate)
                record.add(HANDSHAKE, contestant, sample)
    return record
