"""Changes of a pair in place: its name, its commercial organizational unit, its commercial tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from custom_resources.engine import rules
from custom_resources.engine.checks import check, check_tags
from custom_resources.engine.errors import EngineError
from custom_resources.engine.estate import SHORT
from custom_resources.engine.organization import change_tags, move_account
from custom_resources.engine.pairing import refuse_other_pair
from custom_resources.engine.renaming import rename_account

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate


def rename_pair(estate: Estate, commercial_account_id: str, name: str, timeout: float = SHORT) -> None:
    """Rename the commercial account, and wait until Organizations shows the new name.

    The GovCloud half has its own name, that of its membership.
    """
    doing = f"renaming account {commercial_account_id} to {name}"
    check(doing, "name", rules.account_name, name)
    check(doing, "commercial_account_id", rules.account_id, commercial_account_id)
    estate.verify_for_pairs()
    deadline = estate.deadline(doing, timeout)
    refuse_other_pair(estate, deadline)
    rename_account(estate.commercial, deadline, commercial_account_id, name)


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
    deadline = estate.deadline(doing, timeout)
    refuse_other_pair(estate, deadline)
    try:
        move_account(estate.commercial, deadline, commercial_account_id, parent_id)
    except EngineError as error:
        error.attribute = attribute if error.attribute == "parent_id" else error.attribute
        raise


def tag_pair(
    estate: Estate,
    commercial_account_id: str,
    desired: Mapping[str, str],
    previous: Mapping[str, str] | None,
    timeout: float = SHORT,
) -> None:
    """Make the commercial account's managed tags `desired`; `previous` are those managed until now.

    Ours are the keys in `desired` and `previous`, nothing else: the creation marker and other tools' tags stay.
    None for `previous`: all that the account has, but govpair's own.
    """
    doing = f"tagging account {commercial_account_id}"
    check_tags(doing, desired, marker=estate.creation_marker)
    check(doing, "commercial_account_id", rules.account_id, commercial_account_id)
    estate.verify_for_pairs()
    deadline = estate.deadline(doing, timeout)
    refuse_other_pair(estate, deadline)
    if previous is not None:
        previous = {key: value for key, value in previous.items() if key != rules.OWNER_MARKER}
    change_tags(estate.commercial, deadline, commercial_account_id, desired, previous)
