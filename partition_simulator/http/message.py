"""An HTTP request and its answer, apart from any server."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote


@dataclass(frozen=True)
class HttpRequest:
    """A request as it came over the wire.

    target: path and query string exactly as sent (SigV4 signs the raw form).
    headers: names in lower case; repeated ones joined by commas.
    """

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def raw_path(self) -> str:
        """The path, still percent-encoded."""
        return self.target.partition("?")[0]

    @property
    def path(self) -> str:
        """The path, decoded."""
        return unquote(self.raw_path)

    @property
    def query(self) -> str:
        """The query string, still percent-encoded."""
        return self.target.partition("?")[2]


@dataclass(frozen=True)
class HttpResponse:
    """An answer; Content-Length is the listener's business."""

    status: int
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)


class ConnectionDropped(Exception):
    """Raised to close the connection without an answer (fault injection)."""
