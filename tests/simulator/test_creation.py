"""CreateGovCloudAccount: what it makes, what it refuses, and the states on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from partition_simulator import Fault, SimulatorSettings
from partition_simulator.partitions import GOVCLOUD, Side
from tests.simulator.conftest import Bench, code_of, reason_of, refusal

DAY = 86400


def create(bench: Bench, name: str = "log-archive", email: str = "log@example.gov", **more: Any) -> dict[str, Any]:
    """Ask for a pair; the request's status."""
    answer = bench.organizations("commercial").create_gov_cloud_account(AccountName=name, Email=email, **more)
    return dict(answer["CreateAccountStatus"])


def status(bench: Bench, request_id: str) -> dict[str, Any]:
    """The request's status now."""
    client = bench.organizations("commercial")
    return dict(client.describe_create_account_status(CreateAccountRequestId=request_id)["CreateAccountStatus"])


def listed_emails(bench: Bench) -> list[str]:
    """Emails of the commercial organization's accounts."""
    return [account["Email"] for account in bench.organizations("commercial").list_accounts()["Accounts"]]


def test_a_request_is_in_progress_then_succeeds_with_both_ids(organized: Bench) -> None:
    request = create(organized)
    assert request["State"] == "IN_PROGRESS"
    assert request["AccountName"] == "log-archive"
    assert not {"AccountId", "GovCloudAccountId", "Email", "CompletedTimestamp"} & set(request)
    organized.sim.clock.advance(59)
    assert status(organized, request["Id"])["State"] == "IN_PROGRESS"
    assert listed_emails(organized) == ["payer@example.gov"]
    organized.sim.clock.advance(1)
    done = status(organized, request["Id"])
    assert done["State"] == "SUCCEEDED"
    assert (done["CompletedTimestamp"] - done["RequestedTimestamp"]).total_seconds() == pytest.approx(60)
    assert done["AccountId"] != done["GovCloudAccountId"]
    assert listed_emails(organized) == ["payer@example.gov", "log@example.gov"]


def test_the_commercial_account_joins_at_the_root_with_state_status_and_tags(organized: Bench) -> None:
    request = create(organized, Tags=[{"Key": "CostCenter", "Value": "100"}])
    organized.sim.clock.advance(60)
    account_id = status(organized, request["Id"])["AccountId"]
    client = organized.organizations("commercial")
    account = client.describe_account(AccountId=account_id)["Account"]
    organization = client.describe_organization()["Organization"]["Id"]
    payer = organized.payer.commercial.account_id
    assert account["Arn"] == f"arn:aws:organizations::{payer}:account/{organization}/{account_id}"
    assert (account["State"], account["Status"], account["JoinedMethod"]) == ("ACTIVE", "ACTIVE", "CREATED")
    root = client.list_roots()["Roots"][0]["Id"]
    assert client.list_parents(ChildId=account_id)["Parents"] == [{"Id": root, "Type": "ROOT"}]
    assert client.list_tags_for_resource(ResourceId=account_id)["Tags"] == [{"Key": "CostCenter", "Value": "100"}]


def test_the_govcloud_account_is_standalone(organized: Bench) -> None:
    request = create(organized)
    organized.sim.clock.advance(60)
    govcloud_id = status(organized, request["Id"])["GovCloudAccountId"]
    accounts = organized.organizations("govcloud").list_accounts()["Accounts"]
    assert govcloud_id not in [account["Id"] for account in accounts]
    with pytest.raises(ClientError) as error:
        organized.organizations("govcloud", organized.assume("govcloud", govcloud_id)).describe_organization()
    assert code_of(error) == "AWSOrganizationsNotInUseException"


def test_the_role_has_the_name_asked_for(organized: Bench) -> None:
    request = create(organized, RoleName="Landing.Role")
    organized.sim.clock.advance(60)
    done = status(organized, request["Id"])
    for side, partition, account in (
        ("commercial", "aws", done["AccountId"]),
        ("govcloud", "aws-us-gov", done["GovCloudAccountId"]),
    ):
        arn = f"arn:{partition}:iam::{account}:role/Landing.Role"
        assert organized.sts(side).assume_role(RoleArn=arn, RoleSessionName="test")  # type: ignore[arg-type]


