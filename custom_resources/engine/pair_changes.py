"""Changes of a pair in place: its name, its commercial organizational unit, its commercial tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from custom_resources.engine import rules
from custom_resources.engine.calls import calling
from custom_resources.engine.checks import check, check_tags
from custom_resources.engine.errors import EngineError
from custom_resources.engine.estate import SHORT
from custom_resources.engine.organization import change_tags, describe_account, move_account
from custom_resources.engine.permissions import needs

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate


@needs("commercial", "account:PutAccountName")
def rename_pair(estate: Estate, commercial_account_id: str, name: str, timeout: float = SHORT) -> None:
    """Rename the commercial account, and wait until Organizations shows the new name.

    The management account's own name is changed without an AccountId (M). The GovCloud half has its own name.
    """
    doing = f"renaming account {commercial_account_id} to {name}"
    check(doing, "name", rules.account_name, name)
    check(doing, "commercial_account_id", rules.account_id, commercial_account_id)
    estate.verify_for_pairs()
    session, deadline = estate.commercial, estate.deadline(doing, timeout)

    def rename() -> None:
        own = session.identity().account_id == commercial_account_id
        with calling(doing, session):
            if own:
                session.account().put_account_name(AccountName=name)
            else:
                session.account().put_account_name(AccountName=name, AccountId=commercial_account_id)

    def shown() -> tuple[bool | None, str]:
        account = deadline.patiently(lambda: describe_account(session, commercial_account_id))
        seen = account.name if account else "nothing"
        return (True if seen == name else None), f"Organizations still shows the name {seen}"

    deadline.patiently(rename)
    deadline.until("look", shown)  # a lagging listing is no failure: the change was accepted


def place_pair(
    estate: Estate, commercial_account_id: str, parent_id: str, timeout: float = SHORT, attribute: str = "parent_id"
) -> None:
    """Put the commercial account below a root or organizational unit of the commercial organization.

    attribute: the one that an error about the parent names.
    """
    doing = f"placing account {commercial_account_id} below {parent_id}"
    check(doing, attribute, rules.parent_id, parent_id)
    check(doing, "commercial_account_id", rules.account_id, commercial_account_id)
    estate.verify_for_pairs()
    try:
        move_account(estate.commercial, estate.deadline(doing, timeout), commercial_account_id, parent_id)
    except EngineError as error:
        error.attribute = attribute if error.attribute == "parent_id" else error.attribute
        raise


def tag_pair(
    estate: Estate,
    commercial_account_id: str,
    desired: Mapping[str, str],
    previous: Mapping[str, str],
    timeout: float = SHORT,
) -> None:
    """Make the commercial account's managed tags `desired`; `previous` are those managed until now.

    Ours are the keys in `desired` and `previous`, nothing else: the creation marker and other tools' tags stay.
    """
    doing = f"tagging account {commercial_account_id}"
    check_tags(doing, desired, marker=estate.creation_marker)
    check(doing, "commercial_account_id", rules.account_id, commercial_account_id)
    estate.verify_for_pairs()
    previous = {key: value for key, value in previous.items() if key != rules.OWNER_MARKER}
    change_tags(estate.commercial, estate.deadline(doing, timeout), commercial_account_id, desired, previous)
