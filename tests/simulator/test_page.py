"""The page at the root: what a person sees of both partitions."""

from __future__ import annotations

import re
import urllib.request

import pytest
from botocore.exceptions import ClientError

from partition_simulator import Fault, SimulatorSettings
from partition_simulator.page.overview import PAIRS_SHOWN
from tests.simulator.conftest import Bench


@pytest.fixture
def settings() -> SimulatorSettings:
    return SimulatorSettings(clock_scale=0, account_quota=5000)


def page(bench: Bench, side: str = "commercial") -> str:
    """The page's text as a browser would ask for it, tags taken out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", source(bench, side)))


def source(bench: Bench, side: str = "commercial") -> str:
    url = bench.sim.commercial.url if side == "commercial" else bench.sim.govcloud.url
    asked = urllib.request.Request(f"{url}/", headers={"Accept": "text/html,*/*"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        assert answer.headers["Content-Type"].startswith("text/html")
        return str(answer.read().decode())


def test_both_ports_show_the_same_world(organized: Bench) -> None:
    organized.sim.vend("audit", "audit@example.gov", join=organized.payer.govcloud)
    for side in ("commercial", "govcloud"):
        shown = page(organized, side)
        assert "audit@example.gov" in shown
        assert organized.payer.commercial.account_id in shown
        assert organized.payer.govcloud.account_id in shown


def test_a_pair_stands_with_both_ids_and_its_units(organized: Bench) -> None:
    pair = organized.sim.vend("audit", "audit@example.gov")
    client = organized.organizations("commercial")
    root = client.list_roots()["Roots"][0]["Id"]
    unit = client.create_organizational_unit(ParentId=root, Name="Security")["OrganizationalUnit"]["Id"]
    moved = pair.commercial.account_id
    client.move_account(AccountId=moved, SourceParentId=root, DestinationParentId=unit)

    shown = page(organized)
    row = shown[shown.index("audit@example.gov") :]
    assert re.search(rf"{moved} ACTIVE o-\w+ Root/Security {pair.govcloud.account_id} ACTIVE standalone", row)


def test_requests_handshakes_faults_and_calls_are_shown_while_they_last(organized: Bench) -> None:
    pair = organized.sim.vend("audit", "audit@example.gov")
    client = organized.organizations("commercial")
    client.create_gov_cloud_account(Email="slow@example.gov", AccountName="slow")
    invited = organized.organizations("govcloud").invite_account_to_organization(
        Target={"Id": pair.govcloud.account_id, "Type": "ACCOUNT"}
    )
    organized.sim.inject(Fault("organizations", "DescribeAccount", code="TooManyRequestsException"))
    shown = page(organized)
    assert "Requests in progress 1 slow (slow@example.gov)" in shown
    assert invited["Handshake"]["Id"] in shown
    assert "TooManyRequestsException" in shown
    assert "organizations:InviteAccountToOrganization" in shown

    organized.sim.clear_faults()
    organized.sim.clock.advance(3600)
    shown = page(organized)
    assert "Requests in progress 0" in shown
    assert "Injected faults 0" in shown


def test_a_refused_call_is_among_the_last_ones(organized: Bench) -> None:
    with pytest.raises(ClientError):
        organized.organizations("commercial").describe_account(AccountId="123456789012")
    row = re.search(r"<tr>(?:(?!</tr>).)*organizations:DescribeAccount.*?</tr>", source(organized), re.DOTALL)
    assert row is not None
    assert '<td class="failed">400</td>' in row[0]


def test_what_clients_name_is_text_and_never_markup(organized: Bench) -> None:
    client = organized.organizations("commercial")
    root = client.list_roots()["Roots"][0]["Id"]
    client.create_organizational_unit(ParentId=root, Name="<script>alert(1)</script>")
    assert "<script>alert" not in source(organized)
    assert "&lt;script&gt;alert(1)" in source(organized)


def test_a_thousand_pairs_are_counted_and_the_newest_shown(organized: Bench) -> None:
    for number in range(PAIRS_SHOWN + 5):
        organized.sim.vend(f"team-{number}", f"team-{number}@example.gov")
    shown = page(organized)
    assert f"Account pairs {PAIRS_SHOWN + 6}" in shown
    assert f"team-{PAIRS_SHOWN + 4}@example.gov" in shown
    assert "team-0@example.gov" not in shown
    assert f"The newest {PAIRS_SHOWN} are shown" in shown


def test_looking_counts_no_call_and_a_signed_request_of_the_root_is_s3(organized: Bench) -> None:
    organized.sim.reset_calls()
    page(organized)
    assert not organized.sim.calls()
    assert organized.client("s3", "commercial").list_buckets()["Buckets"] == []
