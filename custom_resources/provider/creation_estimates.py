"""The estimate that an apply logs: how long its creations will take, and which of them won't fit."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.foresight import Foresight


class CreationEstimates:
    """Counts the creations that one provider process was asked for, and logs an estimate as they become more.

    Terraform tells a provider of one resource at a time, and of no more at once than its `-parallelism`: how many
    there are in all is not known here. So an estimate is logged at the 1st, 2nd, 5th, 10th, 20th… that was asked for;
    the quotas are read once, at the first.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reading = threading.Lock()
        self._count = 0
        self._foresight: Foresight | None = None

    def asked(self, estate: Estate) -> None:
        """Count one more, and say in the log what is to be expected. Raises Stopped only."""
        with self._lock:
            self._count += 1
            count = self._count
        if str(count).rstrip("0") not in {"1", "2", "5"}:
            return
        with self._reading:
            if self._foresight is None:
                from custom_resources.engine.foresight import foresee  # botocore: not for validate, nor for a plan

                self._foresight = foresee(estate, estate.short_deadline("estimating the creations"))
            foresight = self._foresight
        estate.progress(
            f"estimate for the creations asked for so far, from the first on: {foresight.estimate(count).text}"
        )
