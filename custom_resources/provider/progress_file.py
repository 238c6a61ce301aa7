"""The provider's progress for the program that started Terraform: JSON lines in a file that it names.

Terraform hands a provider's log on only with TF_LOG, mixed with its own and with every other provider's. `govpair
apply` shows what each pair waits for from this file instead, whatever the log is set to.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime

VARIABLE = "GOVPAIR_PROGRESS_FILE"
"""Environment variable: the file that progress is appended to; nothing is written without it."""


def write_progress(message: str, environment: Mapping[str, str] = os.environ) -> None:
    """Append one line, `{"timestamp": …, "message": …}`, whole, in one write: several providers may share the file.

    The message is what the log has: an operation, what it waits for, its seconds; never a secret. A file that can't be
    written keeps no operation from going on.
    """
    path = environment.get(VARIABLE)
    if not path:
        return
    line = {"timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"), "message": message}
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.write(descriptor, (json.dumps(line) + "\n").encode())
        finally:
            os.close(descriptor)
    except OSError:
        return
