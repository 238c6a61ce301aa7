"""From errors to answers: one clear line, the next step, and the exit code."""

from __future__ import annotations

import os
import traceback
from collections.abc import Mapping
from typing import Any

from custom_resources.engine.errors import (
    AlreadyExists,
    EngineError,
    Invalid,
    Stopped,
    TimedOut,
    Unreachable,
    WrongCredentials,
)
from custom_resources.scripts.answer import SAME_COMMAND, Answer, Problem, say
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.wording import in_options

DEBUG = "GOVPAIR_DEBUG"
"""Environment variable: anything but empty shows the traceback of every error."""

_EXIT_CODES: tuple[tuple[type[EngineError], ExitCode], ...] = (
    (Invalid, ExitCode.USAGE),
    (Stopped, ExitCode.RESUMABLE),
    (TimedOut, ExitCode.RESUMABLE),
)

_NEXT_STEPS: tuple[tuple[type[EngineError], str], ...] = (
    (
        WrongCredentials,
        "The credential sets are options (--commercial-profile NAME, --govcloud-paired-profile NAME, …) and "
        "environment variables (GOVPAIR_COMMERCIAL_PROFILE, …); `govpair simulate` gives a pair of them to try with.",
    ),
    (AlreadyExists, "If it is meant to be taken over as asked for here, run the command again with --adopt-existing."),
    (Unreachable, "When the endpoint answers again, run the same command again."),
)


_CHANGING = frozenset({"vend", "invite", "accept", "close"})
"""Commands whose unanswered call may have changed something."""


class PartlyDone(Exception):
    """Something was begun or made before the error; the same command goes on from there."""

    def __init__(self, error: EngineError, text: str = "") -> None:
        super().__init__(str(error))
        self.error, self.text = error, text


def answer_to(error: Exception, known: Mapping[str, Any], command: str = "") -> Answer:
    """Tell what an error means for the one who runs the command.

    known: the command's own fields of the JSON document, with what was found out before the error. command: its name.
    """
    if os.environ.get(DEBUG):
        say("".join(traceback.format_exception(error)).rstrip())
    if isinstance(error, PartlyDone):
        return Answer(known, error.text, ExitCode.RESUMABLE, _problem(error.error), SAME_COMMAND)
    if isinstance(error, EngineError):
        code = next((code for kind, code in _EXIT_CODES if isinstance(error, kind)), ExitCode.FAILED)
        step = next((step for kind, step in _NEXT_STEPS if isinstance(error, kind)), "")
        if isinstance(error, Unreachable) and command in _CHANGING:
            step = f"{step.rstrip('.')}: it looks first what came of this."
        if code is ExitCode.RESUMABLE:
            step = SAME_COMMAND
        return Answer(known, "", code, _problem(error), step)
    problem = Problem(
        "a defect in govpair",
        f"{type(error).__name__}: {' '.join(str(error).split()) or 'no message'}. Please report it.",
    )
    return Answer(known, "", ExitCode.FAILED, problem, f"{DEBUG}=1 in the environment shows the traceback.")


def interrupted(doing: str, known: Mapping[str, Any]) -> Answer:
    """The answer when the work was left in the middle of a call."""
    problem = Problem(doing, "Stopped as asked, in the middle of a call; what AWS has begun goes on there.")
    return Answer(known, "", ExitCode.RESUMABLE, problem, SAME_COMMAND)


def _problem(error: EngineError) -> Problem:
    return Problem(
        error.title,
        in_options(error.detail),
        reason=error.reason,
        code=error.code,
        attribute=error.attribute,
        commercial_account_id=error.commercial_account_id,
        govcloud_account_id=error.govcloud_account_id,
    )
