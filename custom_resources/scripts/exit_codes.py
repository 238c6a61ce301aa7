"""What a command's exit code says. The same words stand in the JSON document as `outcome`."""

from enum import IntEnum


class ExitCode(IntEnum):
    """DONE: as asked. FAILED: not done. USAGE: asked wrongly, nothing tried. RESUMABLE: run the same command again."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    RESUMABLE = 3

    @property
    def outcome(self) -> str:
        """The word for it: `done`, `failed`, `wrong_usage` or `resumable`."""
        return _OUTCOMES[self]


_OUTCOMES = {
    ExitCode.DONE: "done",
    ExitCode.FAILED: "failed",
    ExitCode.USAGE: "wrong_usage",
    ExitCode.RESUMABLE: "resumable",
}
