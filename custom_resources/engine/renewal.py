"""Credentials that end in mid-work: got anew from where they came from, once, and the refused call sent again.

botocore renews by itself what tells it when it ends, by this machine's clock. It doesn't look again at what doesn't:
a credentials file that a login rewrites, a `credential_process` without `Expiration`. AWS authenticates before it does
anything (IAM User Guide, "Policy evaluation logic"), so a call that was refused for expired credentials had no effect,
and sending it again, signed anew, is safe for every call.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.credentials import Credentials, ReadOnlyCredentials
from botocore.exceptions import CredentialRetrievalError, NoCredentialsError

from custom_resources.engine.calls import EXPIRED_CODES

_USED, _RENEWED = "govpair_access_key", "govpair_renewed"
"""In a request's context: the access key id that signed it last; whether its credentials were renewed."""

Check = Callable[[Any], None]


class RenewableCredentials(Credentials):
    """What botocore signs with; the credentials behind it can be replaced as a whole.

    Args:
        load: gets them from where they come from; None where there are none.
        check: raises when fresh ones are not to be used.
    """

    def __init__(self, load: Callable[[], Any], check: Check) -> None:
        self._load, self._check = load, check
        self._lock = threading.Lock()
        self._current = self._loaded()
        super().__init__("", "", method=getattr(self._current, "method", None))

    def get_frozen_credentials(self) -> ReadOnlyCredentials:
        """The keys to sign with now; botocore refreshes them here, if it knows when they end."""
        return self._frozen(self._current)

    def get_deferred_property(self, property_name: str) -> Callable[[], Any]:
        """For botocore, which asks for the account's id this way."""
        return lambda: getattr(self._current, property_name, None)

    def renew(self, used: str) -> bool:
        """Get credentials anew; False when they are those that were used, so that there is no use in going on."""
        with self._lock:
            if self.get_frozen_credentials().access_key != used:  # another thread did it
                return True
            fresh = self._loaded()
            if self._frozen(fresh).access_key == used:
                return False
            self._check(fresh)
            self._current = fresh
            return True

    def attach(self, client: Any) -> None:
        """Renew where AWS refuses a call of this client for credentials that have expired."""
        events, event = client.meta.events, client.meta.service_model.service_id.hyphenize()

        def signed(request: Any, **_: Any) -> None:
            scope = request.headers.get("Authorization", "").partition("Credential=")[2]
            request.context[_USED] = scope.partition("/")[0]

        def answered(response: Any, request_dict: dict[str, Any], **_: Any) -> int | None:
            code = (response[1].get("Error") or {}).get("Code") if response is not None else None
            context = request_dict["context"]
            if code not in EXPIRED_CODES or context.get(_RENEWED):
                return None
            context[_RENEWED] = True
            return 0 if self.renew(context.get(_USED, "")) else None  # 0: send it again at once

        events.register(f"request-created.{event}", signed)  # after botocore's own, which signs
        events.register_first(f"needs-retry.{event}", answered)

    def _loaded(self) -> Any:
        with _told("the profile or the environment"):
            return self._load()

    def _frozen(self, current: Any) -> ReadOnlyCredentials:
        if current is None:
            raise NoCredentialsError
        with _told(current.method):
            frozen: ReadOnlyCredentials = current.get_frozen_credentials()
            return frozen


@contextmanager
def _told(where: str) -> Iterator[None]:
    """What botocore lets through, of a program that isn't there or answers nonsense, and of a refresh in vain."""
    try:
        yield
    except (OSError, ValueError, RuntimeError, AttributeError, TypeError) as error:
        raise CredentialRetrievalError(provider=where, error_msg=f"{error}") from error
