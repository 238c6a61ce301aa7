"""The estate: three open credential sets, who owns what is made, and how time passes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from custom_resources.engine.account_book import AccountBook
from custom_resources.engine.calls import CREDENTIAL_CODES
from custom_resources.engine.changes import Changes
from custom_resources.engine.creation_queue import CreationQueue
from custom_resources.engine.credentials import WHO, CredentialSet
from custom_resources.engine.directory import Directory
from custom_resources.engine.errors import Stopped, WrongCredentials
from custom_resources.engine.invitation_book import InvitationBook
from custom_resources.engine.invitation_quota import InvitationLimit
from custom_resources.engine.pace import Pace, RealPace
from custom_resources.engine.polling import Deadline, current_deadline
from custom_resources.engine.rates.scheduler import Scheduler
from custom_resources.engine.rates.table import Rates
from custom_resources.engine.rules import OWNER_MARKER
from custom_resources.engine.session import AwsSession, Prepare, open_session

if TYPE_CHECKING:
    from custom_resources.engine.model import Identity, Organization

SHORT = 300.0
"""Seconds for operations of a few calls, where no timeout is given: covers passing refusals."""


def _silent(_: str) -> None:
    """Report nowhere."""


@dataclass
class Estate:
    """What every operation gets first. Thread-safe: one estate serves all operations of a process.

    invitations, invitation_limit: the GovCloud organization's. halves: the commercial account of a GovCloud account,
    where the process has made the pair or seen its request. parents: when each was last seen (the pace's seconds).
    pairing: the GovCloud account paired with a commercial management account, as `refuse_other_pair` was told.
    """

    commercial: AwsSession
    govcloud_paired: AwsSession
    govcloud_management: AwsSession
    owner: str | None = None
    creation_marker: bool = True
    pace: Pace = field(default_factory=RealPace)
    progress: Callable[[str], None] = _silent
    rates: Rates = field(default_factory=Rates, repr=False)
    invitations: InvitationBook = field(default_factory=InvitationBook, repr=False)
    invitation_limit: InvitationLimit = field(default_factory=InvitationLimit, repr=False)
    halves: dict[str, str] = field(default_factory=dict, repr=False)
    parents: dict[str, float] = field(default_factory=dict, repr=False)
    pairing: dict[str, str] = field(default_factory=dict, repr=False)
    _verified: set[str] = field(default_factory=set, repr=False)
    changes: Changes = field(default_factory=Changes, repr=False)
    _directories: dict[AwsSession, tuple[int, Directory]] = field(default_factory=dict, repr=False)
    organizations: dict[str, Organization] = field(default_factory=dict, repr=False)
    _asking: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    accounts: AccountBook = field(default_factory=AccountBook, repr=False)
    creations: CreationQueue = field(default_factory=CreationQueue, repr=False)

    @classmethod
    def open(
        cls,
        commercial: CredentialSet,
        govcloud_paired: CredentialSet,
        govcloud_management: CredentialSet | None = None,
        *,
        owner: str | None = None,
        creation_marker: bool = True,
        pace: Pace | None = None,
        progress: Callable[[str], None] = _silent,
        prepare: Prepare | None = None,
        rates: Rates | None = None,
    ) -> Estate:
        """Open the sets; makes no call. `govcloud_management` defaults to `govcloud_paired` (single company).

        rates: those that calls are held to; AWS's published ones by default.
        """
        changes, rates, pace = Changes(), rates or Rates(), pace or RealPace()
        scheduler = Scheduler(rates, pace)

        def prepared(session: AwsSession, client: Any) -> None:
            scheduler.attach(session, client)
            changes.watch(client)
            if prepare is not None:
                prepare(session, client)

        paired = open_session(govcloud_paired, prepared)
        management = open_session(govcloud_management, prepared) if govcloud_management is not None else paired
        first = open_session(commercial, prepared)
        return cls(first, paired, management, owner, creation_marker, pace, progress, rates=rates, changes=changes)

    def directory(self, session: AwsSession) -> Directory:
        """Return what a refresh reads a session's organization through; a new one after each change made from here."""
        with self._lock:
            number = self.changes.number
            since, directory = self._directories.get(session, (-1, None))
            if directory is None or since != number:
                directory = Directory(session)
                self._directories[session] = (number, directory)
            return directory

    @property
    def marker(self) -> dict[str, str]:
        """The tag of a creation: whose it is; none where markers are switched off, or nobody is said to own it."""
        return {OWNER_MARKER: self.owner} if self.creation_marker and self.owner is not None else {}

    def with_pace(self, pace: Pace, progress: Callable[[str], None] | None = None) -> Estate:
        """Return the same estate (sessions, caches and slots shared) for an operation with its own stop."""
        return replace(self, pace=pace, progress=progress or self.progress)

    @contextmanager
    def one_at_a_time(self, doing: str, deadline: Deadline | None = None) -> Iterator[None]:
        """Let one thread in at a time, for one call that answers for all.

        deadline: of the operation that waits here; by default the one that this thread works for. Raises Stopped, and
        TimedOut when its time is used up.
        """
        deadline = deadline or current_deadline()
        while not self._asking.acquire(timeout=0.2):
            if deadline is not None:
                deadline.wait(0, "another operation is asking AWS for the same", quiet=True)
            elif self.pace.wait(0):
                raise Stopped(doing, "Stopped as asked, while another operation was asking AWS for the same.")
        try:
            yield
        finally:
            self._asking.release()

    def deadline(self, doing: str, seconds: float, resume: str = "Run again to resume.") -> Deadline:
        """Start the clock of one operation."""
        return Deadline(self.pace, self.progress, doing, seconds, resume)

    def short_deadline(self, doing: str) -> Deadline:
        """Start the clock of a reading, or of a few calls: waits out what passes for `SHORT` seconds."""
        return self.deadline(doing, SHORT, "Run again.")

    def verify(self, *names: str) -> None:
        """Check by STS that the named sets (all three by default) are who they should be; once per set.

        Raises WrongCredentials naming the set, what was expected and what was seen, or Unreachable.
        """
        sessions = {
            "commercial": self.commercial,
            "govcloud_paired": self.govcloud_paired,
            "govcloud_management": self.govcloud_management,
        }
        with self._lock:
            for name in names or tuple(sessions):
                if name not in self._verified:
                    _verify(name, sessions[name])
                    self._verified.add(name)

    def verify_for_pairs(self) -> None:
        """Check what a change of pairs needs: the commercial set, and the others where they are configured."""
        sets = [self.govcloud_paired, self.govcloud_management]
        self.verify("commercial", *{s.credential_set.name for s in sets if s.credential_set.configured})

    def verify_for_memberships(self) -> None:
        """Check what a change of memberships needs: the organization's set, and the others where configured.

        Without `govcloud_paired` (two parties), memberships can still be read, placed, tagged and ended; a joining
        checks that set itself before it begins.
        """
        paired = self.govcloud_paired
        names = ["commercial"] if self.commercial.credential_set.configured else []
        if paired.credential_set.configured or paired is self.govcloud_management:
            names.append("govcloud_paired")
        self.verify(*names, "govcloud_management")

    def verify_for_invitations(self) -> None:
        """Check what sending and cancelling invitations needs: the organization's set, the commercial one if given."""
        commercial = ("commercial",) if self.commercial.credential_set.configured else ()
        self.verify(*commercial, "govcloud_management")

    def verify_for_acceptances(self) -> None:
        """Check what accepting a known invitation needs: only the set that the accounts' roles trust."""
        self.verify("govcloud_paired")


def _identity(session: AwsSession) -> Identity:
    try:
        return session.identity()
    except WrongCredentials as error:
        # AWS answers keys of the other partition as it answers nonsense: ask there, to say what they are.
        elsewhere = session.identity_in_other_partition() if error.code in CREDENTIAL_CODES else None
        if elsewhere is None:
            raise
        return elsewhere


def _verify(name: str, session: AwsSession) -> None:
    given, seen = session.credential_set, _identity(session)
    expected = f"{WHO[name]} in partition {given.partition}"
    if given.account_id:
        expected += f", account {given.account_id}"
    found = f"STS says account {seen.account_id} in partition {seen.partition} ({seen.arn})"
    doing = f"checking the credential set {name}"
    if seen.partition != given.partition:
        raise WrongCredentials(
            doing,
            f"The credential set {name} is in the wrong partition. Expected: {expected}. Seen: {found}. "
            f"Give `{name}` a profile, or keys, of partition {given.partition}; nothing was changed.",
        )
    if given.account_id and seen.account_id != given.account_id:
        raise WrongCredentials(
            doing,
            f"The credential set {name} is the wrong account. Expected: {expected}. Seen: {found}. "
            f"Give `{name}` that account's credentials, or correct its `account_id`; nothing was changed.",
            attribute="account_id",
        )
