"""What a refresh costs by its arithmetic alone, for any number of accounts and any order of asking."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from custom_resources.engine.refresh_budget import RefreshBudget

_PAGE = 20


def walk(asked: int, accounts: int, parallel: int, seed: int, single_cost: int = 1) -> RefreshBudget:
    """A refresh of some accounts of an organization, so many at a time, pages and questions in random order."""
    order = random.Random(seed)
    listed, questions = list(range(accounts)), order.sample(range(accounts), asked)
    order.shuffle(listed)
    pages = [listed[start : start + _PAGE] for start in range(0, accounts, _PAGE)]
    budget, known, waiting = RefreshBudget(), set[int](), list[int]()
    budget.single_cost = single_cost
    while questions or waiting:
        while questions and len(waiting) < parallel:
            waiting.append(questions.pop())
            budget.asked += 1
        waiting = [each for each in waiting if each not in known]
        budget.waiting = len(waiting)
        if not waiting:
            continue
        if budget.pages < len(pages) and budget.page_pays:
            known.update(pages[budget.pages])
            budget.pages += 1
        else:
            known.add(waiting[0])
            budget.singles += 1
    return budget


@given(st.integers(1, 60), st.integers(0, 3000), st.integers(1, 30), st.integers(0, 2**30), st.sampled_from([1, 2]))
def test_it_never_costs_more_than_one_and_a_half_calls_per_account(
    asked: int, others: int, parallel: int, seed: int, single_cost: int
) -> None:
    budget = walk(asked, asked + others, parallel, seed, single_cost)
    calls = budget.pages + single_cost * budget.singles
    assert calls <= max(single_cost, single_cost * 1.5 * asked)


def test_one_account_alone_is_described() -> None:
    budget = walk(1, 5000, 10, 0)
    assert (budget.pages, budget.singles) == (0, 1)


def test_ten_among_thousands_stop_paging_soon() -> None:
    assert max(walk(10, 5000, 10, seed).pages for seed in range(50)) <= 6


def test_a_whole_organization_is_paged_to_its_end() -> None:
    for accounts in (100, 300, 1000):
        for seed in range(20):
            budget = walk(accounts, accounts, 10, seed)
            assert budget.pages == accounts / _PAGE
            assert budget.singles <= 25
