"""Whether `commercial` and `govcloud_paired` are two halves of one pair: asked once, before the first change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine.errors import EngineError, Stopped, TimedOut, Transient, Unreachable, WrongCredentials
from custom_resources.engine.govcloud_half import ask_account_management

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.polling import Deadline

_UNTOLD = ""


def refuse_other_pair(estate: Estate, deadline: Deadline) -> None:
    """Raise WrongCredentials when AWS says that the two sets are of different pairs: one of them is a wrong door.

    Where a set isn't given, or AWS may not be asked, nothing is said. AWS is asked once in a process.
    """
    commercial, paired = estate.commercial, estate.govcloud_paired
    if not (commercial.credential_set.configured and paired.credential_set.configured):
        return
    used, first = paired.identity(), commercial.identity()
    with estate.one_at_a_time(deadline.doing, deadline):
        if first.account_id not in estate.pairing:
            try:
                with deadline.current():  # whose time and stop a wait for the rate belongs to
                    half = ask_account_management(estate, first.account_id)
                estate.pairing[first.account_id] = half.account_id
            except (Stopped, TimedOut):
                raise
            except (Transient, Unreachable):
                return  # the next operation asks again
            except EngineError:
                estate.pairing[first.account_id] = _UNTOLD
        expected = estate.pairing[first.account_id]
    if expected in (used.account_id, _UNTOLD):
        return
    raise WrongCredentials(
        deadline.doing,
        f"The credential sets commercial and govcloud_paired are not of one pair. Expected: {paired.name} is account "
        f"{expected}, because AWS says that commercial account {first.account_id} ({first.arn}) is paired with it, and "
        "roles in new GovCloud accounts trust only that one. Seen: STS says account "
        f"{used.account_id} ({used.arn}). Give `govcloud_paired` the credentials of account {expected}; or, if "
        f"{used.account_id} is right, give `commercial` those of the commercial account paired with it. Nothing was "
        "changed.",
    )
