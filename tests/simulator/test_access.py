"""Who may call which Organizations operation: the table against the model, and the refusals."""

from __future__ import annotations

import re
from typing import Any

import pytest
from botocore.exceptions import ClientError

from partition_simulator.http.services import service_model
from partition_simulator.operations import SIMULATED
from partition_simulator.organizations import access
from partition_simulator.partitions import Side
from tests.simulator.conftest import Bench, code_of, member_of, reason_of, refusal

MODEL = service_model("organizations")
OPERATIONS = sorted(MODEL.operation_names) if MODEL is not None else []
TRANSFER = "rt-0123456789"
ARGUMENTS: dict[str, dict[str, Any]] = {
    "DescribeResponsibilityTransfer": {"Id": TRANSFER},
    "InviteOrganizationToTransferResponsibility": {
        "Type": "BILLING",
        "Target": {"Id": "111122223333", "Type": "ACCOUNT"},
        "StartTimestamp": 0,
        "SourceName": "x",
    },
    "ListAccountsWithInvalidEffectivePolicy": {"PolicyType": "TAG_POLICY"},
    "ListEffectivePolicyValidationErrors": {"AccountId": "111122223333", "PolicyType": "TAG_POLICY"},
    "ListInboundResponsibilityTransfers": {"Type": "BILLING"},
    "ListOutboundResponsibilityTransfers": {"Type": "BILLING"},
    "TerminateResponsibilityTransfer": {"Id": TRANSFER},
    "UpdateResponsibilityTransfer": {"Id": TRANSFER, "Name": "x"},
}
GUARDDUTY = "guardduty.amazonaws.com"


def sentence(operation: str) -> str:
    """What the model's documentation says about who may call an operation, without markup."""
    assert MODEL is not None
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", MODEL.operation_model(operation).documentation))


NOT_SIMULATED = {
    "DescribeResponsibilityTransfer",
    "EnableAllFeatures",
    "InviteOrganizationToTransferResponsibility",
    "ListAccountsWithInvalidEffectivePolicy",
    "ListEffectivePolicyValidationErrors",
    "ListInboundResponsibilityTransfers",
    "ListOutboundResponsibilityTransfers",
    "TerminateResponsibilityTransfer",
    "UpdateResponsibilityTransfer",
}


def test_of_sixty_three_operations_fifty_four_are_simulated() -> None:
    assert len(OPERATIONS) == 63
    assert set(OPERATIONS) - SIMULATED["organizations"] == NOT_SIMULATED


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
def test_the_others_are_a_clear_400(organized: Bench, side: Side) -> None:
    client: Any = organized.organizations(side)
    for operation in sorted(NOT_SIMULATED):
        with pytest.raises(ClientError, match=f"does not simulate organizations:{operation}") as error:
            client._make_api_call(operation, ARGUMENTS.get(operation, {}))
        assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_table_says_of_each_operation_what_the_model_says(operation: str) -> None:
    said = sentence(operation)
    delegable = "or a member account that is a delegated administrator" in said
    assert delegable == (operation in access.DELEGATED_READS | access.DELEGATED_CHANGES)
    anybody = "from any account in a organization" in said
    assert not anybody or operation in access.ANY_MEMBER | access.ANY_ACCOUNT


