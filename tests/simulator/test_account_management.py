"""AWS Account Management: from a commercial account to its GovCloud account, and names."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from partition_simulator.partitions import Side
from tests.simulator.conftest import Bench, code_of, member_of, refusal


def test_a_member_is_looked_up_by_the_management_account(organized: Bench) -> None:
    pair = organized.sim.vend("x", "x@example.gov")
    answer = organized.account("commercial").get_gov_cloud_account_information(
        StandardAccountId=pair.commercial.account_id
    )
    assert (answer["GovCloudAccountId"], answer["AccountState"]) == (pair.govcloud.account_id, "ACTIVE")


def test_the_management_account_asks_about_itself_without_the_parameter(organized: Bench) -> None:
    client = organized.account("commercial")
    assert client.get_gov_cloud_account_information()["GovCloudAccountId"] == organized.payer.govcloud.account_id
    with pytest.raises(ClientError) as error:
        client.get_gov_cloud_account_information(StandardAccountId=organized.payer.commercial.account_id)
    assert code_of(error) == "AccessDeniedException"
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_trusted_access_is_needed_for_members_and_not_for_oneself(bench: Bench) -> None:
    bench.sim.create_organization(bench.payer.commercial, trust_account_management=False)
    account = bench.sim.vend("x", "x@example.gov").commercial.account_id
    client = bench.account("commercial")
    with pytest.raises(ClientError, match="trusted access") as error:
        client.get_gov_cloud_account_information(StandardAccountId=account)
    assert code_of(error) == "AccessDeniedException"
    assert client.get_gov_cloud_account_information()
    organizations = bench.organizations("commercial")
    organizations.enable_aws_service_access(ServicePrincipal="account.amazonaws.com")
    assert client.get_gov_cloud_account_information(StandardAccountId=account)
    organizations.disable_aws_service_access(ServicePrincipal="account.amazonaws.com")
    with pytest.raises(ClientError, match="trusted access"):
        client.get_gov_cloud_account_information(StandardAccountId=account)


def test_an_account_outside_the_organization_is_refused(organized: Bench) -> None:
    stranger = organized.sim.seed_management_pair("other", "other@example.gov").commercial.account_id
    with pytest.raises(ClientError) as error:
        organized.account("commercial").get_gov_cloud_account_information(StandardAccountId=stranger)
    assert code_of(error) == "AccessDeniedException"


def test_a_member_may_not_ask_about_another(organized: Bench) -> None:
    first = organized.sim.vend("a", "a@example.gov")
    second = organized.sim.vend("b", "b@example.gov")
    client = organized.account("commercial", organized.assume("commercial", first.commercial.account_id))
    own = client.get_gov_cloud_account_information()["GovCloudAccountId"]
    assert own == first.govcloud.account_id
    with pytest.raises(ClientError) as error:
        client.get_gov_cloud_account_information(StandardAccountId=second.commercial.account_id)
    assert code_of(error) == "AccessDeniedException"


def test_an_account_without_a_govcloud_half_has_none(organized: Bench) -> None:
    client = organized.organizations("commercial")
    client.create_account(Email="plain@example.gov", AccountName="plain")
    organized.sim.clock.advance(60)
    plain = next(a["Id"] for a in client.list_accounts()["Accounts"] if a["Name"] == "plain")
    with pytest.raises(ClientError) as error:
        organized.account("commercial").get_gov_cloud_account_information(StandardAccountId=plain)
    assert code_of(error) == "ResourceNotFoundException"
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


def test_there_is_no_way_from_govcloud_to_commercial(organized: Bench) -> None:
    with pytest.raises(ClientError) as error:
        organized.account("govcloud").get_gov_cloud_account_information()
    assert code_of(error) == "ResourceNotFoundException"


def test_a_name_is_changed_and_seen_in_the_organization(organized: Bench) -> None:
    pair = organized.sim.vend("old", "x@example.gov")
    client = organized.account("commercial")
    client.put_account_name(AccountId=pair.commercial.account_id, AccountName="New Name")
    described = organized.organizations("commercial").describe_account(AccountId=pair.commercial.account_id)
    assert described["Account"]["Name"] == "New Name"
    information = client.get_account_information(AccountId=pair.commercial.account_id)
    assert (information["AccountName"], information["AccountState"]) == ("New Name", "ACTIVE")
    assert information["AccountCreatedDate"].timestamp() == pytest.approx(pair.commercial.created, abs=1)


@pytest.mark.parametrize("name", ["a<b", "n" * 51, "naïve"])
def test_a_bad_name_is_refused(organized: Bench, name: str) -> None:
    with pytest.raises(ClientError) as error:
        organized.account("commercial").put_account_name(AccountName=name)
    assert code_of(error) == "ValidationException"
    assert "accountName" in str(error.value)


def test_a_bad_account_id_is_refused(organized: Bench) -> None:
    with pytest.raises(ClientError) as error:
        organized.account("commercial").get_gov_cloud_account_information(StandardAccountId="12345")
    assert code_of(error) == "ValidationException"


CONTACT: Any = {
    "FullName": "A. Person",
    "AddressLine1": "1 Main Street",
    "City": "Springfield",
    "PostalCode": "12345",
    "CountryCode": "US",
    "PhoneNumber": "+1 555 0100",
}


def test_the_contact_of_the_management_account_is_cloned_into_new_accounts(organized: Bench) -> None:
    client = organized.account("commercial")
    assert refusal(client.get_contact_information)[0] == "ResourceNotFoundException"
    client.put_contact_information(ContactInformation=CONTACT)
    account = organized.sim.vend("x", "x@example.gov").commercial.account_id
    assert client.get_contact_information(AccountId=account)["ContactInformation"] == CONTACT
    client.put_contact_information(AccountId=account, ContactInformation=CONTACT | {"City": "Shelbyville"})
    assert client.get_contact_information(AccountId=account)["ContactInformation"]["City"] == "Shelbyville"
    assert client.get_contact_information()["ContactInformation"] == CONTACT


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
def test_contacts_of_members_are_managed_with_trusted_access_only(organized: Bench, side: Side) -> None:
    client = organized.account(side)
    account, _ = member_of(organized, side)
    contact: Any = {"EmailAddress": "s@example.gov", "Name": "S", "PhoneNumber": "+1 555 0100", "Title": "Security"}
    client.put_alternate_contact(AccountId=account, AlternateContactType="SECURITY", **contact)
    found = client.get_alternate_contact(AccountId=account, AlternateContactType="SECURITY")["AlternateContact"]
    assert found == {"AlternateContactType": "SECURITY", **contact}
    client.delete_alternate_contact(AccountId=account, AlternateContactType="SECURITY")
    organized.organizations(side).disable_aws_service_access(ServicePrincipal="account.amazonaws.com")
    for call in (
        lambda: client.put_alternate_contact(AccountId=account, AlternateContactType="SECURITY", **contact),
        lambda: client.put_contact_information(AccountId=account, ContactInformation=CONTACT),
        lambda: client.get_primary_email(AccountId=account),
        lambda: client.put_account_name(AccountId=account, AccountName="other"),
    ):
        assert refusal(call)[0] == "AccessDeniedException"
    for gone in (client.get_alternate_contact, client.delete_alternate_contact):
        assert refusal(lambda gone=gone: gone(AlternateContactType="SECURITY"))[0] == "ResourceNotFoundException"  # type: ignore[misc]


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
def test_a_delegated_administrator_of_account_management_manages_members(organized: Bench, side: Side) -> None:
    administrator, _ = member_of(organized, side)
    account, _ = member_of(organized, side)
    client = organized.account(side, organized.assume(side, administrator))
    email = organized.sim.world.accounts[account].email
    assert refusal(lambda: client.get_primary_email(AccountId=account))[0] == "AccessDeniedException"
    organized.organizations(side).register_delegated_administrator(
        AccountId=administrator, ServicePrincipal="account.amazonaws.com"
    )
    assert client.get_primary_email(AccountId=account)["PrimaryEmail"] == email
    management = organized.payer.side(side).account_id
    assert refusal(lambda: client.get_primary_email(AccountId=management))[0] == "AccessDeniedException"
