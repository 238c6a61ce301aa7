"""AWS's rates in the engine, beside the simulator's own writing of them."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import custom_resources.engine
from custom_resources.engine.permissions import PERMISSIONS
from custom_resources.engine.rates.table import ACTIONS, ALL_OTHERS, AWS, UNPUBLISHED, Holder, Rate, Rates
from partition_simulator.rates.table import AWS as SIMULATED

CREATE, ACCEPT = "organizations:CreateGovCloudAccount", "organizations:AcceptHandshake"

Written = dict[tuple[str, Holder], tuple[float, int, frozenset[str]]]


def written() -> Written:
    """The engine's table, each action by itself."""
    return {
        (action, limit.holder): (limit.rate.per_second, limit.rate.burst, limit.actions)
        for limit in AWS
        for action in limit.actions
    }


def simulated() -> Written:
    """The simulator's table, likewise."""
    return {
        (f"{limit.service}:{operation}", limit.per): (
            float(limit.rate.per_second),
            limit.rate.burst,
            frozenset(f"{limit.service}:{each}" for each in limit.operations),
        )
        for limit in SIMULATED
        for operation in limit.operations
    }


def called() -> set[str]:
    """Every action that the engine declares to call."""
    for module in pkgutil.walk_packages(custom_resources.engine.__path__, "custom_resources.engine."):
        importlib.import_module(module.name)
    return {action for actions in PERMISSIONS.values() for action in actions}


def test_every_rate_is_the_one_that_the_simulator_has() -> None:
    other = simulated()
    assert {key: other.get(key) for key in written()} == written()


def test_every_rate_of_the_simulator_is_known_where_the_action_is_called() -> None:
    missing = {key for key in simulated() if key not in written()}
    assert {action for action, _ in missing} & called() == set()
    assert {action.split(":")[0] for action, _ in missing} <= {"cloudtrail"}


def test_every_action_that_the_engine_calls_is_in_the_table_or_known_to_have_no_rate() -> None:
    only_granted = {"iam:CreateServiceLinkedRole"}  # AcceptHandshake's own, never called
    assert called() - only_granted <= ACTIONS


def test_what_is_listed_as_unpublished_has_no_limit() -> None:
    assert [action for action in UNPUBLISHED if Rates().limits(action)] == []


def test_no_two_limits_have_the_same_name() -> None:
    assert len({limit.name for limit in AWS}) == len(AWS)


@pytest.mark.parametrize(("calls", "seconds"), [(0, 0), (1, 0), (3, 0), (4, 10), (100, 970)])
def test_so_many_calls_take_as_long_as_the_bucket_fills_after_the_burst(calls: int, seconds: float) -> None:
    assert Rate(0.1, 3).seconds_for(calls) == pytest.approx(seconds)


def test_a_rate_given_for_an_action_holds_for_those_that_share_its_bucket() -> None:
    rates = Rates({"organizations:CreateAccount": Rate(0.2, 1)})
    assert rates.rate(CREATE) == Rate(0.2, 1)
    assert rates.rate("organizations:CloseAccount") == Rate(0.05, 1)


def test_of_two_rates_given_for_one_bucket_the_slower_holds() -> None:
    rates = Rates({"organizations:CreateAccount": Rate(0.2, 1), CREATE: Rate(0.15, 9)})
    assert rates.rate("organizations:CreateAccount") == Rate(0.15, 9)


def test_a_rate_given_for_accepting_holds_for_both_of_its_buckets() -> None:
    rates = Rates({ACCEPT: Rate(20, 40)})
    assert [limit.rate for limit in rates.limits(ACCEPT)] == [Rate(20, 40)] * 2
    assert [rates.rate(ACCEPT, "account"), rates.rate(ACCEPT, "organization")] == [Rate(20, 40)] * 2


def test_a_rate_for_all_others_holds_for_every_action_that_is_not_named() -> None:
    rates = Rates({ALL_OTHERS: Rate(1000, 1000), CREATE: Rate(0.5, 5)})
    assert rates.rate("organizations:CreateAccount") == Rate(0.5, 5)
    assert {rates.rate(action) for action in ACTIONS} == {Rate(0.5, 5), Rate(1000, 1000)}


def test_a_rate_given_for_an_action_without_a_published_one_holds() -> None:
    assert Rates({"iam:ListAccountAliases": Rate(2, 2)}).rate("iam:ListAccountAliases") == Rate(2, 2)
