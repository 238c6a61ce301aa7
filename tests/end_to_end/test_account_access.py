"""Waiting until the role in an account can really be assumed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.end_to_end.estate import SimulatedEstate, simulated_estate
from tests.end_to_end.hcl import Expression, Folder, block, pair

pytestmark = pytest.mark.terraform

ACCESS = "govpair_account_access.log"
BOTH = {
    "commercial_account_id": Expression("govpair_account_pair.log.commercial_account_id"),
    "govcloud_account_id": Expression("govpair_account_pair.log.govcloud_account_id"),
}
LATE = 400.0


@pytest.fixture
def estate() -> Iterator[SimulatedEstate]:
    """An estate in which roles can be assumed only a while after the accounts are made."""
    with simulated_estate(clock_scale=0.0, role_delay_seconds=LATE) as made:
        yield made


def access(**attributes: object) -> str:
    return block(f'resource "govpair_account_access" "{ACCESS.split(".")[1]}"', attributes)


def assumed(estate: SimulatedEstate) -> int:
    return estate.calls("AssumeRole")


def test_the_whole_life_of_access(folder: Folder, estate: SimulatedEstate) -> None:
    began = estate.simulator.clock.now()
    folder.write(pair("log") + access(**BOTH)).apply().succeeded()
    assert estate.simulator.clock.now() - began >= LATE
    made = folder.state()[ACCESS]
    ids = folder.state()["govpair_account_pair.log"]
    assert made["id"] == f"{ids['commercial_account_id']}/{ids['govcloud_account_id']}"
    assert made["commercial_role_arn"] == ids["commercial_role_arn"]
    assert made["govcloud_role_arn"] == ids["govcloud_role_arn"]
    assert made["verified_timestamp"].endswith("Z")
    estate.simulator.reset_calls()
    folder.plans_nothing()
    assert assumed(estate) == 0

    only_govcloud = {"govcloud_account_id": BOTH["govcloud_account_id"]}
    folder.write(pair("log") + access(**only_govcloud))
    assert folder.planned_actions() == {ACCESS: ["update"]}
    folder.apply().succeeded()
    changed = folder.state()[ACCESS]
    assert changed["commercial_role_arn"] is None
    assert changed["id"] == ids["govcloud_account_id"]
    folder.plans_nothing()

    estate.simulator.reset_calls()
    folder.write(pair("log") + access(**only_govcloud, timeouts={"create": "1m"})).apply().succeeded()
    assert assumed(estate) == 0
    folder.plans_nothing()
    folder.destroy("-target", ACCESS).succeeded()
    assert ACCESS not in folder.state()
    # There is nothing in AWS to import: declaring it asks whether the role can be assumed.
    assert "cannot be imported" in folder.run("import", "-no-color", ACCESS, changed["id"]).failed().words
    folder.apply().succeeded()
    folder.plans_nothing()
    folder.destroy().succeeded()


def test_a_time_out_says_the_reason_seen_last_and_leaves_nothing_tainted(
    folder: Folder, estate: SimulatedEstate
) -> None:
    declared = pair("log") + access(**BOTH, timeouts={"create": "2m"})
    run = folder.write(declared).apply().failed()
    for expected in ("Gave up after 120 s", "Last seen", "AccessDenied", "seven minutes", "management account"):
        assert expected in run.words
    assert ACCESS not in folder.state()
    estate.simulator.clock.advance(LATE)
    folder.apply().succeeded()
    assert "tainted" not in folder.state()[ACCESS]
    folder.plans_nothing()


def test_what_depends_on_it_waits_for_it(folder: Folder) -> None:
    folder.write(
        pair("log")
        + access(**BOTH)
        + block(
            'resource "govpair_membership" "log"',
            {
                "account_id": BOTH["govcloud_account_id"],
                "timeouts": {"create": "30s"},
                "depends_on": Expression("[govpair_account_access.log]"),
            },
        )
    ).apply().succeeded()


def test_what_cannot_be_meant_is_refused_without_a_call(folder: Folder, estate: SimulatedEstate) -> None:
    assert "Give commercial_account_id" in folder.write(access()).plan().failed().words
    for name in ("commercial_account_id", "govcloud_account_id"):
        run = folder.write(access(**{name: "12"})).plan().failed()
        assert f"  {name} = " in run.output
    run = folder.write(access(govcloud_account_id="123456789012", role_name="a b")).plan().failed()
    assert "  role_name = " in run.output
    same = access(govcloud_account_id="123456789012", commercial_account_id="123456789012")
    assert "two accounts" in folder.write(same).plan().failed().words
    assert estate.calls() == 0
