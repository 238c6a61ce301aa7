"""What the figures were measured on: without that they say nothing."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from workbench.paths import PROJECT
from workbench.terraform_binary import find_terraform

PACKAGES = ("moto", "boto3", "werkzeug")


def describe(note: str = "") -> dict[str, str]:
    """Processor, memory, system, Python, packages, how busy the machine was with other things, and a note."""
    terraform = find_terraform()
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "processor": f"{_processor()}, {os.cpu_count()} of them",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES),
        "terraform": ".".join(map(str, terraform.version)) if terraform else "none",
        "load": f"{os.getloadavg()[0]:.1f} runnable tasks in the last minute when it ended",
        **({"note": note} if note else {}),
    }


def this_run() -> dict[str, str]:
    """Date, commit and machine, to be kept with a run's results."""
    machine = describe()
    words = ", ".join(f"{name} {machine[name]}" for name in ("processor", "system", "python", "terraform"))
    return {"date": machine["date"], "commit": commit(), "machine": words}


def commit() -> str:
    """The commit that is checked out, and whether anything was changed since."""
    asked = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    found = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
