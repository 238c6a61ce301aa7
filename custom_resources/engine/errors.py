"""The errors of the engine: what failed, on which object with which ids, what was seen, and what to do next.

Nothing else is meant to leave the engine: botocore's exceptions are translated in `engine/calls.py`.
"""

from typing import Any


class EngineError(Exception):
    """Something AWS refused, or that cannot go on. `str()` is the title and the detail, fit for a user's eyes.

    title: gerund + noun + id, one line. detail: object, ids, what was seen, the next step.
    reason: AWS's `Reason` or failure reason, else its error code. code: AWS's error code alone.
    attribute: the name of the declared attribute at fault (`email`, `parent_id`, …) where one is.
    commercial_account_id / govcloud_account_id: the halves that exist already, where they are known.
    """

    def __init__(
        self,
        title: str,
        detail: str,
        *,
        reason: str | None = None,
        code: str | None = None,
        attribute: str | None = None,
        commercial_account_id: str | None = None,
        govcloud_account_id: str | None = None,
    ) -> None:
        super().__init__(title, detail)
        self.title = title
        self.detail = detail
        self.reason = reason
        self.code = code
        self.attribute = attribute
        self.commercial_account_id = commercial_account_id
        self.govcloud_account_id = govcloud_account_id

    def __str__(self) -> str:
        return f"{self.title}: {self.detail}"

    @property
    def denied(self) -> bool:
        """Whether AWS said that the caller may not: STS and IAM have another name for it than the other services."""
        return self.code in ("AccessDenied", "AccessDeniedException")

    def with_ids(self, commercial: str | None, govcloud: str | None) -> "EngineError":
        """Fill in the ids of the halves that exist, and name them in the detail; returns itself, to be raised."""
        if commercial and not self.commercial_account_id:
            self.commercial_account_id = commercial
            self.govcloud_account_id = govcloud or self.govcloud_account_id
            if commercial not in self.detail or (govcloud and govcloud not in self.detail):
                known = f"commercial account {commercial}"
                known += f", GovCloud account {govcloud}" if govcloud else ", GovCloud account not known yet"
                self.detail += f"\nThe pair exists and is kept: {known}."
        return self


class Invalid(EngineError):
    """A value that AWS's rules forbid, found before any call. The user's to correct."""


class Stopped(EngineError):
    """The user asked to stop. What AWS has begun goes on there; running again resumes it."""


class TimedOut(EngineError):
    """The time allowed is over. The detail says what was seen last; running again resumes."""


class NotFound(EngineError):
    """AWS does not know the object in this organization. Never a reason to make another: see the ways out."""


class Elsewhere(NotFound):
    """The account was made here but is not a member of this organization any more."""


class WrongCredentials(EngineError):
    """No credentials, expired or unknown ones, or those of another partition or account than expected."""


class Unreachable(EngineError):
    """No answer from the endpoint. Whether a change was made is not known; running again looks first."""


HALFWAY = (Stopped, TimedOut, Unreachable)
"""What ends an operation that may have done some of it: the next one looks how far it got, and goes on."""


class Transient(EngineError):
    """AWS documents the error as passing; the engine waits it out inside the operation's timeout."""


class Refused(EngineError):
    """AWS understood and refused; `reason` says why."""


class CreationFailed(Refused):
    """A creation request ended in FAILED, with one of the documented failure reasons."""


class AlreadyExists(EngineError):
    """An account with that email exists and is not ours to adopt silently.

    `commercial_account_id` is the id to import; `owner` is the marker's value, or None without a marker;
    `import_id` is what `terraform import` and an `import` block take.
    """

    def __init__(
        self,
        title: str,
        detail: str,
        *,
        commercial_account_id: str,
        govcloud_account_id: str | None,
        owner: str | None,
        **more: Any,
    ) -> None:
        super().__init__(
            title,
            detail,
            commercial_account_id=commercial_account_id,
            govcloud_account_id=govcloud_account_id,
            **more,
        )
        self.owner = owner
        self.import_id = commercial_account_id
