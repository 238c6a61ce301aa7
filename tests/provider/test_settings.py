"""What the provider block becomes for the resources."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from custom_resources.engine.errors import Unreachable
from custom_resources.engine.estate import Estate
from custom_resources.plugin import Context, ProviderError
from custom_resources.provider.settings import estate_for_memberships, estate_for_pairs, settings_of
from tests.provider.conftest import make_settings


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which checks of the credential sets were made; none calls AWS."""
    made: list[str] = []
    monkeypatch.setattr(Estate, "verify_for_pairs", lambda estate: made.append("pairs"))
    monkeypatch.setattr(Estate, "verify_for_memberships", lambda estate: made.append("memberships"))
    return made


def test_the_credential_sets_are_checked_once_for_each_purpose(checks: list[str]) -> None:
    ctx = Context(provider_data=make_settings())
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: (estate_for_pairs(ctx), estate_for_memberships(ctx)), range(50)))
    assert sorted(checks) == ["memberships", "pairs"]


def test_a_failed_check_is_not_repeated_for_every_resource(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fail(estate: Estate) -> None:
        asked.append("once")
        raise Unreachable("asking STS who the credential set commercial is", "No answer.")

    monkeypatch.setattr(Estate, "verify_for_pairs", fail)
    ctx = Context(provider_data=make_settings())
    for _ in range(3):
        with pytest.raises(ProviderError, match="Asking STS"):
            estate_for_pairs(ctx)
    assert asked == ["once"]


def test_a_stop_does_not_wait_for_a_silent_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answer = threading.Event(), threading.Event()
    ctx = Context(provider_data=make_settings())

    def silent(estate: Estate) -> None:
        ctx.stop.set()
        asked.set()
        answer.wait(60)

    monkeypatch.setattr(Estate, "verify_for_pairs", silent)
    try:
        with pytest.raises(ProviderError, match="Stopped while asking AWS"):
            estate_for_pairs(ctx)
        assert asked.is_set()
    finally:
        answer.set()
    assert estate_for_pairs(Context(provider_data=ctx.provider_data)) is not None


def test_each_operation_hears_its_own_stop_and_writes_to_its_own_log(
    checks: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    settings = make_settings(owner="team", creation_marker=False)
    stopped, going = Context(provider_data=settings), Context(provider_data=settings)
    stopped.stop.set()
    assert estate_for_pairs(stopped).pace.wait(0) is True
    assert estate_for_pairs(going).pace.wait(0) is False
    estate = estate_for_pairs(going)
    with caplog.at_level(logging.INFO):
        estate.progress("creating account pair x: 100% of the way")
    assert "100% of the way" in caplog.text
    assert (estate.owner, estate.creation_marker) == ("team", False)


@pytest.mark.parametrize("data", [None, object()])
def test_a_resource_without_a_configured_provider_says_so(data: Any) -> None:
    with pytest.raises(ProviderError, match="isn't configured"):
        settings_of(Context(provider_data=data))
