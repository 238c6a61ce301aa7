"""Creating a pair, resumably: AWS is the journal (rule 1). Looking comes first, and again after every doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from custom_resources.engine import rules
from custom_resources.engine.adoption import Found, adopt
from custom_resources.engine.checks import check, check_tags
from custom_resources.engine.creation_call import LostResponse, creation_accepted, follow
from custom_resources.engine.errors import CreationFailed, EngineError, Invalid, Unreachable
from custom_resources.engine.model import AccountPair, CreationRequest, PairRequest
from custom_resources.engine.organization import MemberAccount, describe_account
from custom_resources.engine.pair_completion import complete
from custom_resources.engine.pair_reading import account_by_email
from custom_resources.engine.pairing import refuse_other_pair
from custom_resources.engine.parents import check_parent
from custom_resources.engine.polling import Deadline
from custom_resources.engine.reasons import failure_reason
from custom_resources.engine.requests import newest_failure, request_in_progress

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

_ATTEMPTS = 3
"""How often a creation is sent when its answer is lost and looking (for most of a minute) shows that nothing began."""

_RESUME = "What AWS has begun goes on there; running again resumes it and makes no second pair."


def create_pair(
    estate: Estate, request: PairRequest, adopt_existing: bool = False, timeout: float = 3600.0
) -> tuple[AccountPair, bool]:
    """Make the pair, or take it up where an earlier run left it; returns it and whether it existed before.

    Ours (marker with our owner) is adopted silently; another's, or one without a marker, raises AlreadyExists unless
    `adopt_existing`. The pair has both ids, its name, parent and tags as asked. An error after the account exists
    carries both ids. Waiting for a creation slot does not count against `timeout`.
    """
    doing = f"creating account pair {request.name} ({request.email})"
    check_request(estate, request, doing, existing=adopt_existing)
    estate.verify_for_pairs()
    pair, existed = _Creation(estate, request, adopt_existing, estate.deadline(doing, timeout, _RESUME)).run()
    estate.halves[pair.govcloud_account_id] = pair.commercial_account_id
    return pair, existed


def check_request(estate: Estate, request: PairRequest, doing: str, *, existing: bool) -> None:
    """Check a request against every rule, before any call. `existing`: the account may exist, with its older name."""
    check(doing, "email", rules.email, request.email)
    check(doing, "name", rules.account_name if existing else rules.new_account_name, request.name)
    check(doing, "role_name", rules.role_name, request.role_name)
    if request.parent_id is not None:
        check(doing, "parent_id", rules.parent_id, request.parent_id)
    if request.iam_user_access_to_billing not in ("ALLOW", "DENY"):
        raise Invalid(
            doing,
            f"iam_user_access_to_billing: {request.iam_user_access_to_billing!r} is neither ALLOW nor DENY.",
            attribute="iam_user_access_to_billing",
        )
    check_tags(doing, request.tags, marker=estate.creation_marker)
    if estate.creation_marker:
        check(doing, "owner", rules.owner, estate.owner)


class _Creation:
    """One creation on its way. `sent`: a request of ours has left and was not refused."""

    def __init__(self, estate: Estate, request: PairRequest, adopt_existing: bool, deadline: Deadline) -> None:
        self.estate, self.request, self.deadline = estate, request, deadline
        self.adopt_existing, self.sent = adopt_existing, False

    def run(self) -> tuple[AccountPair, bool]:
        refuse_other_pair(self.estate, self.deadline)
        found, lost = self._first_look(), None
        for left in reversed(range(_ATTEMPTS + 1)):
            pair = self._take_up(found) if found is not None else None
            if pair is not None:
                return pair, True
            if left == 0:
                break
            check(self.deadline.doing, "name", rules.new_account_name, self.request.name)
            try:
                return self._make()
            except LostResponse as error:
                self.deadline.progress(f"{self.deadline.doing}: the answer was lost; looking what came of it")
                self.sent, lost = True, error
                found = self._look_several_times()
        assert lost is not None
        raise Unreachable(
            self.deadline.doing,
            f"No answer to {_ATTEMPTS} requests, and looking shows no account with the email and no request in "
            f"progress with the name.{self._last_failure()} Last error: {lost.cause.detail} {_RESUME}",
            code=lost.cause.code,
        )

    def _first_look(self) -> Found | None:
        """Look in the book that all creations of this process share, then for a request in progress by name."""
        email, name = self.request.email, self.request.name
        account, sure = self.estate.accounts.look(self.estate, email, name, self.deadline)
        if account is not None or not sure:
            return account or self._look()
        return self.deadline.patiently(lambda: request_in_progress(self.estate, name))

    def _look(self) -> Found | None:
        """Look for a request in progress by name and for the account by email, which counts for more.

        The request first: one that ends between the two has its account listed. The other way round it is in neither.
        """
        running = self.deadline.patiently(lambda: request_in_progress(self.estate, self.request.name))
        account = self.deadline.patiently(lambda: account_by_email(self.estate, self.request.email))
        return account or running

    def _look_several_times(self) -> Found | None:
        """Look again and again: AWS's listings may lag behind its changes."""

        def look() -> tuple[Found | None, str]:
            return self._look(), "no account with the email and no request with the name yet"

        return cast("Found | None", self.deadline.until("look", look))

    def _take_up(self, found: Found) -> AccountPair | None:
        """Adopt an account, or await a request and confirm it by email; None when it was another's or failed."""
        if not isinstance(found, CreationRequest):
            return adopt(self.estate, self.request, found, self.deadline, explicit=self.adopt_existing, sent=self.sent)
        done = follow(self.estate, found.id, self.deadline)
        if done.state == "FAILED" or not done.commercial_account_id:
            if self.sent and not failure_reason(done.failure_reason).look:
                raise self._failed(done)  # it was ours, with its answer lost
            self.sent = False
            return None
        ids = (done.commercial_account_id, done.govcloud_account_id)
        account = self.deadline.until("look", lambda: (self._described(ids[0]), f"account {ids[0]} is not visible yet"))
        if account is None or not rules.same_email(account.email, self.request.email):
            self.deadline.progress(f"{self.deadline.doing}: request {done.id} of the same name made another pair")
            self.sent = False
            return None
        return adopt(
            self.estate,
            self.request,
            account,
            self.deadline,
            explicit=self.adopt_existing,
            sent=self.sent,
            govcloud_id=ids[1],
        )

    def _described(self, account_id: str) -> MemberAccount | None:
        return self.deadline.patiently(lambda: describe_account(self.estate.commercial, account_id))

    def _make(self) -> tuple[AccountPair, bool]:
        """Send the creation, follow it, complete it. A failure that may mean "it exists" is resolved by looking."""
        parent, doing = self.request.parent_id, self.deadline.doing
        if parent is not None:
            self.deadline.patiently(lambda: check_parent(self.estate.commercial, parent, doing))
        accepted = creation_accepted(self.estate, self.request, self.deadline)
        done = follow(self.estate, accepted.id, self.deadline)
        if done.state == "SUCCEEDED" and done.commercial_account_id:
            ids = (done.commercial_account_id, done.govcloud_account_id)
            self.estate.accounts.made(self.request.email, ids[0])
            return complete(self.estate, self.request, *ids, self.deadline, adopted=False), False
        if failure_reason(done.failure_reason).look:
            self.deadline.progress(f"{self.deadline.doing}: {done.failure_reason}; looking for the account")
            self.sent = False
            for _ in range(_ATTEMPTS):  # a request in progress may itself end in failure, or be another's
                found = self._look_several_times()
                if found is None:
                    break
                pair = self._take_up(found)
                if pair is not None:
                    return pair, True
        raise self._failed(done)

    def _failed(self, done: CreationRequest) -> EngineError:
        entry = failure_reason(done.failure_reason)
        return CreationFailed(
            self.deadline.doing,
            f"{entry.title[0].upper()}{entry.title[1:]}: creation request {done.id} for {self.request.name} "
            f"({self.request.email}) is {done.state} with {done.failure_reason or 'no reason'}. {entry.meaning} "
            f"Next: {entry.step}",
            reason=done.failure_reason,
            attribute=entry.attribute,
            commercial_account_id=done.commercial_account_id,
            govcloud_account_id=done.govcloud_account_id,
        )

    def _last_failure(self) -> str:
        failed = self.deadline.patiently(lambda: newest_failure(self.estate, self.request.name))
        if failed is None:
            return ""
        return f" The newest failed request of that name is {failed.id} ({failed.failure_reason})."
