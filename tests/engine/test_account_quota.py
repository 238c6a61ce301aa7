"""The account quota: an answer of Service Quotas without a value is no reason to fail."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.engine.account_quota import ACCOUNTS_NAME, account_quota
from custom_resources.engine.estate import Estate


@pytest.mark.parametrize("answer", [{}, {"Quota": {}}, {"Quota": {"Value": None}}])
def test_an_answer_without_a_value_is_looked_for_by_name(
    estate: Estate, monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any]
) -> None:
    client = estate.commercial.client("service-quotas")
    monkeypatch.setattr(client, "get_service_quota", lambda **_: answer)
    listed = {"Quotas": [{"QuotaName": ACCOUNTS_NAME, "Value": None}, {"QuotaName": ACCOUNTS_NAME, "Value": 30.0}]}
    monkeypatch.setattr(client, "list_service_quotas", lambda **_: listed)
    assert account_quota(estate.commercial, estate.short_deadline("looking")) == 30
    listed["Quotas"] = []
    assert account_quota(estate.commercial, estate.short_deadline("looking")) is None
