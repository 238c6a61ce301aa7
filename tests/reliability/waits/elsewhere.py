"""Waits that no run of the cases meets, each with what it is; and what blocks without a deadline."""

from __future__ import annotations

from tests.reliability.waits.census import sites

_COMMANDS = "reads of the operator's commands, which make nothing; the fault matrix runs them"
_THREADS = "two operations of one process at once: test_waits.py, with threads"
#: By a place's name, or by how it begins: a module with its full stop, a function with the space after it.
_KNOWN = {
    "diagnosis.": _COMMANDS,
    "organization_survey.": _COMMANDS,
    "trail_survey.": _COMMANDS,
    "verification.": "verify-aws",
    "pair_reading.in_organization ": _COMMANDS,
    "invitations._latest ": _COMMANDS,
    "membership_changes.managed_organization ": _COMMANDS,
    "member_credentials.prove ": "credentials of a role that can be assumed at once",
    "acceptances.accept ": "`govpair join`, with steps of its own",
    "invitation_book.InvitationBook.listed ": _THREADS,
    "estate.Estate.one_at_a_time ": _THREADS,
    "directory.Directory.account ": _THREADS,
    "refreshing.refresh_pair patiently": "asks why an account isn't shown; without an answer, that is said",
    "directory.Directory._describe patiently (2)": "answers of AWS without `Paths`",
    "membership_changes.membership_of ": "answers of AWS without `Paths`",
    "invitations.invite patiently (2)": "the refusal of what is a member already",
    "adoption._await_halves patiently (2)": "an account seen before its request has ended",
    "adoption._await_halves patiently (3)": "an account seen before its request has ended",
    "directory.Directory._read_page ": "estates larger than the scenarios'",
}

#: What blocks a thread without a deadline: each in slices, with a deadline's wait between them, or until a stop.
BESIDE = {
    ("directory.Directory.account", "self._news.wait(_WAIT_SECONDS)"),
    ("estate.Estate.one_at_a_time", "self._asking.acquire(timeout=0.2)"),
    ("estate.Estate.one_at_a_time", "self.pace.wait(0)"),
    ("invitation_book.InvitationBook.listed", "others.wait(0.2)"),
    ("pace.RealPace.wait", "time.sleep(min(0.25, left))"),
    ("pace.RealPace.wait", "wake.wait(min(0.25, left))"),
    ("rates.scheduler.Scheduler._take", "pace.wait(seconds)"),
}


def elsewhere() -> set[str]:
    """The places in the code that are said to be elsewhere."""
    return {str(site) for site in sites() if any(_is(str(site), known) for known in _KNOWN)}


def _is(place: str, known: str) -> bool:
    return place.startswith(known) if known[-1] in ". " else place == known
