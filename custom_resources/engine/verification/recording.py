"""Every answer of AWS while verifying: what was asked, what came, when. In memory only; the report is made of it."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from custom_resources.engine.calls import TRANSIENT_CODES
from custom_resources.engine.verification.reads import action_of
from custom_resources.engine.verification.shapes import unmodelled

if TYPE_CHECKING:
    from custom_resources.engine.pace import Pace
    from custom_resources.engine.session import AwsSession


# IAM User Guide, troubleshooting access denied error messages: what a policy causes says which kind of policy it was.
_BY_POLICY = re.compile(r"because (no|an?) [a-z -]*(policy|boundary)|explicit deny", re.IGNORECASE)
_NOT_SENT = ("ResponseMetadata", "Error")
_SECRETS = ("SecretAccessKey", "SessionToken")


@dataclass(frozen=True)
class Answer:
    """One call's answer.

    action: as `organizations:ListAccounts`. parsed: what botocore made of it, without its metadata. code, message,
    reason, status: of an error; "" and the HTTP status for none. began, seconds: on the pace's clock. unmodelled:
    members that AWS sent and botocore's model lacks. host: who answered, with the port where there is one.
    """

    session: AwsSession
    action: str
    arguments: Mapping[str, Any]
    parsed: Mapping[str, Any]
    model: Any = field(repr=False)
    code: str = ""
    message: str = ""
    reason: str = ""
    status: int = 0
    began: float = 0.0
    seconds: float = 0.0
    unmodelled: tuple[str, ...] = ()
    host: str = ""

    @property
    def telling(self) -> bool:
        """Whether it says something of AWS: not that it is busy or broken, nor that IAM doesn't permit the call."""
        return self.status < 500 and self.code not in TRANSIENT_CODES and not _BY_POLICY.search(self.message)

    @property
    def ok(self) -> bool:
        """Whether AWS did what was asked."""
        return not self.code


class Recorder:
    """Listens to clients. Thread-safe. An answer that never came tells nothing of AWS, and is not recorded."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.pace: Pace | None = None
        self._lock = threading.Lock()

    def attach(self, session: AwsSession, client: Any) -> None:
        """Record every call of this client."""
        host = urlsplit(client.meta.endpoint_url).netloc

        def begin(params: Mapping[str, Any], context: dict[str, Any], **_: Any) -> None:
            context["govpair"] = (dict(params), self._now())

        def end(http_response: Any, parsed: Mapping[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
            self._add(session, host, model, context, parsed, http_response)

        client.meta.events.register("before-parameter-build", begin)
        client.meta.events.register("after-call", end)

    def _now(self) -> float:
        return self.pace.now() if self.pace is not None else 0.0

    def _add(
        self,
        session: AwsSession,
        host: str,
        model: Any,
        context: Mapping[str, Any],
        parsed: Mapping[str, Any],
        http_response: Any,
    ) -> None:
        arguments, began = context.get("govpair", ({}, self._now()))
        error = parsed.get("Error", {})
        status = int(parsed.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        members = {key: _without_secrets(value) for key, value in parsed.items() if key not in _NOT_SENT}
        answer = Answer(
            session,
            action_of(model),
            arguments,
            members if status < 300 else {},
            model,
            code=str(error.get("Code", "")) if status >= 300 else "",
            message=str(error.get("Message", "") or parsed.get("Message", "")) if status >= 300 else "",
            reason=str(parsed.get("Reason", "")) if status >= 300 else "",
            status=status,
            began=began,
            seconds=self._now() - began,
            unmodelled=_surplus(model, http_response) if status < 300 else (),
            host=host,
        )
        with self._lock:
            self.answers.append(answer)


def _without_secrets(value: Any) -> Any:
    """Return a member without secrets in it: of AssumeRole's, only that they were there is kept."""
    if not isinstance(value, Mapping) or not any(name in value for name in _SECRETS):
        return value
    return {name: "" if name in _SECRETS else inner for name, inner in value.items()}


def _surplus(model: Any, http_response: Any) -> tuple[str, ...]:
    """Members that were sent and the model lacks; told of JSON protocols only."""
    if not str(model.service_model.protocol).endswith("json"):
        return ()
    try:
        return tuple(sorted(unmodelled(json.loads(http_response.content or b"{}"), model.output_shape)))
    except ValueError:
        return ()
