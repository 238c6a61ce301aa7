"""Closing accounts, and leaving organizations."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from partition_simulator import SimulatorSettings, moto_bridge
from tests.simulator.conftest import Bench, code_of, reason_of, refusal

DAY = 86400


def state(bench: Bench, account_id: str) -> tuple[str, str]:
    """State and retired Status in the commercial organization."""
    account = bench.organizations("commercial").describe_account(AccountId=account_id)["Account"]
    return account["State"], account["Status"]


def test_closing_the_commercial_account_suspends_both_halves(organized: Bench) -> None:
    pair = organized.sim.vend("x", "x@example.gov", join=organized.payer.govcloud)
    commercial, govcloud = pair.commercial.account_id, pair.govcloud.account_id
    organized.organizations("commercial").close_account(AccountId=commercial)
    assert state(organized, commercial) == ("PENDING_CLOSURE", "PENDING_CLOSURE")
    other = organized.organizations("govcloud")
    assert other.describe_account(AccountId=govcloud)["Account"]["State"] == "ACTIVE"
    organized.sim.clock.advance(60)
    assert state(organized, commercial) == ("SUSPENDED", "SUSPENDED")
    assert other.describe_account(AccountId=govcloud)["Account"]["State"] == "SUSPENDED"
    information = organized.account("commercial").get_gov_cloud_account_information(StandardAccountId=commercial)
    assert information["AccountState"] == "SUSPENDED"


def test_a_closed_account_is_not_closed_again(organized: Bench) -> None:
    account = organized.sim.vend("x", "x@example.gov").commercial.account_id
    client = organized.organizations("commercial")
    client.close_account(AccountId=account)
    with pytest.raises(ClientError) as error:
        client.close_account(AccountId=account)
    assert code_of(error) == "ConflictException"
    organized.sim.clock.advance(60)
    with pytest.raises(ClientError) as error:
        client.close_account(AccountId=account)
    assert code_of(error) == "AccountAlreadyClosedException"


def test_three_accounts_close_at_once_and_no_more(organized: Bench) -> None:
    client = organized.organizations("commercial")
    accounts = [organized.sim.vend(f"a{i}", f"a{i}@example.gov").commercial.account_id for i in range(4)]
    for account in accounts[:3]:
        client.close_account(AccountId=account)
    with pytest.raises(ClientError) as error:
        client.close_account(AccountId=accounts[3])
    assert reason_of(error) == "CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED"
    organized.sim.clock.advance(60)
    client.close_account(AccountId=accounts[3])


def test_the_management_account_is_not_closed(organized: Bench) -> None:
    with pytest.raises(ClientError) as error:
        organized.organizations("commercial").close_account(AccountId=organized.payer.commercial.account_id)
    assert reason_of(error) == "CANNOT_CLOSE_MANAGEMENT_ACCOUNT"


def test_govcloud_closes_no_accounts(organized: Bench) -> None:
    pair = organized.sim.vend("x", "x@example.gov", join=organized.payer.govcloud)
    with pytest.raises(ClientError) as error:
        organized.organizations("govcloud").close_account(AccountId=pair.govcloud.account_id)
    assert code_of(error) == "UnsupportedAPIEndpointException"


def test_the_role_in_a_suspended_account_is_not_assumed_and_its_keys_are_dead(organized: Bench) -> None:
    pair = organized.sim.vend("x", "x@example.gov")
    session = organized.assume("govcloud", pair.govcloud.account_id)
    organized.organizations("commercial").close_account(AccountId=pair.commercial.account_id)
    organized.sim.clock.advance(60)
    with pytest.raises(ClientError) as error:
        organized.assume("govcloud", pair.govcloud.account_id)
    assert code_of(error) == "AccessDenied"
    with pytest.raises(ClientError) as error:
        organized.sts("govcloud", session).get_caller_identity()
    assert code_of(error) == "InvalidClientTokenId"


def test_an_invited_govcloud_account_is_removed_and_loses_its_tags(organized: Bench) -> None:
    pair = organized.sim.vend("x", "x@example.gov", join=organized.payer.govcloud)
    account = pair.govcloud.account_id
    client = organized.organizations("govcloud")
    client.tag_resource(ResourceId=account, Tags=[{"Key": "a", "Value": "1"}])
    client.remove_account_from_organization(AccountId=account)
    with pytest.raises(ClientError) as error:
        client.describe_account(AccountId=account)
    assert code_of(error) == "AccountNotFoundException"
    handshake = client.invite_account_to_organization(Target={"Id": account, "Type": "ACCOUNT"})["Handshake"]["Id"]
    organized.organizations("govcloud", organized.assume("govcloud", account)).accept_handshake(HandshakeId=handshake)
    assert client.list_tags_for_resource(ResourceId=account)["Tags"] == []


def test_a_member_leaves_by_itself(organized: Bench) -> None:
    pair = organized.sim.vend("x", "x@example.gov", join=organized.payer.govcloud)
    member = organized.organizations("govcloud", organized.assume("govcloud", pair.govcloud.account_id))
    member.leave_organization()
    with pytest.raises(ClientError) as error:
        member.describe_organization()
    assert code_of(error) == "AWSOrganizationsNotInUseException"


def test_the_management_account_stays(organized: Bench) -> None:
    client = organized.organizations("govcloud")
    with pytest.raises(ClientError) as error:
        client.leave_organization()
    assert code_of(error) == "MasterCannotLeaveOrganizationException"
    with pytest.raises(ClientError) as error:
        client.remove_account_from_organization(AccountId=organized.payer.govcloud.account_id)
    assert code_of(error) == "MasterCannotLeaveOrganizationException"


def test_a_vended_commercial_account_waits_four_days_and_then_lacks_a_payment_instrument(organized: Bench) -> None:
    account = organized.sim.vend("x", "x@example.gov").commercial.account_id
    client = organized.organizations("commercial")
    with pytest.raises(ClientError) as error:
        client.remove_account_from_organization(AccountId=account)
    assert reason_of(error) == "WAIT_PERIOD_ACTIVE"
    organized.sim.clock.advance(4 * DAY)
    with pytest.raises(ClientError) as error:
        client.remove_account_from_organization(AccountId=account)
    assert reason_of(error) == "MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED"


def test_a_suspended_account_can_be_removed(organized: Bench) -> None:
    pair = organized.sim.vend("x", "x@example.gov", join=organized.payer.govcloud)
    organized.organizations("commercial").close_account(AccountId=pair.commercial.account_id)
    organized.sim.clock.advance(60)
    organized.organizations("commercial").remove_account_from_organization(AccountId=pair.commercial.account_id)
    organized.organizations("govcloud").remove_account_from_organization(AccountId=pair.govcloud.account_id)
    assert len(organized.organizations("govcloud").list_accounts()["Accounts"]) == 1


def test_a_delegated_administrator_stays(organized: Bench) -> None:
    pair = organized.sim.vend("x", "x@example.gov", join=organized.payer.govcloud)
    client = organized.organizations("govcloud")
    client.enable_aws_service_access(ServicePrincipal="guardduty.amazonaws.com")
    client.register_delegated_administrator(
        AccountId=pair.govcloud.account_id, ServicePrincipal="guardduty.amazonaws.com"
    )
    with pytest.raises(ClientError) as error:
        client.remove_account_from_organization(AccountId=pair.govcloud.account_id)
    assert reason_of(error) == "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG"


class TestGovCloudMembersThatCannotLeave:
    @pytest.fixture
    def settings(self) -> SimulatorSettings:
        return SimulatorSettings(clock_scale=0, govcloud_members_can_leave=False)

    def test_they_lack_a_payment_instrument(self, organized: Bench) -> None:
        pair = organized.sim.vend("x", "x@example.gov", join=organized.payer.govcloud)
        with pytest.raises(ClientError) as error:
            organized.organizations("govcloud").remove_account_from_organization(AccountId=pair.govcloud.account_id)
        assert reason_of(error) == "MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED"


def test_the_govcloud_half_stays_suspended_in_its_organization_until_it_is_removed(organized: Bench) -> None:
    pair = organized.sim.vend("x", "x@example.gov", join=organized.payer.govcloud)
    alone = organized.sim.vend("y", "y@example.gov")
    for closed in (pair, alone):
        organized.organizations("commercial").close_account(AccountId=closed.commercial.account_id)
    organized.sim.clock.advance(60 + 90 * DAY)
    with pytest.raises(ClientError) as error:
        state(organized, pair.commercial.account_id)
    assert code_of(error) == "AccountNotFoundException"
    client = organized.organizations("govcloud")
    account = client.describe_account(AccountId=pair.govcloud.account_id)["Account"]
    assert (account["State"], account["Status"]) == ("SUSPENDED", "SUSPENDED")
    assert (pair.commercial.state, alone.govcloud.state) == ("CLOSED", "CLOSED")
    client.remove_account_from_organization(AccountId=pair.govcloud.account_id)
    assert pair.govcloud.state == "CLOSED"


def test_a_closed_pair_is_reopened_within_ninety_days_as_it_was(organized: Bench) -> None:
    pair = organized.sim.vend("x", "x@example.gov", join=organized.payer.govcloud)
    client = organized.organizations("commercial")
    client.close_account(AccountId=pair.commercial.account_id)
    with pytest.raises(ValueError, match="is PENDING_CLOSURE"):
        organized.sim.reopen(pair.commercial.account_id)
    organized.sim.clock.advance(60 + 89 * DAY)
    organized.sim.reopen(pair.govcloud.account_id)
    assert state(organized, pair.commercial.account_id) == ("ACTIVE", "ACTIVE")
    assert organized.assume("govcloud", pair.govcloud.account_id)
    organized.sim.clock.advance(DAY)
    assert state(organized, pair.commercial.account_id) == ("ACTIVE", "ACTIVE")


def test_the_ninety_days_begin_anew_with_another_closing(organized: Bench) -> None:
    pair = organized.sim.vend("x", "x@example.gov")
    client = organized.organizations("commercial")
    client.close_account(AccountId=pair.commercial.account_id)
    organized.sim.clock.advance(60 + 80 * DAY)
    organized.sim.reopen(pair.commercial.account_id)
    client.close_account(AccountId=pair.commercial.account_id)
    organized.sim.clock.advance(60 + 89 * DAY)
    assert state(organized, pair.commercial.account_id) == ("SUSPENDED", "SUSPENDED")
    organized.sim.clock.advance(DAY)
    with pytest.raises(ValueError, match="is CLOSED"):
        organized.sim.reopen(pair.commercial.account_id)


@pytest.mark.parametrize(("members", "most"), [(3, 250), (1300, 260), (6000, 1000)])
def test_so_many_accounts_are_closed_in_thirty_days(organized: Bench, members: int, most: int) -> None:
    first, second = (organized.sim.vend(name, f"{name}@example.gov").commercial.account_id for name in ("a", "b"))
    client = organized.organizations("commercial")
    world, management = organized.sim.world, organized.payer.commercial.account_id
    organization = moto_bridge.organization_of(world.accounts[management])
    organization.accounts.extend([organization.accounts[0]] * (members - 3))
    world.closings.extend([(management, world.clock.now())] * (most - 1))
    client.close_account(AccountId=first)
    organized.sim.clock.advance(60)
    assert refusal(lambda: client.close_account(AccountId=second))[1] == "CLOSE_ACCOUNT_QUOTA_EXCEEDED"
    organized.sim.clock.advance(30 * DAY)
    client.close_account(AccountId=second)


class TestCommercialMembersThatCanLeave:
    @pytest.fixture
    def settings(self) -> SimulatorSettings:
        return SimulatorSettings(clock_scale=0, commercial_members_can_leave=True)

    def test_they_wait_four_days(self, organized: Bench) -> None:
        account = organized.sim.vend("x", "x@example.gov").commercial.account_id
        member = organized.organizations("commercial", organized.assume("commercial", account))
        assert refusal(member.leave_organization)[1] == "WAIT_PERIOD_ACTIVE"
        organized.sim.clock.advance(4 * DAY)
        organized.organizations("commercial", organized.assume("commercial", account)).leave_organization()
        assert account not in organized.sim.world.memberships


class TestStateOfClosedAccounts:
    @pytest.fixture
    def settings(self) -> SimulatorSettings:
        return SimulatorSettings(clock_scale=0, state_of_closed="CLOSED")

    def test_state_may_say_closed_where_status_says_suspended(self, organized: Bench) -> None:
        pair = organized.sim.vend("x", "x@example.gov", join=organized.payer.govcloud)
        commercial, govcloud = pair.commercial.account_id, pair.govcloud.account_id
        organized.organizations("commercial").close_account(AccountId=commercial)
        assert state(organized, commercial) == ("PENDING_CLOSURE", "PENDING_CLOSURE")
        organized.sim.clock.advance(60)
        assert state(organized, commercial) == ("CLOSED", "SUSPENDED")
        other = organized.organizations("govcloud").describe_account(AccountId=govcloud)["Account"]
        assert (other["State"], other["Status"]) == ("CLOSED", "SUSPENDED")
        information = organized.account("commercial").get_gov_cloud_account_information(StandardAccountId=commercial)
        assert information["AccountState"] == "CLOSED"