def test_reads_and_changes_that_can_be_delegated_are_told_apart_by_their_names() -> None:
    assert all(name.startswith(("Describe", "List")) for name in access.DELEGATED_READS)
    assert not any(name.startswith(("Describe", "List")) for name in access.DELEGATED_CHANGES)


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
def test_a_member_may_describe_its_organization_and_nothing_else(organized: Bench, side: Side) -> None:
    account, member = member_of(organized, side)
    root = organized.organizations(side).list_roots()["Roots"][0]["Id"]
    assert member.describe_organization() and member.list_handshakes_for_account()["Handshakes"] == []
    for refused in (
        member.list_accounts,
        member.list_roots,
        member.delete_organization,
        member.list_handshakes_for_organization,
        member.describe_resource_policy,
        lambda: member.put_resource_policy(Content="{}"),
        lambda: member.describe_account(AccountId=account),
        lambda: member.tag_resource(ResourceId=account, Tags=[]),
        lambda: member.invite_account_to_organization(Target={"Id": account, "Type": "ACCOUNT"}),
        lambda: member.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY"),
        lambda: member.register_delegated_administrator(AccountId=account, ServicePrincipal=GUARDDUTY),
        lambda: member.create_organizational_unit(ParentId=root, Name="A"),
    ):
        assert refusal(refused)[0] == "AccessDeniedException"


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
def test_an_account_in_no_organization_is_told_so(bench: Bench, side: Side) -> None:
    client = bench.organizations(side)
    for refused in (client.describe_organization, client.list_accounts, client.leave_organization):
        assert refusal(refused)[0] == "AWSOrganizationsNotInUseException"
    assert client.list_handshakes_for_account()["Handshakes"] == []


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
def test_a_delegated_administrator_of_a_service_reads_and_changes_nothing(organized: Bench, side: Side) -> None:
    management = organized.organizations(side)
    account, member = member_of(organized, side)
    management.enable_aws_service_access(ServicePrincipal=GUARDDUTY)
    management.register_delegated_administrator(AccountId=account, ServicePrincipal=GUARDDUTY)
    root = member.list_roots()["Roots"][0]["Id"]
    assert len(member.list_accounts()["Accounts"]) == 2
    assert [a["Id"] for a in member.list_delegated_administrators()["DelegatedAdministrators"]] == [account]
    for refused in (
        lambda: member.create_organizational_unit(ParentId=root, Name="A"),
        lambda: member.tag_resource(ResourceId=account, Tags=[]),
        lambda: member.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY"),
    ):
        assert refusal(refused)[0] == "AccessDeniedException"


def test_a_delegated_administrator_is_registered_once_for_a_service_that_is_trusted(organized: Bench) -> None:
    client = organized.organizations("govcloud")
    account, _ = member_of(organized, "govcloud")

    def register(account_id: str = account, service: str = GUARDDUTY) -> None:
        client.register_delegated_administrator(AccountId=account_id, ServicePrincipal=service)

    with pytest.raises(ClientError) as error:
        register()
    assert reason_of(error) == "SERVICE_ACCESS_NOT_ENABLED"
    client.enable_aws_service_access(ServicePrincipal=GUARDDUTY)
    register()
    with pytest.raises(ClientError) as error:
        register()
    assert code_of(error) == "AccountAlreadyRegisteredException"
    with pytest.raises(ClientError) as error:
        register(organized.payer.govcloud.account_id)
    assert reason_of(error) == "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR"
    with pytest.raises(ClientError) as error:
        register(service="nothing.amazonaws.com")
    assert reason_of(error) == "UNRECOGNIZED_SERVICE_PRINCIPAL"
    with pytest.raises(ClientError) as error:
        register("111122223333")
    assert code_of(error) == "AccountNotFoundException"
    (service,) = client.list_delegated_services_for_account(AccountId=account)["DelegatedServices"]
    assert service["ServicePrincipal"] == GUARDDUTY
    assert service["DelegationEnabledDate"].timestamp() == pytest.approx(organized.sim.clock.now(), abs=1)


def test_a_deregistered_administrator_reads_no_more(organized: Bench) -> None:
    client = organized.organizations("govcloud")
    account, member = member_of(organized, "govcloud")
    client.enable_aws_service_access(ServicePrincipal=GUARDDUTY)
    client.register_delegated_administrator(AccountId=account, ServicePrincipal=GUARDDUTY)
    client.deregister_delegated_administrator(AccountId=account, ServicePrincipal=GUARDDUTY)
    for refused in (
        lambda: client.deregister_delegated_administrator(AccountId=account, ServicePrincipal=GUARDDUTY),
        lambda: client.list_delegated_services_for_account(AccountId=account),
    ):
        assert refusal(refused)[0] == "AccountNotRegisteredException"
    with pytest.raises(ClientError) as error:
        member.list_accounts()
    assert code_of(error) == "AccessDeniedException"


def test_a_suspended_account_is_not_registered(organized: Bench) -> None:
    client = organized.organizations("commercial")
    account, _ = member_of(organized, "commercial")
    client.enable_aws_service_access(ServicePrincipal=GUARDDUTY)
    client.close_account(AccountId=account)
    organized.sim.clock.advance(60)
    with pytest.raises(ClientError) as error:
        client.register_delegated_administrator(AccountId=account, ServicePrincipal=GUARDDUTY)
    assert reason_of(error) == "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR"
