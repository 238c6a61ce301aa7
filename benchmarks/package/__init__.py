"""How much longer the packaged provider, which brings its own Python, takes to start than the launcher into a venv."""

from __future__ import annotations

import zipfile
from pathlib import Path

from benchmarks.record import Record, Target, turns
from benchmarks.start import handshake
from custom_resources.scripts.provider_mirror import install_provider
from workbench.provider_package import build_package

PACKAGED, LAUNCHER = "package", "launcher"
HANDSHAKE, ARCHIVE = "packaged provider's start to handshake", "packaged provider"
TARGETS = (Target(HANDSHAKE, "seconds", "at most", 1.3, relative=True),)


def measure_all(folder: Path, rounds: int) -> Record:
    """Build the package, unpack it as Terraform does, and start both in turns, three times a round."""
    record = Record((PACKAGED, LAUNCHER), TARGETS)
    archive = build_package(folder / "out", folder / "work")[0]
    unpacked = folder / "unpacked"
    with zipfile.ZipFile(archive) as packed:
        for entry in packed.infolist():
            Path(packed.extract(entry, unpacked)).chmod((entry.external_attr >> 16) & 0o777)
    mib = 1024 * 1024
    size = sum(path.stat().st_size for path in unpacked.rglob("*") if path.is_file()) / mib
    record.add(ARCHIVE, PACKAGED, {"archive_mib": archive.stat().st_size / mib, "unpacked_mib": size})
    programs = {
        PACKAGED: next(unpacked.glob("terraform-provider-*")),
        LAUNCHER: install_provider(folder / "mirror"),
    }
    certificate = handshake.client_certificate()
    for _, order in turns(record.contestants, 3 * rounds):
        for contestant in order:
            record.add(HANDSHAKE, contestant, handshake.measure(programs[contestant], certificate))
    return record
