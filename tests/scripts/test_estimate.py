"""`govpair estimate`: how long it takes, and what won't fit."""

from __future__ import annotations

from collections.abc import Callable

from tests.scripts.conftest import VEND, Shell


def test_it_says_how_long_with_the_arithmetic_and_changes_nothing(shell: Shell) -> None:
    shell.run(*VEND)
    before = shell.simulator.state()
    finished = shell.run("estimate", "--pairs", "50")
    assert finished.code == 0
    assert "10 min 20 s" in finished.out
    assert "the median of the last 1" in finished.out
    assert "50 / 5 = 10 in a row" in finished.out
    assert shell.simulator.state() == before


def test_pairs_that_do_not_fit_are_a_failure_and_the_estimate_is_told_all_the_same(
    shell_with: Callable[..., Shell],
) -> None:
    shell = shell_with(account_quota=10)
    finished = shell.run("estimate", "--pairs", "50", "--json")
    assert finished.code == 1
    assert finished.document["estimate"]["pairs"] == 50
    assert finished.document["quotas"]["account_quota"] == 10
    assert "won't fit" in finished.document["error"]["detail"]
    assert "10 of 10" not in finished.err
    assert "won't fit" in shell.run("estimate", "--pairs", "50").err


def test_nonsense_is_wrong_usage(shell: Shell) -> None:
    for pairs in ("0", "-1", "many", "50001"):
        assert shell.run("estimate", "--pairs", pairs).code == 2
    assert shell.run("estimate").code == 2
