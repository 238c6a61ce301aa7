"""A pair as the engine shows it, and a provider that asks nobody who it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from custom_resources.engine.model import AccountPair

PAIR = AccountPair(
    email="aws+log@example.gov",
    name="log-archive",
    commercial_account_id="111111111111",
    govcloud_account_id="222222222222",
    commercial_arn="arn:aws:organizations::999999999999:account/o-abcdefghij/111111111111",
    govcloud_arn="arn:aws-us-gov:iam::222222222222:root",
    commercial_state="ACTIVE",
    govcloud_state="ACTIVE",
    parent_id="r-ab12",
    tags={"Team": "a"},
    owner="govpair",
    joined_timestamp=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    joined_method="CREATED",
)


def no_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every credential set pass as who it should be, without a call."""
    monkeypatch.setattr("custom_resources.engine.estate.Estate.verify", lambda self, *names: None)
