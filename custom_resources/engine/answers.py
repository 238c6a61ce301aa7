"""Answers that are not AWS's: a proxy's or a sign-in page, which botocore would take for an answer without members.

An empty listing in place of the accounts is the way to a second pair, so what cannot be read is no answer at all.
"""

from __future__ import annotations

from typing import Any


def refuse_strangers(client: Any) -> None:
    """Let the client raise ResponseParserError where an answer in JSON is none; botocore does so for XML by itself."""
    if str(client.meta.service_model.protocol).endswith("json"):
        client.meta.events.register("after-call", _check)


def _check(http_response: Any, **_: Any) -> None:
    from botocore.parsers import ResponseParserError

    body = http_response.content.strip()
    if http_response.status_code < 300 and body and not body.startswith(b"{"):
        raise ResponseParserError(f"not JSON but {http_response.headers.get('content-type', 'something else')}")
