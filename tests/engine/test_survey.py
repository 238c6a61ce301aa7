"""A survey of both partitions: every unit and account in its place, every pair, and the truth about what isn't told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from custom_resources.engine.account_pairs import close_pair
from custom_resources.engine.credentials import CredentialSet
from custom_resources.engine.errors import NotFound, Stopped
from custom_resources.engine.estate import Estate
from custom_resources.engine.memberships import join
from custom_resources.engine.model import MembershipRequest
from custom_resources.engine.survey import survey
from custom_resources.engine.survey_model import PairLink, Survey
from tests.engine.conftest import TRUSTED_ACCESS, Bench

MOMENT = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)


def by_name(found: Survey, side: int = 0) -> dict[str, Any]:
    return {account.name: account for account in found.organizations[side].accounts}


def move(bench: Bench, side: str, account_id: str, unit: str) -> None:
    client = bench.client(side)
    source = client.list_parents(ChildId=account_id)["Parents"][0]["Id"]
    client.move_account(AccountId=account_id, SourceParentId=source, DestinationParentId=unit)


def test_both_trees_and_the_pairs_between_them_are_read(bench: Bench, estate: Estate) -> None:
    outer = bench.unit("commercial", "Workloads")
    client = bench.client("commercial")
    inner = client.create_organizational_unit(ParentId=outer, Name="Prod")["OrganizationalUnit"]["Id"]
    logs, api = bench.vend("logs", estate, tags={"Team": "a"}), bench.vend("api", estate)
    move(bench, "commercial", api.commercial_account_id, inner)
    join(estate, MembershipRequest(logs.govcloud_account_id, parent_id=bench.unit("govcloud"), tags={"Team": "b"}), 900)
    found = survey(estate, taken_at=MOMENT)
    assert found.taken_at == MOMENT
    assert [(unit.path, unit.parent_id) for unit in found.commercial.units] == [
        ("Workloads", found.commercial.root_id),
        ("Workloads/Prod", outer),
    ]
    commercial, govcloud = by_name(found), by_name(found, 1)
    assert list(commercial) == ["api", "logs", "payer"]
    assert commercial["api"].path == "Workloads/Prod"
    assert (commercial["logs"].path, commercial["logs"].parent_id) == ("", found.commercial.root_id)
    assert commercial["logs"].tags == {"Team": "a", "govpair:owner": "govpair"}
    assert {name: account.is_management for name, account in commercial.items()} == {
        "api": False,
        "logs": False,
        "payer": True,
    }
    assert found.govcloud[0].partition == "aws-us-gov"
    assert govcloud["logs"].path == "Security"
    assert govcloud["logs"].tags["Team"] == "b"
    assert PairLink(api.commercial_account_id, api.govcloud_account_id, "ACTIVE") in found.pairs
    assert found.halves[logs.govcloud_account_id] == logs.commercial_account_id
    assert len(found.pairs) == 3
    assert (found.untold, found.unread, found.trails) == ((), (), None)
    assert found.commercial.feature_set == "ALL"


def test_two_surveys_of_an_unchanged_estate_are_equal(bench: Bench, estate: Estate) -> None:
    bench.vend("logs", estate)
    assert survey(estate, taken_at=MOMENT) == survey(estate, taken_at=MOMENT)


def test_without_govcloud_credentials_that_side_is_told_as_unread(bench: Bench) -> None:
    pair = bench.vend("logs")
    estate = bench.estate(govcloud_paired=CredentialSet("govcloud_paired"))
    found = survey(estate)
    assert found.govcloud == ()
    assert [(each.organization, each.why) for each in found.unread] == [
        ("govcloud_paired", "No credentials of the GovCloud organization's management account were given.")
    ]
    assert pair.govcloud_account_id in found.halves


def test_a_govcloud_side_without_an_organization_is_told_as_unread(bench: Bench, estate: Estate) -> None:
    bench.client("govcloud").delete_organization()
    found = survey(estate)
    assert found.govcloud == ()
    assert "organization" in found.unread[0].why


def test_what_aws_does_not_tell_of_an_account_is_untold_with_its_reason(bench: Bench, estate: Estate) -> None:
    bench.client("commercial").disable_aws_service_access(ServicePrincipal=TRUSTED_ACCESS)
    bench.vend("logs")
    bench.client("commercial").create_account(Email="plain@example.gov", AccountName="plain")
    bench.simulator.clock.advance(90)
    found = survey(estate)
    commercial = by_name(found)
    # The journal of creations tells the vended pair, and nothing tells of the other account.
    assert {pair.commercial_account_id for pair in found.pairs} == {commercial["logs"].id, commercial["payer"].id}
    assert [each.commercial_account_id for each in found.untold] == [commercial["plain"].id]
    assert TRUSTED_ACCESS in found.untold[0].why


def test_a_closed_pair_stays_a_pair_with_its_states(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate)
    close_pair(estate, pair.commercial_account_id)
    found = survey(estate)
    assert by_name(found)["logs"].state == "SUSPENDED"
    link = next(each for each in found.pairs if each.commercial_account_id == pair.commercial_account_id)
    assert link.govcloud_state == "SUSPENDED"


def test_without_tags_none_are_asked_for(bench: Bench, estate: Estate) -> None:
    bench.vend("logs", estate)
    bench.simulator.reset_calls()
    found = survey(estate, with_tags=False)
    assert by_name(found)["logs"].tags is None
    assert bench.calls("ListTagsForResource") == 0


def test_an_account_that_is_listed_is_not_left_out_whatever_one_call_says(bench: Bench, estate: Estate) -> None:
    bench.vend("logs", estate)
    bench.fault("ListTagsForResource", code="TargetNotFoundException", skip=2)
    (unread,) = survey(estate).unread
    assert "TargetNotFoundException" in unread.why
    bench.fault("ListTagsForResource", code="TargetNotFoundException")
    with pytest.raises(NotFound, match="TargetNotFoundException"):
        survey(estate)


def test_an_account_that_leaves_while_tags_are_read_is_left_out(
    bench: Bench, estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    account_id = bench.vend("logs", estate).govcloud_account_id
    join(estate, MembershipRequest(account_id))
    client = estate.govcloud_management.organizations()
    real = client.list_tags_for_resource

    def leaves(**asked: Any) -> Any:
        if asked["ResourceId"] == account_id:
            bench.client("govcloud").remove_account_from_organization(AccountId=account_id)
        return real(**asked)

    monkeypatch.setattr(client, "list_tags_for_resource", leaves)
    found = survey(estate)
    assert not found.unread
    assert [account.id for account in found.govcloud[0].accounts] == [bench.payer.govcloud.account_id]


def test_accounts_are_found_unit_by_unit_where_their_paths_are_not_shown(
    bench: Bench, estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = bench.vend("logs", estate)
    move(bench, "commercial", pair.commercial_account_id, bench.unit("commercial", "Security"))
    client = estate.commercial.organizations()
    for operation, key in (("list_accounts", "Accounts"), ("list_accounts_for_parent", "Accounts")):
        real = getattr(client, operation)

        def pathless(real: Callable[..., Any] = real, key: str = key, **asked: Any) -> Any:
            answer = real(**asked)
            for account in answer[key]:
                account.pop("Paths", None)
            return answer

        monkeypatch.setattr(client, operation, pathless)
    assert by_name(survey(estate))["logs"].path == "Security"


def test_a_stop_is_heard_between_calls(bench: Bench, estate: Estate) -> None:
    bench.pace.stop_when = lambda pace: True
    with pytest.raises(Stopped):
        survey(estate)
