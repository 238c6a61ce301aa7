"""Closing accounts, and leaving organizations."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from partition_simulator import SimulatorSettings
from tests.simulator.conftest import Bench, code_of, reason_of

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


def test_ninety_days_later_the_commercial_account_has_left_and_the_govcloud_one_stays(organized: Bench) -> None:
    pair = organized.sim.vend("x", "x@example.gov", join=organized.payer.govcloud)
    commercial, govcloud = pair.commercial.account_id, pair.govcloud.account_id
    organized.organizations("commercial").close_account(AccountId=commercial)
    organized.sim.clock.advance(60 + 90 * DAY)
    with pytest.raises(ClientError) as error:
        state(organized, commercial)
    assert code_of(error) == "AccountNotFoundException"
    other = organized.organizations("govcloud")
    assert other.describe_account(AccountId=govcloud)["Account"]["State"] == "CLOSED"


def test_an_account_that_was_reopened_is_not_closed_by_the_end_of_the_ninety_days(organized: Bench) -> None:
    pair = organized.sim.vend("x", "x@example.gov")
    organized.organizations("commercial").close_account(AccountId=pair.commercial.account_id)
    organized.sim.clock.advance(60)
    assert state(organized, pair.commercial.account_id) == ("SUSPENDED", "SUSPENDED")
    pair.commercial.state = pair.govcloud.state = "ACTIVE"  # what AWS Support does
    organized.sim.clock.advance(90 * DAY)
    assert state(organized, pair.commercial.account_id) == ("ACTIVE", "ACTIVE")


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
