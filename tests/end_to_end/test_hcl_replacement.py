"""Nothing that Terraform does to replace an object closes, evicts or doubles anything."""

from __future__ import annotations

import pytest

from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, block, pair

pytestmark = pytest.mark.terraform

PAIR, MEMBERSHIP = "govpair_account_pair.log", "govpair_membership.log"


def configuration(on_destroy: str = "keep", **attributes: object) -> str:
    return pair("log", **attributes) + block(
        'resource "govpair_membership" "log"',
        {"account_id": Expression("govpair_account_pair.log.govcloud_account_id"), "on_destroy": on_destroy},
    )


@pytest.fixture(params=["keep", "remove"])
def applied(folder: Folder, request: pytest.FixtureRequest) -> Folder:
    """A folder in which one pair was made and joined."""
    folder.write(configuration(request.param)).apply().succeeded()
    return folder


def nothing_was_lost(folder: Folder, estate: SimulatedEstate, before: object) -> None:
    """The state is as before, and AWS saw neither a second creation nor an end of anything."""
    assert folder.state() == before
    assert estate.creations() == estate.vended_pairs() == 1
    assert estate.account_states() == {"ACTIVE"}
    for operation in ("CloseAccount", "RemoveAccountFromOrganization", "LeaveOrganization"):
        assert estate.calls(operation) == 0


@pytest.mark.parametrize("address", [PAIR, MEMBERSHIP])
@pytest.mark.parametrize("refresh", ["true", "false"])
def test_a_tainted_resource_is_refused_until_it_is_untainted(
    address: str, refresh: str, applied: Folder, estate: SimulatedEstate
) -> None:
    before = applied.state()
    applied.run("taint", address).succeeded()
    run = applied.apply(f"-refresh={refresh}").failed()
    assert "can't be replaced" in run.words
    assert "terraform untaint" in run.words
    applied.run("untaint", address).succeeded()
    nothing_was_lost(applied, estate, before)
    applied.plans_nothing()


@pytest.mark.parametrize("address", [PAIR, MEMBERSHIP])
def test_a_forced_replacement_is_refused(address: str, applied: Folder, estate: SimulatedEstate) -> None:
    before = applied.state()
    assert "can't be replaced" in applied.apply(f"-replace={address}").failed().words
    nothing_was_lost(applied, estate, before)


def test_creating_before_destroying_is_refused_too(folder: Folder, estate: SimulatedEstate) -> None:
    declared = configuration().replace("}\n", "  lifecycle {\n    create_before_destroy = true\n  }\n}\n")
    folder.write(declared).apply().succeeded()
    before = folder.state()
    assert "can't be replaced" in folder.apply(f"-replace={PAIR}").failed().words
    nothing_was_lost(folder, estate, before)


def test_a_new_address_needs_a_moved_block(folder: Folder, estate: SimulatedEstate) -> None:
    folder.write(pair("log")).apply().succeeded()
    made = folder.state()[PAIR]
    renamed = pair("archive", name="log", email="aws+log@example.gov")
    run = folder.write(renamed).apply().failed()
    assert "`moved` block" in run.words
    nothing_was_lost(folder, estate, {PAIR: made})
    moved = "moved {\n  from = govpair_account_pair.log\n  to   = govpair_account_pair.archive\n}\n"
    folder.write(renamed + moved).apply().succeeded()
    nothing_was_lost(folder, estate, {"govpair_account_pair.archive": made})


def test_a_replacement_that_the_guard_cannot_see_evicts_nobody(folder: Folder, estate: SimulatedEstate) -> None:
    def declared(salt: str, lifecycle: str = "") -> str:
        account_id = '"${govpair_account_pair.log.govcloud_account_id}${substr(terraform_data.salt.output, 0, 0)}"'
        return (
            block('resource "terraform_data" "salt"', {"input": salt})
            + pair("log")
            + block(
                'resource "govpair_membership" "log"',
                {"account_id": Expression(account_id), "on_destroy": "remove"},
            ).replace("}\n", f"{lifecycle}}}\n")
        )

    folder.write(declared("one")).apply().succeeded()
    before = folder.state()[MEMBERSHIP]
    # The salt's output, and with it the account's id, is unknown while this is planned.
    run = folder.write(declared("two")).apply(f"-replace={MEMBERSHIP}").succeeded()
    assert "isn't ended by a replacement" in run.words
    assert folder.state()[MEMBERSHIP] == before
    first = "  lifecycle {\n    create_before_destroy = true\n  }\n"
    folder.write(declared("three", first)).run("taint", MEMBERSHIP).succeeded()
    assert "can't be replaced" in folder.apply().failed().words  # creating first, the guard does see it, while applying
    assert estate.calls("RemoveAccountFromOrganization") == 0
    assert estate.calls("InviteAccountToOrganization") == 1