def test_an_email_in_use_fails_later_with_its_reason(organized: Bench) -> None:
    organized.sim.vend("first", "log@example.gov")
    request = create(organized, name="second", email="LOG@example.gov")
    assert request["State"] == "IN_PROGRESS"
    organized.sim.clock.advance(60)
    done = status(organized, request["Id"])
    assert (done["State"], done["FailureReason"]) == ("FAILED", "EMAIL_ALREADY_EXISTS")
    assert "AccountId" not in done


def test_the_same_email_twice_at_once_makes_one_pair(organized: Bench) -> None:
    first, second = create(organized), create(organized)
    organized.sim.clock.advance(60)
    assert status(organized, first["Id"])["State"] == "SUCCEEDED"
    assert status(organized, second["Id"])["FailureReason"] == "CONCURRENT_ACCOUNT_MODIFICATION"
    assert len(organized.sim.state()["pairs"]) == 2


def test_an_email_stays_taken_after_its_account_was_closed(organized: Bench) -> None:
    pair = organized.sim.vend("first", "log@example.gov")
    organized.organizations("commercial").close_account(AccountId=pair.commercial.account_id)
    organized.sim.clock.advance(100 * 86400)
    request = create(organized)
    organized.sim.clock.advance(60)
    assert status(organized, request["Id"])["FailureReason"] == "EMAIL_ALREADY_EXISTS"


def test_five_creations_run_at_once_and_no_more(organized: Bench) -> None:
    for number in range(5):
        create(organized, f"a{number}", f"a{number}@example.gov")
    with pytest.raises(ClientError) as error:
        create(organized, "a5", "a5@example.gov")
    assert (code_of(error), reason_of(error)) == (
        "ConstraintViolationException",
        "ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED",
    )
    organized.sim.clock.advance(60)
    assert create(organized, "a5", "a5@example.gov")["State"] == "IN_PROGRESS"


def test_a_management_account_without_a_pair_is_refused(organized: Bench) -> None:
    client = organized.organizations("commercial")
    client.create_account(Email="plain@example.gov", AccountName="plain")
    organized.sim.clock.advance(60)
    plain = next(a for a in client.list_accounts()["Accounts"] if a["Name"] == "plain")["Id"]
    organized.sim.clock.advance(100 * 86400)
    organized.organizations("commercial").close_account(AccountId=plain)
    organized.sim.clock.advance(60)
    client.remove_account_from_organization(AccountId=plain)
    account = organized.sim.world.accounts[plain]
    account.state = "ACTIVE"
    keys = organized.sim.keys_for(plain)
    organized.sim.create_organization(keys)
    with pytest.raises(ClientError) as error:
        organized.organizations("commercial", keys).create_gov_cloud_account(AccountName="x", Email="x@example.gov")
    assert reason_of(error) == "MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED"


def test_a_member_may_not_create(organized: Bench) -> None:
    pair = organized.sim.vend("member", "member@example.gov")
    keys = organized.sim.keys_for(pair.commercial.account_id)
    with pytest.raises(ClientError) as error:
        organized.organizations("commercial", keys).create_gov_cloud_account(AccountName="x", Email="x@example.gov")
    assert code_of(error) == "AccessDeniedException"


def test_without_an_organization_nothing_is_created(bench: Bench) -> None:
    with pytest.raises(ClientError) as error:
        create(bench)
    assert code_of(error) == "AWSOrganizationsNotInUseException"


def test_govcloud_creates_no_accounts(organized: Bench) -> None:
    with pytest.raises(ClientError) as error:
        organized.organizations("govcloud").create_gov_cloud_account(AccountName="x", Email="x@example.gov")
    assert code_of(error) == "UnsupportedAPIEndpointException"


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"name": "has space"}, "INVALID_PATTERN"),
        ({"name": "under_score"}, "INVALID_PATTERN"),
        ({"name": "n" * 51}, "MAX_LENGTH_EXCEEDED"),
        ({"email": "no-at.example.gov"}, "INVALID_PATTERN"),
        ({"email": "two@@example.gov"}, "INVALID_PATTERN"),
        ({"email": "x" * 60 + "@example.gov"}, "MAX_LENGTH_EXCEEDED"),
        ({"email": ".dot@example.gov"}, "INVALID_PATTERN"),
        ({"email": "per%cent@example.gov"}, "INVALID_PATTERN"),
        ({"email": "umläut@example.gov"}, "INVALID_PATTERN"),
        ({"email": "a@-example.gov"}, "INVALID_PATTERN"),
        ({"RoleName": "has space"}, "INVALID_PATTERN"),
        ({"RoleName": "AWSServiceRoleForMe"}, "INVALID_ROLE_NAME"),
        ({"IamUserAccessToBilling": "MAYBE"}, "INVALID_ENUM"),
        ({"Tags": [{"Key": "aws:x", "Value": ""}]}, "INVALID_SYSTEM_TAGS_PARAMETER"),
        ({"Tags": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]}, "DUPLICATE_TAG_KEY"),
        ({"Tags": [{"Key": "tab\t", "Value": ""}]}, "INVALID_PATTERN"),
    ],
)
def test_bad_parameters_are_refused_at_once(organized: Bench, parameters: dict[str, Any], reason: str) -> None:
    with pytest.raises(ClientError) as error:
        create(organized, **parameters)
    assert (code_of(error), reason_of(error)) == ("InvalidInputException", reason)
    assert organized.sim.state()["requests"] == []


