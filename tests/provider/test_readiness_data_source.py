"""The data source `govpair_readiness`."""

from __future__ import annotations

import pytest

from custom_resources.engine.errors import Stopped
from custom_resources.engine.estimate import Estimate
from custom_resources.engine.quotas import Quotas
from custom_resources.engine.readiness import Readiness
from custom_resources.engine.readiness_model import Check
from custom_resources.plugin import Context, ProviderError
from custom_resources.provider.readiness_data_source import ReadinessDataSource
from tests.provider.conftest import make_settings

SOURCE = ReadinessDataSource()
CHECKS = (
    Check("commercial_credentials", True, "STS says so."),
    Check("trusted_access", False, "Not trusted.", "Trust it."),
    Check("account_quota", None, "Not permitted.", "Permit it.", required=False),
)


@pytest.fixture
def ctx() -> Context:
    return Context(provider_data=make_settings())


def test_what_was_seen_is_shown_with_unknowns_as_null(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    quotas = Quotas(creations_in_progress=2, accounts=7, account_quota=10, closure_quota=250)
    monkeypatch.setattr(
        "custom_resources.engine.readiness.check_readiness", lambda estate, pairs: Readiness(CHECKS, quotas)
    )
    read = SOURCE.read({}, ctx)
    assert read["ready"] is False
    assert read["checks"][0] == {
        "name": "commercial_credentials",
        "ready": True,
        "required": True,
        "detail": "STS says so.",
        "next_step": None,
    }
    assert [check["ready"] for check in read["checks"]] == [True, False, None]
    assert read["quotas"] == {
        "creations_in_progress": 2,
        "creations_at_once": 5,
        "accounts": 7,
        "account_quota": 10,
        "accounts_left": 3,
        "closures_in_30_days": None,
        "closure_quota": 250,
        "invitations_left": None,
    }
    assert read["estimate"] is None


def test_an_estimate_is_shown_for_the_pairs_that_are_meant(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def check(estate: object, pairs: int | None) -> Readiness:
        asked.append(pairs)
        return Readiness(CHECKS, Quotas(), Estimate(50, 620.0, 680.0, ("By the places.",), ("None fit.",)))

    monkeypatch.setattr("custom_resources.engine.readiness.check_readiness", check)
    assert SOURCE.read({"pairs": 50}, ctx)["estimate"] == {
        "vending_seconds": 620.0,
        "joining_seconds": 680.0,
        "fits": False,
        "arithmetic": ["By the places."],
        "problems": ["None fit."],
        "unknown": [],
    }
    assert asked == [50]


def test_credential_sets_are_not_checked_beforehand(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("checked")

    monkeypatch.setattr("custom_resources.engine.estate.Estate.verify", never)
    monkeypatch.setattr(
        "custom_resources.engine.readiness.check_readiness", lambda estate, pairs: Readiness((), Quotas())
    )
    assert SOURCE.read({}, ctx)["ready"] is True


def test_a_stop_is_an_error_and_no_finding(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(estate: object, pairs: object) -> Readiness:
        raise Stopped("checking the prerequisites", "Stopped as asked.")

    monkeypatch.setattr("custom_resources.engine.readiness.check_readiness", stopped)
    with pytest.raises(ProviderError, match="Stopped"):
        SOURCE.read({}, ctx)


@pytest.mark.parametrize(
    ("checks", "ready"),
    [
        ((Check("a", True, ""),), True),
        ((Check("a", None, ""),), False),
        ((Check("a", False, "", required=False),), False),
        ((Check("a", None, "", required=False), Check("b", True, "")), True),
    ],
)
def test_ready_needs_every_required_check_known_and_no_other_failed(checks: tuple[Check, ...], ready: bool) -> None:
    assert Readiness(checks, Quotas()).ready is ready
