"""Logging to Terraform: JSON lines on standard error, in the form of its hclog library."""

from __future__ import annotations

import json
import logging
import os
import traceback
from collections.abc import Mapping
from datetime import datetime

TRACE = 5
logging.addLevelName(TRACE, "TRACE")

PROVIDER = "provider"
"""The logger of handlers (``ctx.log``) and of this package; a provider's further loggers are its children."""

_OFF = logging.CRITICAL + 10
_LEVELS = {
    "TRACE": TRACE,
    "DEBUG": logging.DEBUG,
    "INFO": logging.INFO,
    "WARN": logging.WARNING,
    "ERROR": logging.ERROR,
    "OFF": _OFF,
    # Means: everything, and as JSON.
    "JSON": TRACE,
}


def level_from(environment: Mapping[str, str]) -> int:
    """The level that the user asked for: TF_LOG_PROVIDER goes before TF_LOG; without either, nothing is logged.

    As in Terraform, a value that is no level means TRACE.
    """
    wanted = environment.get("TF_LOG_PROVIDER") or environment.get("TF_LOG") or "OFF"
    return _LEVELS.get(wanted.upper(), TRACE)


class HclogFormatter(logging.Formatter):
    """One record as one line that hclog reads."""

    def format(self, record: logging.LogRecord) -> str:
        """See :meth:`logging.Formatter.format`."""
        line = {
            "@level": _level_name(record.levelno),
            "@message": record.getMessage(),
            "@module": record.name,
            # go-plugin reads six decimals or nothing; isoformat() alone leaves out zeros.
            "@timestamp": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="microseconds"),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["traceback"] = "".join(traceback.format_exception(record.exc_info[1]))
        return json.dumps(line, default=str)


def _level_name(number: int) -> str:
    if number >= logging.ERROR:
        return "error"
    if number >= logging.WARNING:
        return "warn"
    if number >= logging.INFO:
        return "info"
    return "debug" if number >= logging.DEBUG else "trace"


class StderrHandler(logging.Handler):
    """Writes each record whole, in one write: Terraform reads lines, and several threads write."""

    def emit(self, record: logging.LogRecord) -> None:
        """See :meth:`logging.Handler.emit`."""
        try:
            data = (self.format(record) + "\n").encode()
            while data:
                data = data[os.write(2, data) :]
        except OSError:
            # Terraform is gone; there is nobody left to tell.
            pass
        except Exception:
            self.handleError(record)


def set_up(environment: Mapping[str, str]) -> None:
    """Send this process's logging to Terraform, the provider's own at the level that the user asked for.

    Libraries are heard from warnings on: what they write below that is about their own insides, and may be secret (an
    HTTP client's debug records have whole answers, keys and tokens included).
    """
    level = level_from(environment)
    handler = StderrHandler()
    handler.setFormatter(HclogFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(level, logging.WARNING))
    logging.getLogger(PROVIDER).setLevel(level)
    # Without a level nothing is formatted at all, whoever logs.
    logging.disable(logging.CRITICAL if level >= _OFF else logging.NOTSET)
