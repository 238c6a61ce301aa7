"""No core file of this process: it would hold every credential that the process has."""

from __future__ import annotations

_ONE_BYTE = 1


def core_limit(hard: int, infinite: int) -> int:
    """The limit that leaves no core file behind, below the present hard limit.

    One byte, and not none: a limit of 0 keeps Linux from writing a file, but not from piping the core to a program that
    /proc/sys/kernel/core_pattern names (core(5)); a limit of 1 keeps it from both (Linux, fs/coredump.c).
    """
    return _ONE_BYTE if hard == infinite else min(_ONE_BYTE, hard)


def no_core_file() -> None:
    """Set it for this process and those that it starts, for good."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    limit = core_limit(resource.getrlimit(resource.RLIMIT_CORE)[1], resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))
