"""The data source `govpair_account_pair`."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.engine.errors import Refused
from custom_resources.engine.model import AccountPair
from custom_resources.plugin import UNKNOWN, Context, ProviderError, Values
from custom_resources.provider.account_pair_data_source import KEYS, AccountPairDataSource
from tests.provider.conftest import make_settings
from tests.provider.pairs import PAIR, no_check

SOURCE = AccountPairDataSource()


def config(**changes: Any) -> Values:
    return dict.fromkeys(SOURCE.schema.attributes) | {"role_name": "OrganizationAccountAccessRole"} | changes


@pytest.fixture
def ctx(monkeypatch: pytest.MonkeyPatch) -> Context:
    no_check(monkeypatch)
    return Context(provider_data=make_settings())


@pytest.mark.parametrize("key", KEYS)
def test_a_pair_is_read_by_any_of_its_four_keys(key: str, ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    def find(estate: object, **wanted: Any) -> AccountPair:
        asked.append(wanted)
        return PAIR

    monkeypatch.setattr("custom_resources.engine.account_pairs.find_pair", find)
    value = getattr(PAIR, key)
    read = SOURCE.read(config(**{key: value}), ctx)
    assert asked == [{KEYS[key][0]: value}]
    assert read.keys() == SOURCE.schema.attributes.keys()
    assert (read["id"], read["govcloud_account_id"]) == (PAIR.commercial_account_id, PAIR.govcloud_account_id)
    assert read["govcloud_role_arn"] == "arn:aws-us-gov:iam::222222222222:role/OrganizationAccountAccessRole"
    assert read["tags"] == {"Team": "a"}


def test_the_configuration_s_spelling_of_an_email_is_kept(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_resources.engine.account_pairs.find_pair", lambda estate, **wanted: PAIR)
    assert SOURCE.read(config(email=PAIR.email.upper()), ctx)["email"] == PAIR.email.upper()


def test_a_pair_that_is_not_there_is_an_error_at_what_it_was_looked_up_by(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("custom_resources.engine.account_pairs.find_pair", lambda estate, **wanted: None)
    with pytest.raises(ProviderError, match="govcloud_account_id") as error:
        SOURCE.read(config(commercial_account_id="999988887777"), ctx)
    assert error.value.path == ("commercial_account_id",)


def test_a_name_of_several_accounts_is_blamed_on_the_name(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    def ambiguous(estate: object, **wanted: str) -> None:
        raise Refused("finding account pair log", "2 accounts have this name.")

    monkeypatch.setattr("custom_resources.engine.account_pairs.find_pair", ambiguous)
    with pytest.raises(ProviderError) as error:
        SOURCE.read(config(name="log"), ctx)
    assert error.value.path == ("name",)


@pytest.mark.parametrize(
    ("given", "path"),
    [({}, ()), ({"email": "a@example.gov", "name": "a"}, ("name",)), (dict.fromkeys(KEYS, "x"), ("name",))],
)
def test_exactly_one_key_is_asked_for_at_validate_and_at_read(given: dict[str, str], path: tuple[str, ...]) -> None:
    ctx = Context()
    SOURCE.validate(config(**given), ctx)
    assert [item.path for item in ctx.diagnostics] == [path]
    with pytest.raises(ProviderError) as error:
        SOURCE.read(config(**given), Context())
    assert error.value.path == path


@pytest.mark.parametrize(
    "given", [{"name": UNKNOWN}, {"name": UNKNOWN, "email": UNKNOWN}, {"name": "a", "email": UNKNOWN}]
)
def test_what_is_not_known_yet_may_turn_out_null(given: dict[str, Any]) -> None:
    ctx = Context()
    SOURCE.validate(config(**given), ctx)
    assert len(ctx.diagnostics) == 0
