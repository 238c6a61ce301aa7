"""What an account pair tells its user."""

from __future__ import annotations

import pytest

from custom_resources.engine.errors import AlreadyExists, EngineError, NotFound, Refused, Stopped
from custom_resources.plugin import ResourceContext
from custom_resources.provider import account_pair_messages as messages
from custom_resources.provider.account_pair import AccountPairResource
from tests.provider.conftest import pair_values


@pytest.mark.parametrize(
    ("name", "label"),
    [("log-archive", "log_archive"), ("Log Archive", "log_archive"), ("1st", "pair_1st"), ("--", "pair")],
)
def test_an_import_block_has_a_valid_label_made_of_the_name(name: str, label: str) -> None:
    block = messages.import_block(name, "111111111111")
    assert f"to = govpair_account_pair.{label} " in block
    assert 'id = "111111111111"' in block


def test_an_existing_account_of_another_s_shows_the_import_block() -> None:
    found = AlreadyExists(
        "creating account pair x",
        "It exists.",
        commercial_account_id="111111111111",
        govcloud_account_id="222222222222",
        owner=None,
    )
    error = messages.already_exists(found, pair_values())
    assert 'id = "111111111111"' in error.detail
    assert error.detail.startswith("It exists.")
    assert error.path == ("email",)


def test_a_stopped_creation_says_that_applying_again_resumes() -> None:
    assert "Apply again" in messages.unfinished(Stopped("creating", "stopped"), pair_values())


def test_a_refused_creation_that_made_nothing_does_not_speak_of_resuming() -> None:
    assert messages.unfinished(Refused("creating", "no"), pair_values()) == ""


def test_a_failure_after_the_account_exists_shows_how_to_import_it() -> None:
    error: EngineError = Refused("tagging", "no", commercial_account_id="111111111111")
    assert 'id = "111111111111"' in messages.unfinished(error, pair_values())


def test_a_replacement_is_refused_with_each_way_out(ctx: ResourceContext) -> None:
    error = AccountPairResource().replacement_refusal("aws+log@example.gov", pair_values(), ctx)
    for way in ("terraform untaint", "-replace", "moved", "closed = true"):
        assert way in error.detail


def test_forgetting_names_both_ids(ctx: ResourceContext) -> None:
    AccountPairResource().delete(pair_values(), ctx)
    AccountPairResource().plan_destroy(pair_values(), ctx)
    for warning in ctx.diagnostics:
        assert "111111111111" in warning.detail
        assert "222222222222" in warning.detail


def test_forgetting_a_closed_pair_needs_no_warning(ctx: ResourceContext) -> None:
    closed = pair_values(closed=True, commercial_state="SUSPENDED")
    AccountPairResource().delete(closed, ctx)
    AccountPairResource().plan_destroy(closed, ctx)
    assert len(ctx.diagnostics) == 0


def test_an_import_of_what_is_not_there_says_which_id_is_wanted() -> None:
    absent = NotFound("reading", "It isn't there.")
    assert "by its commercial account id" in messages.unreadable(absent, {"id": "111111111111", "commercial_arn": None})
    stored = messages.unreadable(absent, pair_values())
    assert "111111111111 and GovCloud account 222222222222" in stored
    assert messages.unreadable(Refused("reading", "no"), pair_values()) == ""