@pytest.mark.parametrize(
    ("attribute", "value"),
    [("email", "aws+other@example.gov"), ("role_name", "Other"), ("iam_user_access_to_billing", "DENY")],
)
def test_a_change_that_needs_another_account_is_refused_with_the_way(
    attribute: str, value: str, folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(pair("log")).apply().succeeded()
    before = folder.state()
    run = folder.write(pair("log", **{attribute: value})).apply().failed()
    assert "closed = true" in run.words
    assert f"  {attribute} = " in run.output  # the line that Terraform points at
    nothing_was_lost(folder, estate, before)


def test_another_account_id_is_refused_for_a_membership(folder: Folder, estate: SimulatedEstate) -> None:
    folder.write(configuration()).apply().succeeded()
    before = folder.state()
    other = configuration().replace("govpair_account_pair.log.govcloud_account_id", '"123456789012"')
    run = folder.write(other).apply().failed()
    assert "account_id" in run.words
    nothing_was_lost(folder, estate, before)


def test_destroying_a_membership_ends_it_only_when_the_state_says_so(folder: Folder, estate: SimulatedEstate) -> None:
    folder.write(configuration("keep")).apply().succeeded()
    folder.write(pair("log")).apply().succeeded()
    assert estate.calls("RemoveAccountFromOrganization") == 0


def test_a_pair_is_not_taken_over_by_an_address_whose_email_is_known_only_at_apply(
    folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(pair("log")).apply().succeeded()
    before = folder.state()
    salt = 'resource "terraform_data" "salt" {\n  input = "aws+log@example.gov"\n}\n'
    other = pair("other", name="log", email=Expression("terraform_data.salt.output"))
    run = folder.write(pair("log") + salt + other).apply().failed()
    assert "its email isn't known before apply" in run.words
    nothing_was_lost(folder, estate, before)


CREATING_FIRST = "  lifecycle {\n    create_before_destroy = true\n  }\n}\n"


@pytest.mark.parametrize("refresh", ["true", "false"])
def test_a_tainted_pair_that_is_created_first_is_refused(refresh: str, folder: Folder, estate: SimulatedEstate) -> None:
    folder.write(pair("log").replace("}\n", CREATING_FIRST)).apply().succeeded()
    before = folder.state()
    folder.run("taint", PAIR).succeeded()
    assert "terraform untaint" in folder.apply(f"-refresh={refresh}").failed().words
    folder.run("untaint", PAIR).succeeded()
    nothing_was_lost(folder, estate, before)


@pytest.mark.parametrize("end", ["}\n", CREATING_FIRST])
def test_a_replacement_of_a_pair_that_the_guard_cannot_see_is_refused_as_well(
    end: str, folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(pair("log").replace("}\n", end)).apply().succeeded()
    before = folder.state()
    salt = block('resource "terraform_data" "salt"', {"input": "two"})
    email = Expression('terraform_data.salt.output == null ? null : "aws+log@example.gov"')  # unknown at plan
    run = folder.write(salt + pair("log", email=email).replace("}\n", end)).apply(f"-replace={PAIR}").failed()
    assert "its email isn't known before apply" in run.words
    nothing_was_lost(folder, estate, before)


def test_a_renamed_key_of_for_each_needs_a_moved_block(folder: Folder, estate: SimulatedEstate) -> None:
    def declared(key: str) -> str:
        values = {"name": "log", "email": "aws+log@example.gov", "for_each": Expression(f'toset(["{key}"])')}
        return block('resource "govpair_account_pair" "each"', values)

    folder.write(declared("old")).apply().succeeded()
    before = folder.state()
    run = folder.write(declared("new")).apply().failed()
    assert "for_each key changed: add a `moved` block" in run.words
    nothing_was_lost(folder, estate, before)


def test_the_same_pair_under_another_provider_alias_is_neither_made_nor_closed(
    folder: Folder, estate: SimulatedEstate
) -> None:
    """Each alias is a process of its own, whose guard doesn't see the other's state: adoption has to hold."""
    folder.write(pair("log")).apply().succeeded()
    made = folder.state()[PAIR]
    alias = f'provider "govpair" {{\n  alias = "other"\n{folder.provider}\n}}\n'
    other = pair("other", name="log", email="aws+log@example.gov", provider=Expression("govpair.other"))
    run = folder.write(alias + other).apply().succeeded()
    assert "was forgotten, not closed" in run.words
    nothing_was_lost(folder, estate, {"govpair_account_pair.other": made})
    folder.plans_nothing()
