"""Who may assume the role in a vended account, and when."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from partition_simulator import SimulatorSettings
from tests.simulator.conftest import Bench, code_of


@pytest.fixture
def settings() -> SimulatorSettings:
    return SimulatorSettings(clock_scale=0, role_delay_seconds=300)


@pytest.fixture
def pair(organized: Bench) -> tuple[str, str]:
    made = organized.sim.vend("log-archive", "log@example.gov")
    organized.sim.clock.advance(300)
    return made.commercial.account_id, made.govcloud.account_id


def test_the_payer_may_assume_the_role_in_the_commercial_account(organized: Bench, pair: tuple[str, str]) -> None:
    session = organized.assume("commercial", pair[0])
    arn = organized.sts("commercial", session).get_caller_identity()["Arn"]
    assert arn == f"arn:aws:sts::{pair[0]}:assumed-role/OrganizationAccountAccessRole/test"


def test_the_account_paired_with_the_payer_may_assume_the_role_in_the_govcloud_account(
    organized: Bench, pair: tuple[str, str]
) -> None:
    session = organized.assume("govcloud", pair[1])
    arn = organized.sts("govcloud", session).get_caller_identity()["Arn"]
    assert arn == f"arn:aws-us-gov:sts::{pair[1]}:assumed-role/OrganizationAccountAccessRole/test"


def test_the_trust_document_names_the_govcloud_account_paired_with_the_payer(
    organized: Bench, pair: tuple[str, str]
) -> None:
    session = organized.assume("govcloud", pair[1])
    role = organized.client("iam", "govcloud", session).get_role(RoleName="OrganizationAccountAccessRole")["Role"]
    assert role["Arn"] == f"arn:aws-us-gov:iam::{pair[1]}:role/OrganizationAccountAccessRole"
    statement = role["AssumeRolePolicyDocument"]["Statement"][0]
    assert statement["Principal"] == {"AWS": f"arn:aws-us-gov:iam::{organized.payer.govcloud.account_id}:root"}


def test_another_govcloud_account_may_not_even_as_manager_of_the_govcloud_organization(
    organized: Bench, pair: tuple[str, str]
) -> None:
    customer = organized.sim.seed_management_pair("customer", "customer@example.gov").govcloud
    organized.sim.create_organization(customer)
    with pytest.raises(ClientError) as error:
        organized.assume("govcloud", pair[1], customer)
    assert code_of(error) == "AccessDenied"
    assert "sts:AssumeRole" in str(error.value)


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws-us-gov:iam::{govcloud}:role/OrganizationAccountAccessRole",
        "arn:aws:iam::{govcloud}:role/OrganizationAccountAccessRole",
        "arn:aws:iam::{commercial}:role/NoSuchRole",
        "arn:aws:iam::999999999999:role/OrganizationAccountAccessRole",
    ],
)
def test_other_partition_missing_role_and_missing_account_are_denied(
    organized: Bench, pair: tuple[str, str], arn: str
) -> None:
    with pytest.raises(ClientError) as error:
        organized.sts("commercial").assume_role(
            RoleArn=arn.format(commercial=pair[0], govcloud=pair[1]), RoleSessionName="test"
        )
    assert code_of(error) == "AccessDenied"
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_a_new_role_cannot_be_assumed_at_once(organized: Bench) -> None:
    made = organized.sim.vend("later", "later@example.gov")
    for advance, allowed in ((299, False), (1, True)):
        organized.sim.clock.advance(advance)
        if allowed:
            assert organized.assume("govcloud", made.govcloud.account_id)
        else:
            with pytest.raises(ClientError) as error:
                organized.assume("govcloud", made.govcloud.account_id)
            assert code_of(error) == "AccessDenied"


def test_an_external_id_is_demanded_where_the_trust_does(organized: Bench, pair: tuple[str, str]) -> None:
    payer = organized.payer.govcloud.account_id
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": payer},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"sts:ExternalId": "secret-handshake"}},
            }
        ],
    }
    iam = organized.client("iam", "govcloud", organized.assume("govcloud", pair[1]))
    iam.update_assume_role_policy(RoleName="OrganizationAccountAccessRole", PolicyDocument=json.dumps(trust))
    with pytest.raises(ClientError) as error:
        organized.assume("govcloud", pair[1])
    assert code_of(error) == "AccessDenied"
    with pytest.raises(ClientError) as error:
        organized.assume("govcloud", pair[1], ExternalId="other")
    assert code_of(error) == "AccessDenied"
    assert organized.assume("govcloud", pair[1], ExternalId="secret-handshake")


def test_a_chained_session_lasts_an_hour_at_most(organized: Bench, pair: tuple[str, str]) -> None:
    session = organized.assume("govcloud", pair[1])
    iam = organized.client("iam", "govcloud", session)
    trust = {"Statement": [{"Effect": "Allow", "Principal": {"AWS": pair[1]}, "Action": "sts:AssumeRole"}]}
    document = json.dumps({"Version": "2012-10-17", **trust})
    arn = iam.create_role(RoleName="next", AssumeRolePolicyDocument=document, MaxSessionDuration=7200)["Role"]["Arn"]
    sts = organized.sts("govcloud", session)
    assert sts.assume_role(RoleArn=arn, RoleSessionName="test", DurationSeconds=3600)["Credentials"]
    with pytest.raises(ClientError) as error:
        sts.assume_role(RoleArn=arn, RoleSessionName="test", DurationSeconds=3601)
    assert code_of(error) == "ValidationError"


def test_a_session_name_must_keep_the_models_pattern(organized: Bench, pair: tuple[str, str]) -> None:
    arn = f"arn:aws:iam::{pair[0]}:role/OrganizationAccountAccessRole"
    with pytest.raises(ClientError) as error:
        organized.sts("commercial").assume_role(RoleArn=arn, RoleSessionName="has spaces")
    assert code_of(error) == "ValidationError"
    assert "roleSessionName" in str(error.value)
