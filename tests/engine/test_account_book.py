"""The emails of an organization, listed once for all creations of a process."""

from __future__ import annotations

from collections.abc import Callable

from custom_resources.engine.account_pairs import create_pair
from custom_resources.engine.estate import Estate
from custom_resources.engine.model import PairRequest
from custom_resources.engine.quotas import see_quotas
from tests.engine.conftest import Bench


def test_many_creations_list_the_accounts_once(bench: Bench) -> None:
    for number in range(45):
        bench.simulator.vend(f"there-{number}", f"there-{number}@example.gov")
    bench.simulator.reset_calls()
    estate = bench.estate()
    for number in range(4):
        bench.vend(f"new-{number}", estate)
    assert bench.calls("ListAccounts") == 3


def test_an_account_that_is_there_is_found_as_it_is_now(bench: Bench) -> None:
    made = bench.simulator.vend("log", "Log@example.gov", tags={"govpair:owner": "govpair"})
    estate = bench.estate()
    bench.vend("other", estate)
    account = bench.client("commercial", "account")
    account.put_account_name(AccountId=made.commercial.account_id, AccountName="renamed")
    pair, existed = create_pair(estate, PairRequest("log@example.gov", "log"))
    assert existed
    assert pair.commercial_account_id == made.commercial.account_id
    assert bench.calls("CreateGovCloudAccount") == 1


def test_one_that_was_being_made_when_the_book_was_written_is_looked_for_afresh(
    bench_with: Callable[..., Bench],
) -> None:
    bench = bench_with(creation_seconds=100)
    tags = [{"Key": "govpair:owner", "Value": "govpair"}]
    bench.client("commercial").create_gov_cloud_account(Email="log@example.gov", AccountName="log", Tags=tags)
    estate = bench.estate()
    bench.vend("other", estate)  # takes longer than what was left of the first
    bench.simulator.clock.advance(200)
    assert create_pair(estate, PairRequest("log@example.gov", "log"))[1]
    assert bench.calls("CreateGovCloudAccount") == 2


def test_another_s_account_that_the_book_does_not_have_is_refused_by_aws_and_found(bench: Bench) -> None:
    estate = bench.estate()
    bench.vend("other", estate)
    made = bench.simulator.vend("log", "log@example.gov", tags={"govpair:owner": "govpair"})
    pair, existed = create_pair(estate, PairRequest("log@example.gov", "log"))
    assert existed
    assert pair.commercial_account_id == made.commercial.account_id
    assert len(bench.account_ids_with("log@example.gov")) == 2


def test_the_estimate_of_an_apply_and_its_creations_share_the_listing(bench: Bench) -> None:
    for number in range(45):
        bench.simulator.vend(f"there-{number}", f"there-{number}@example.gov")
    bench.simulator.reset_calls()
    estate = bench.estate()
    seen = see_quotas(estate, estate.short_deadline("estimating"))
    bench.vend("new", estate)
    assert seen.quotas.accounts == 46
    assert bench.calls("ListAccounts") == 3


def test_an_account_whose_email_was_changed_since_is_not_the_one(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("a", estate)
    estate.accounts.made("former@example.gov", pair.commercial_account_id)  # as if listed before the change
    deadline = estate.short_deadline("looking")
    assert estate.accounts.look(estate, "former@example.gov", "x", deadline) == (None, False)
    other = bench.vend("former", estate)
    assert other.commercial_account_id != pair.commercial_account_id
