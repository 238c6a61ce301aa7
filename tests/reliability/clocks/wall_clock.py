"""This process's clock on the wall, as the provider and botocore read it: it can jump; the simulator's doesn't."""

from __future__ import annotations

import datetime as datetime_module
import sys
import time as time_module
from datetime import UTC, datetime, timedelta, tzinfo
from types import ModuleType, SimpleNamespace
from typing import Any

import botocore.auth
import botocore.compat
import botocore.credentials
import botocore.signers  # noqa: F401 - what reads the clock is to be there before it is patched
import pytest

READERS = ("botocore", "custom_resources")


class WallClock:
    """Stands in front of `time.time` and `datetime.now` of every module of :data:`READERS` while it is patched in."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.ahead = timedelta(0)
        self.read = 0
        clock = self

        class Kind(type):
            def __instancecheck__(cls, instance: object) -> bool:
                return isinstance(instance, datetime)

        class Shifted(datetime, metaclass=Kind):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Any:
                return clock._now(tz)

            @classmethod
            def utcnow(cls) -> Any:
                return clock._now(UTC).replace(tzinfo=None)

        def seconds() -> float:
            clock.read += 1
            return time_module.time() + clock.ahead.total_seconds()

        datetimes = SimpleNamespace(**vars(datetime_module) | {"datetime": Shifted})
        times = SimpleNamespace(**vars(time_module) | {"time": seconds})
        for module in _modules():
            for name, value in list(vars(module).items()):
                instead = {id(datetime): Shifted, id(datetime_module): datetimes, id(time_module): times}.get(id(value))
                if instead is not None:
                    patch.setattr(module, name, instead)

    def jump(self, by: timedelta) -> None:
        """Set it forward, or back."""
        self.ahead += by

    def put_right(self) -> None:
        """What time synchronization does."""
        self.ahead = timedelta(0)

    def _now(self, tz: tzinfo | None) -> datetime:
        self.read += 1
        return datetime.now(tz) + self.ahead


def _modules() -> list[ModuleType]:
    return [module for name, module in list(sys.modules.items()) if name.split(".")[0] in READERS]
