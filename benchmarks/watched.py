"""Run one program to its end, and see how much memory it and its children took at their highest."""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_LOOK_EVERY = 0.02
"""Seconds between two looks: what a process takes in its last moments, after the last look, isn't seen."""


@dataclass
class Finished:
    """A finished program.

    cpu_seconds: processor time of the program and its children, which a busy machine changes less than ``seconds``.
    children_mib: the high-water mark of resident memory of each child process it had, at any depth; empty where the
        system has no /proc.
    own_mib: its own; None there.
    together_mib: the most memory that the program and its children took at one moment, each page that they share
        counted once (the sum of their proportional set sizes, proc_pid_smaps(5)); None there.
    """

    code: int
    output: str
    seconds: float
    cpu_seconds: float
    own_mib: float | None = None
    children_mib: list[float] = field(default_factory=list)
    together_mib: float | None = None

    @property
    def largest_child_mib(self) -> float | None:
        """Of Terraform: its largest provider process."""
        return max(self.children_mib, default=None)


def run(command: Sequence[str], directory: Path, environment: Mapping[str, str], timeout: float = 3600) -> Finished:
    """Run ``command`` to its end; both streams of output are in the answer. TimeoutError after ``timeout`` seconds."""
    log = directory / "output.log"
    began, used = time.perf_counter(), children_cpu_seconds()
    with log.open("w") as stream:
        process = subprocess.Popen(
            list(command),
            cwd=directory,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
        marks: dict[int, float] = {}
        together = 0.0
        while True:
            there = (process.pid, *_descendants(process.pid))
            for pid in there:
                marks[pid] = max(marks.get(pid, 0.0), _high_water_mib(pid))
            together = max(together, sum(map(_proportional_mib, there)))
            try:
                code = process.wait(_LOOK_EVERY)
                break
            except subprocess.TimeoutExpired:
                if time.perf_counter() - began > timeout:
                    process.kill()
                    process.wait()
                    raise TimeoutError(f"{command[0]} ran for more than {timeout:.0f} s") from None
    seconds = time.perf_counter() - began
    own = marks.pop(process.pid) or None
    cpu = children_cpu_seconds() - used
    children = [mark for mark in marks.values() if mark]
    return Finished(code, log.read_text(), seconds, cpu, own, children, together or None)


def children_cpu_seconds() -> float:
    """Processor time, user and system, of all children of this process that have ended, with theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _descendants(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(word) for task in tasks for word in (task / "children").read_text().split()]
    except OSError:  # it ended meanwhile, or there is no /proc
        return []
    return [each for child in children for each in (child, *_descendants(child))]


def _high_water_mib(pid: int) -> float:
    return _mib(Path(f"/proc/{pid}/status"), "VmHWM:")


def _proportional_mib(pid: int) -> float:
    return _mib(Path(f"/proc/{pid}/smaps_rollup"), "Pss:")


def _mib(path: Path, what: str) -> float:
    try:
        lines = path.read_text().splitlines()
    except OSError:  # it ended meanwhile
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(what)), 0.0)
