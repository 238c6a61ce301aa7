"""What remains once both accounts exist: name, marker, tags, parent, and a reading that has both ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine.errors import EngineError, NotFound
from custom_resources.engine.govcloud_half import govcloud_half
from custom_resources.engine.model import AccountPair, PairRequest
from custom_resources.engine.organization import MemberAccount, change_tags, describe_account, move_account
from custom_resources.engine.pair_changes import rename_pair
from custom_resources.engine.pair_reading import assemble
from custom_resources.engine.polling import Deadline

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate


def complete(
    estate: Estate,
    request: PairRequest,
    commercial_id: str,
    govcloud_id: str | None,
    deadline: Deadline,
    *,
    adopted: bool,
) -> AccountPair:
    """Make an existing pair as declared. Every error carries the ids of the halves, which live on."""
    try:
        # "Not found" right after a creation is a listing that lags (findings.md: it taints the peer's resource).
        account = deadline.until("look", lambda: (_described(estate, commercial_id, deadline), "not visible yet"))
        if account is None:
            raise NotFound(
                deadline.doing,
                f"AWS made account {commercial_id} but does not show it yet (DescribeAccount answers "
                "AccountNotFoundException). Run again: it is taken up then.",
            )
        if adopted:
            _make_as_declared(estate, request, account, deadline)
        if request.parent_id is not None:
            deadline.progress(f"{deadline.doing}: placing account {commercial_id} below {request.parent_id}")
            move_account(estate.commercial, deadline, commercial_id, request.parent_id)
        return deadline.patiently(lambda: _read(estate, commercial_id, govcloud_id))
    except EngineError as error:
        raise error.with_ids(commercial_id, govcloud_id) from error.__cause__


def _described(estate: Estate, account_id: str, deadline: Deadline) -> MemberAccount | None:
    return deadline.patiently(lambda: describe_account(estate.commercial, account_id))


def _make_as_declared(estate: Estate, request: PairRequest, account: MemberAccount, deadline: Deadline) -> None:
    # Tags that the account has beyond the declaration are left: nothing says that they are ours.
    change_tags(estate.commercial, deadline, account.id, {**request.tags, **estate.marker}, {})
    if account.name != request.name:
        rename_pair(estate, account.id, request.name, max(1.0, deadline.seconds - deadline.elapsed))


def _read(estate: Estate, commercial_id: str, govcloud_id: str | None) -> AccountPair:
    account = describe_account(estate.commercial, commercial_id)
    if account is None:
        raise NotFound(f"reading account {commercial_id}", "AWS does not show it just now. Run again.")
    return assemble(estate, account, govcloud_half(estate, commercial_id, govcloud_id))
