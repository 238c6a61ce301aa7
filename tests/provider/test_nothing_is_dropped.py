"""What the engine shows of a pair and of a membership is shown by the provider: the attribute, and its value."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

import pytest

from custom_resources.engine.model import AccountPair, Membership
from custom_resources.plugin import Values
from custom_resources.provider.account_pair_schema import SCHEMA as PAIR_SCHEMA
from custom_resources.provider.account_pair_state import pair_state
from custom_resources.provider.membership_schema import SCHEMA as MEMBERSHIP_SCHEMA
from custom_resources.provider.membership_state import membership_state
from custom_resources.provider.pair_attributes import all_attributes, pair_values
from tests.provider import conftest
from tests.provider.pairs import PAIR

MEMBERSHIP = Membership(
    account_id="222222222222",
    organization_id="o-govgovgovg",
    arn="arn:aws-us-gov:organizations::888888888888:account/o-govgovgovg/222222222222",
    state="ACTIVE",
    parent_id="r-gov1",
    tags={"Team": "a"},
    handshake_id="h-abcdefgh",
    joined_method="INVITED",
    joined_timestamp=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    claim="a",
    name="log-archive",
)
NOT_SHOWN = {"govpair_account_pair": {"owner"}, "govpair_membership": {"claim"}}
"""The values of marker tags: the provider block's `owner` says the one, private state keeps the other."""

ROWS = {
    "govpair_account_pair": (AccountPair, PAIR_SCHEMA.attributes, pair_state(PAIR, {"role_name": "Ops"})),
    "govpair_membership": (Membership, MEMBERSHIP_SCHEMA.attributes, membership_state(MEMBERSHIP, {})),
    "pairs of the data sources": (AccountPair, all_attributes(), pair_values(PAIR)),
}


@pytest.mark.parametrize("row", ROWS)
def test_every_field_of_the_engine_s_is_an_attribute(row: str) -> None:
    model, attributes, _ = ROWS[row]
    dropped = {each.name for each in fields(model)} - set(attributes) - NOT_SHOWN.get(row, set())
    assert not dropped, f"{row} has no attribute for these of {model.__name__}: the schema, or NOT_SHOWN with why"


@pytest.mark.parametrize("row", ROWS)
def test_every_computed_attribute_gets_its_value(row: str) -> None:
    _, attributes, state = ROWS[row]
    empty = [name for name, each in attributes.items() if each.computed and not each.optional and not state.get(name)]
    assert not empty, (
        f"{row}: nothing fills these; each goes where the model becomes a state (custom_resources/provider)"
    )


@pytest.mark.parametrize("sample", [conftest.pair_values(), conftest.membership_values()], ids=["pair", "membership"])
def test_the_sample_of_a_state_has_every_computed_attribute(sample: Values) -> None:
    """Else what it stands for in the provider's tests isn't what a state is."""
    schema = PAIR_SCHEMA if "email" in sample else MEMBERSHIP_SCHEMA
    empty = [name for name, each in schema.attributes.items() if each.computed and sample[name] is None]
    assert not empty, "give each a value in tests/provider/conftest.py"
