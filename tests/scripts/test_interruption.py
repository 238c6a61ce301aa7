"""Work in a thread that hears a stop, whatever it is busy with."""

from __future__ import annotations

import signal
import threading

import pytest

from custom_resources.scripts.interruption import Interrupted, run_interruptibly


def test_the_result_is_handed_on() -> None:
    assert run_interruptibly(lambda: 42, threading.Event()) == 42


def test_an_error_is_handed_on() -> None:
    def work() -> int:
        raise LookupError("lost")

    with pytest.raises(LookupError, match="lost"):
        run_interruptibly(work, threading.Event())


def test_work_that_ends_by_itself_when_asked_keeps_its_result() -> None:
    stop = threading.Event()
    stop.set()

    assert run_interruptibly(lambda: stop.wait(10), stop) is True


def test_work_that_does_not_end_is_left_behind() -> None:
    stop, never = threading.Event(), threading.Event()
    stop.set()
    try:
        with pytest.raises(Interrupted):
            run_interruptibly(lambda: never.wait(10), stop)
    finally:
        never.set()


def test_a_hang_up_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert run_interruptibly(lambda: signal.getsignal(signal.SIGHUP), threading.Event()) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_outside_of_the_main_thread_signals_are_left_alone() -> None:
    results: list[int] = []
    thread = threading.Thread(target=lambda: results.append(run_interruptibly(lambda: 1, threading.Event())))
    thread.start()
    thread.join()

    assert results == [1]
