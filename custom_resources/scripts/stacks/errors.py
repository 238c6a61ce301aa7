"""Why the stacks could not be planned or applied, as one line and a next step."""

from __future__ import annotations

from custom_resources.scripts.exit_codes import ExitCode


class StacksError(Exception):
    """Something is missing or wrong; `exit_code` is what the command ends with."""

    def __init__(self, title: str, detail: str, next_step: str = "", exit_code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(f"{title}: {detail}")
        self.title, self.detail, self.next_step, self.exit_code = title, detail, next_step, exit_code


class StackStopped(StacksError):
    """Ctrl-C, SIGTERM or a closed terminal; Terraform has ended in order."""