def test_too_many_tags_are_refused(organized: Bench) -> None:
    with pytest.raises(ClientError) as error:
        create(organized, Tags=[{"Key": f"k{i}", "Value": ""} for i in range(51)])
    assert reason_of(error) == "MAX_TAG_LIMIT_EXCEEDED"


def test_a_failure_can_be_injected(organized: Bench) -> None:
    organized.sim.inject(Fault("organizations", "CreateGovCloudAccount", reason="INTERNAL_FAILURE"))
    request = create(organized)
    organized.sim.clock.advance(60)
    assert status(organized, request["Id"])["FailureReason"] == "INTERNAL_FAILURE"
    assert create(organized)["State"] == "IN_PROGRESS"


def test_requests_are_listed_by_state_in_pages(organized: Bench) -> None:
    for number in range(3):
        organized.sim.vend(f"a{number}", f"a{number}@example.gov")
    create(organized, "running", "running@example.gov")
    client = organized.organizations("commercial")
    running = client.list_create_account_status(States=["IN_PROGRESS"])["CreateAccountStatuses"]
    assert [request["AccountName"] for request in running] == ["running"]
    names: list[str] = []
    token: dict[str, str] = {}
    pages = 0
    while True:
        answer = client.list_create_account_status(States=["SUCCEEDED", "FAILED"], MaxResults=2, **token)
        names += [request["AccountName"] for request in answer["CreateAccountStatuses"]]
        pages += 1
        if "NextToken" not in answer:
            break
        token = {"NextToken": answer["NextToken"]}
    assert (pages, sorted(names)) == (2, ["a0", "a1", "a2"])


def test_an_unknown_request_is_not_found(organized: Bench) -> None:
    with pytest.raises(ClientError) as error:
        status(organized, "car-0123456789abcdef")
    assert code_of(error) == "CreateAccountStatusNotFoundException"


class TestQuota:
    @pytest.fixture
    def settings(self) -> SimulatorSettings:
        return SimulatorSettings(clock_scale=0, account_quota=3)

    def test_a_request_over_the_account_quota_is_refused(self, organized: Bench) -> None:
        for name in ("a", "b"):
            create(organized, name, f"{name}@example.gov")
        organized.sim.clock.advance(60)
        with pytest.raises(ClientError) as error:
            create(organized, "c", "c@example.gov")
        assert reason_of(error) == "ACCOUNT_NUMBER_LIMIT_EXCEEDED"

    def test_a_request_fails_when_others_used_up_the_quota_meanwhile(self, organized: Bench) -> None:
        requests = [create(organized, name, f"{name}@example.gov") for name in ("a", "b", "c")]
        organized.sim.clock.advance(60)
        ended = [status(organized, request["Id"]) for request in requests]
        assert [request["State"] for request in ended] == ["SUCCEEDED", "SUCCEEDED", "FAILED"]
        assert ended[2]["FailureReason"] == "ACCOUNT_LIMIT_EXCEEDED"

    def test_a_closed_account_counts_until_it_is_gone(self, organized: Bench) -> None:
        for name in ("a", "b"):
            account = organized.sim.vend(name, f"{name}@example.gov").commercial.account_id
        organized.organizations("commercial").close_account(AccountId=account)
        organized.sim.clock.advance(60 + 89 * DAY)
        with pytest.raises(ClientError) as error:
            create(organized, "c", "c@example.gov")
        assert reason_of(error) == "ACCOUNT_NUMBER_LIMIT_EXCEEDED"
        organized.sim.clock.advance(DAY)
        assert create(organized, "c", "c@example.gov")

    def test_a_pending_invitation_counts(self, organized: Bench) -> None:
        client = organized.organizations("commercial")
        outsider = organized.sim.seed_management_pair("other", "other@example.gov").commercial.account_id
        handshake = client.invite_account_to_organization(Target={"Id": outsider, "Type": "ACCOUNT"})["Handshake"]
        organized.sim.vend("a", "a@example.gov")
        with pytest.raises(ClientError) as error:
            create(organized, "b", "b@example.gov")
        assert reason_of(error) == "ACCOUNT_NUMBER_LIMIT_EXCEEDED"
        client.cancel_handshake(HandshakeId=handshake["Id"])
        assert create(organized, "b", "b@example.gov")


