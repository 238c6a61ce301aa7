"""Identifiers in AWS's shapes, reproducible from a seed, and unmistakably fake where they are secrets."""

from __future__ import annotations

import random
import string
import threading

LOWER = string.ascii_lowercase + string.digits
KEY_CHARACTERS = string.ascii_uppercase + "234567"

# moto keeps its resources in process-wide tables by account id. Account ids that no two running simulators share
# are therefore what keeps several simulators in one process apart.
_ISSUED: set[str] = set()
_ISSUED_LOCK = threading.Lock()


class IdFactory:
    """Makes the ids of one world. Shapes: the patterns in botocore's ``organizations`` and ``iam`` models."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._accounts: list[str] = []

    def text(self, length: int, characters: str = LOWER) -> str:
        """Random characters."""
        return "".join(self._random.choices(characters, k=length))

    def account(self) -> str:
        """A 12-digit account id that no other running simulator of this process uses."""
        with _ISSUED_LOCK:
            while True:
                candidate = self._random.choice("123456789") + self.text(11, string.digits)
                # 123456789012 is moto's default account, which must stay nobody's.
                if candidate not in _ISSUED and candidate != "123456789012":
                    break
            _ISSUED.add(candidate)
        self._accounts.append(candidate)
        return candidate

    def reserve(self) -> None:
        """Claim the account ids of a restored world; ValueError when another simulator of this process has one."""
        with _ISSUED_LOCK:
            taken = sorted(_ISSUED.intersection(self._accounts))
            if taken:
                raise ValueError(f"another simulator of this process has account {taken[0]}: stop it first")
            _ISSUED.update(self._accounts)

    def release(self) -> None:
        """Give the account ids back, when the world has ended."""
        with _ISSUED_LOCK:
            _ISSUED.difference_update(self._accounts)

    def organization(self) -> str:
        """``o-`` and ten characters."""
        return "o-" + self.text(10)

    def root(self) -> str:
        """``r-`` and four characters."""
        return "r-" + self.text(4)

    def organizational_unit(self, root_id: str) -> str:
        """``ou-``, the root's part, and eight characters."""
        return f"ou-{root_id.removeprefix('r-')}-{self.text(8)}"

    def policy(self) -> str:
        """``p-`` and ten characters: eight would do for the id, but not in the ARN (botocore model, PolicyArn)."""
        return "p-" + self.text(10)

    def resource_policy(self) -> str:
        """``rp-`` and eight characters."""
        return "rp-" + self.text(8)

    def creation_request(self) -> str:
        """``car-`` and 32 characters."""
        return "car-" + self.text(32)

    def handshake(self) -> str:
        """``h-`` and eight characters."""
        return "h-" + self.text(8)

    def access_key_id(self, prefix: str) -> str:
        """Twenty characters that end in FAKE; prefix AKIA for long-lived keys, ASIA for sessions."""
        return prefix + self.text(12, KEY_CHARACTERS) + "FAKE"

    def secret_access_key(self) -> str:
        """Forty characters that begin with FakeSecret."""
        return "FakeSecret" + self.text(30, string.ascii_letters + string.digits)

    def session_token(self) -> str:
        """A session token that begins with FakeSessionToken."""
        return "FakeSessionToken" + self.text(80, string.ascii_letters + string.digits)

    def request_id(self) -> str:
        """A request id in the shape of a UUID."""
        parts = [self.text(size, "0123456789abcdef") for size in (8, 4, 4, 4, 12)]
        return "-".join(parts)
