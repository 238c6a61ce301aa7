"""Service Quotas: the account quota of Organizations, in the commercial partition only."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from partition_simulator import SimulatorSettings
from partition_simulator.partitions import Side
from partition_simulator.service_quotas.models import ACCOUNTS_CODE
from tests.simulator.conftest import Bench, code_of


@pytest.fixture
def settings() -> SimulatorSettings:
    return SimulatorSettings(clock_scale=0, account_quota=42)


def test_the_account_quota_is_the_one_that_creations_meet(organized: Bench) -> None:
    client = organized.client("service-quotas", "commercial")
    quota = client.get_service_quota(ServiceCode="organizations", QuotaCode=ACCOUNTS_CODE)["Quota"]
    assert quota["Value"] == 42.0
    assert quota["QuotaArn"].split(":")[4] == organized.payer.commercial.account_id
    assert client.list_service_quotas(ServiceCode="organizations")["Quotas"] == [quota]
    assert client.list_service_quotas(ServiceCode="organizations", QuotaCode="L-00000000")["Quotas"] == []


@pytest.mark.parametrize(
    ("side", "service", "code"),
    [
        ("commercial", "organizations", "L-00000000"),
        ("commercial", "vpc", "L-F678F1CE"),
        ("govcloud", "organizations", ACCOUNTS_CODE),
    ],
)
def test_other_quotas_do_not_exist(organized: Bench, side: Side, service: str, code: str) -> None:
    with pytest.raises(ClientError) as error:
        organized.client("service-quotas", side).get_service_quota(ServiceCode=service, QuotaCode=code)
    assert code_of(error) == "NoSuchResourceException"


def test_what_the_model_forbids_is_refused(organized: Bench) -> None:
    client = organized.client("service-quotas", "commercial")
    with pytest.raises(ClientError) as error:
        client.get_service_quota(ServiceCode="organizations", QuotaCode="x y")
    assert code_of(error) == "IllegalArgumentException"
    with pytest.raises(ClientError) as error:
        client.list_service_quotas(ServiceCode="organizations", NextToken="page2")
    assert code_of(error) == "InvalidPaginationTokenException"


def test_other_operations_say_that_they_are_not_simulated(organized: Bench) -> None:
    with pytest.raises(ClientError, match="servicequotas:ListServices") as error:
        organized.client("service-quotas", "commercial").list_services()
    assert code_of(error) == "OperationNotSimulated"