def test_an_email_that_govcloud_has_already_fails_there(organized: Bench) -> None:
    world = organized.sim.world
    world.new_account(GOVCLOUD, "old", "old@example.gov", world.clock.now(), vended=False)
    request = create(organized, "new", "old@example.gov")
    organized.sim.clock.advance(60)
    assert status(organized, request["Id"])["FailureReason"] == "GOVCLOUD_ACCOUNT_ALREADY_EXISTS"


class TestNewOrganizations:
    @pytest.fixture
    def settings(self) -> SimulatorSettings:
        return SimulatorSettings(clock_scale=0, finalizing_seconds=3600)

    @pytest.mark.parametrize("side", ["commercial", "govcloud"])
    def test_they_neither_create_nor_invite_until_they_are_initialized(self, organized: Bench, side: Side) -> None:
        client: Any = organized.organizations(side)
        outsider = organized.sim.seed_management_pair("other", "other@example.gov").side(side).account_id
        calls: list[Callable[[], Any]] = [
            lambda: client.invite_account_to_organization(Target={"Id": outsider, "Type": "ACCOUNT"})
        ]
        if side == "commercial":
            calls.append(lambda: client.create_account(AccountName="a", Email="a@example.gov"))
            calls.append(lambda: client.create_gov_cloud_account(AccountName="b", Email="b@example.gov"))
        for call in calls:
            assert refusal(call)[0] == "FinalizingOrganizationException"
        assert client.list_roots()["Roots"]
        organized.sim.clock.advance(3600)
        for call in calls:
            assert call()


class TestListingsThatLag:
    @pytest.fixture
    def settings(self) -> SimulatorSettings:
        return SimulatorSettings(clock_scale=0, listing_delay_seconds=30)

    def test_an_account_is_made_before_it_is_listed(self, organized: Bench) -> None:
        client = organized.organizations("commercial")
        request = create(organized, "a", "a@example.gov")
        organized.sim.clock.advance(60)
        account = status(organized, request["Id"])["AccountId"]
        root = client.list_roots()["Roots"][0]["Id"]

        def listed() -> list[bool]:
            return [
                account in [a["Id"] for a in client.list_accounts()["Accounts"]],
                account in [a["Id"] for a in client.list_accounts_for_parent(ParentId=root)["Accounts"]],
                account in [c["Id"] for c in client.list_children(ParentId=root, ChildType="ACCOUNT")["Children"]],
            ]

        assert listed() == [False, False, False]
        assert refusal(lambda: client.describe_account(AccountId=account))[0] == "AccountNotFoundException"
        organized.sim.clock.advance(30)
        assert listed() == [True, True, True]
        assert client.describe_account(AccountId=account)["Account"]["Id"] == account

    def test_an_invited_account_is_listed_at_once(self, organized: Bench) -> None:
        account = organized.sim.vend("a", "a@example.gov", join=organized.payer.govcloud).govcloud.account_id
        assert organized.organizations("govcloud").describe_account(AccountId=account)


class TestAnswersOfOtherDays:
    @pytest.fixture
    def settings(self) -> SimulatorSettings:
        return SimulatorSettings(clock_scale=0, account_status=False, account_paths=False)

    def test_accounts_come_without_status_and_paths(self, organized: Bench) -> None:
        (account,) = organized.organizations("govcloud").list_accounts()["Accounts"]
        assert set(account) == {"Id", "Arn", "Email", "Name", "State", "JoinedMethod", "JoinedTimestamp"}
