"""The virtual clock."""

from __future__ import annotations

import pytest

from partition_simulator.world.clock import VirtualClock


def test_the_clock_runs_as_fast_as_told_and_never_backwards() -> None:
    clock = VirtualClock(scale=0)
    start = clock.now()
    assert clock.now() == start
    clock.advance(10)
    assert clock.now() == start + 10
    clock.set_scale(1_000_000)
    assert clock.now() > start + 10
    for wrong in (lambda: clock.advance(-1), lambda: clock.set_scale(-1), lambda: VirtualClock(-1)):
        with pytest.raises(ValueError, match="backwards"):
            wrong()


def test_the_clock_of_clients_is_not_scaled_but_jumps_along() -> None:
    clock = VirtualClock(scale=1_000_000)
    start = clock.unscaled()
    clock.advance(3600)
    assert 3600 <= clock.unscaled() - start < 3605
