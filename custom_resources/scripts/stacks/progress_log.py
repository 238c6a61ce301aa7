"""The provider's progress file, read while it grows."""

from __future__ import annotations

import json
from pathlib import Path


class ProgressLog:
    """Hands out each message once. A line that is still being written is left for the next look."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._offset = 0

    def new_messages(self) -> list[str]:
        """The messages that were appended since the last look."""
        try:
            with self.file.open("rb") as opened:
                opened.seek(self._offset)
                data = opened.read()
        except FileNotFoundError:
            return []
        whole = data[: data.rfind(b"\n") + 1]
        self._offset += len(whole)
        messages = []
        for line in whole.splitlines():
            try:
                message = json.loads(line)["message"]
            except (ValueError, KeyError, TypeError):
                continue  # another writer's line
            messages.append(str(message))
        return messages
