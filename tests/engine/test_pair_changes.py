"""Changing a pair in place: name, parent, tags."""

from __future__ import annotations

import pytest

from custom_resources.engine.account_pairs import place_pair, read_pair, rename_pair, tag_pair
from custom_resources.engine.errors import Invalid, NotFound, Refused
from custom_resources.engine.estate import Estate
from custom_resources.engine.model import AccountPair
from tests.engine.conftest import Bench


@pytest.fixture
def pair(bench: Bench, estate: Estate) -> AccountPair:
    return bench.vend("logs", estate, tags={"keep": "1", "drop": "1"})


def test_a_renamed_pair_has_the_new_name(estate: Estate, pair: AccountPair) -> None:
    rename_pair(estate, pair.commercial_account_id, "Log Archive")
    assert read_pair(estate, pair.commercial_account_id).name == "Log Archive"


def test_a_refused_look_at_the_new_name_is_waited_out(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    bench.fault("DescribeAccount", code="TooManyRequestsException", times=3)  # botocore's three attempts
    rename_pair(estate, pair.commercial_account_id, "Log Archive")
    assert read_pair(estate, pair.commercial_account_id).name == "Log Archive"


def test_the_management_account_is_renamed_without_its_id(bench: Bench, estate: Estate) -> None:
    rename_pair(estate, bench.payer.commercial.account_id, "The Payer")
    assert read_pair(estate, bench.payer.commercial.account_id).name == "The Payer"


def test_a_bad_name_is_refused_before_any_call(bench: Bench, estate: Estate) -> None:
    with pytest.raises(Invalid):
        rename_pair(estate, "123456789012", "a<b")
    assert not bench.simulator.calls()


def test_a_placed_pair_is_below_its_organizational_unit(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    unit = bench.unit("commercial")
    place_pair(estate, pair.commercial_account_id, unit)
    assert read_pair(estate, pair.commercial_account_id).parent_id == unit


def test_a_pair_that_is_in_its_place_is_not_moved(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    place_pair(estate, pair.commercial_account_id, pair.parent_id)
    assert bench.calls("MoveAccount") == 0


def test_a_move_whose_answer_was_lost_is_resolved_by_looking(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    unit = bench.unit("commercial")
    bench.fault("MoveAccount", drop="after")
    place_pair(estate, pair.commercial_account_id, unit)
    assert read_pair(estate, pair.commercial_account_id).parent_id == unit


def test_a_move_into_nowhere_names_the_attribute(estate: Estate, pair: AccountPair) -> None:
    with pytest.raises(NotFound) as error:
        place_pair(estate, pair.commercial_account_id, "ou-ab12-cd34ef56")
    assert error.value.attribute == "parent_id"


def test_tags_are_set_changed_and_removed_as_desired(estate: Estate, pair: AccountPair) -> None:
    tag_pair(estate, pair.commercial_account_id, {"keep": "2", "new": ""}, pair.tags)
    assert read_pair(estate, pair.commercial_account_id).tags == {"keep": "2", "new": ""}


def test_the_marker_and_other_tools_tags_stay(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    tags = [{"Key": "theirs", "Value": "x"}]
    bench.client("commercial").tag_resource(ResourceId=pair.commercial_account_id, Tags=tags)
    tag_pair(estate, pair.commercial_account_id, {}, {**pair.tags, "govpair:owner": "govpair"})
    after = read_pair(estate, pair.commercial_account_id)
    assert after.tags == {"theirs": "x"}
    assert after.owner == "govpair"


def test_tags_as_they_are_make_no_change(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    tag_pair(estate, pair.commercial_account_id, pair.tags, pair.tags)
    assert bench.calls("TagResource") + bench.calls("UntagResource") == 0


def test_a_tag_that_is_gone_already_is_not_removed(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    tag_pair(estate, pair.commercial_account_id, pair.tags, {**pair.tags, "gone": "1"})
    assert bench.calls("UntagResource") == 0


def test_a_tag_that_a_policy_forbids_names_the_attribute_and_the_policy(
    bench: Bench, estate: Estate, pair: AccountPair
) -> None:
    bench.fault("TagResource", code="ConstraintViolationException", reason="TAG_POLICY_VIOLATION")
    with pytest.raises(Refused, match="tag policy") as error:
        tag_pair(estate, pair.commercial_account_id, {"new": "x"}, {})
    assert error.value.attribute == "tags"
