"""The page at the root of either port: what stands in both partitions, for people; it refreshes by itself."""

from __future__ import annotations

import functools
import secrets
from importlib import resources

from jinja2 import Environment, Template

from partition_simulator.http.message import HttpRequest, HttpResponse
from partition_simulator.page.overview import overview
from partition_simulator.world.world import World

# Names, emails and faults come from clients: all is escaped, and no script but the page's own runs.
_POLICY = "default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src 'nonce-{nonce}'"


def is_asked_for(request: HttpRequest) -> bool:
    """Whether a browser asks for the page. S3's ListBuckets asks for the same path, signed."""
    return (
        request.method == "GET"
        and request.path == "/"
        and "authorization" not in request.headers
        and "text/html" in request.headers.get("accept", "")
    )


@functools.cache
def _template() -> Template:
    source = resources.files(__package__).joinpath("page.html").read_text(encoding="utf-8")
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(source)


def render(world: World) -> HttpResponse:
    """The page as of now."""
    with world.lock:
        shown = overview(world)
    nonce = secrets.token_urlsafe(12)
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", _POLICY.format(nonce=nonce)),
        ("X-Content-Type-Options", "nosniff"),
    ]
    return HttpResponse(200, _template().render(shown=shown, nonce=nonce).encode(), headers)
