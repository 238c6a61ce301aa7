"""The data source `govpair_readiness` under real Terraform."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from tests.end_to_end.estate import SimulatedEstate, credential_block
from tests.end_to_end.hcl import Folder, pair

pytestmark = pytest.mark.terraform

DATA = "data.govpair_readiness.this"
READ = 'data "govpair_readiness" "this" {}\n'


def checks(folder: Folder) -> dict[str, Any]:
    return {check["name"]: check for check in folder.state()[DATA]["checks"]}


def test_the_whole_life_of_readiness_whose_quotas_follow_what_is_made(folder: Folder) -> None:
    folder.write(READ).apply().succeeded()
    state = folder.state()[DATA]
    assert state["ready"] is True
    assert {check["ready"] for check in state["checks"]} == {True}
    assert state["quotas"] == {
        "creations_in_progress": 0,
        "creations_at_once": 5,
        "accounts": 1,
        "account_quota": 1000,
        "accounts_left": 999,
        "closures_in_30_days": None,
        "closure_quota": 250,
        "invitations_left": 20,
    }
    assert state["estimate"] is None
    folder.plans_nothing()
    folder.write(pair("log")).apply().succeeded()
    folder.write(pair("log") + READ).apply().succeeded()
    assert folder.state()[DATA]["quotas"]["accounts"] == 2
    folder.plans_nothing()
    folder.destroy().succeeded()


def test_credentials_of_the_wrong_partition_are_a_finding_and_no_error(folder: Folder, estate: SimulatedEstate) -> None:
    both = "\n".join(
        credential_block(name, estate.commercial, estate.simulator.commercial.url, region)
        for name, region in (("commercial", "us-east-1"), ("govcloud_paired", "us-gov-west-1"))
    )
    folder.write(READ, both).apply().succeeded()
    state = checks(folder)
    assert folder.state()[DATA]["ready"] is False
    assert state["govcloud_paired_credentials"]["ready"] is False
    assert "govcloud_paired" in state["govcloud_paired_credentials"]["next_step"]
    assert state["govcloud_organization"]["ready"] is None
    assert state["management_account_paired"]["ready"] is True


def test_a_precondition_stops_what_is_not_ready(folder: Folder, estate: SimulatedEstate) -> None:
    trusted = {"ServicePrincipal": "account.amazonaws.com"}
    guarded = pair("log").rstrip().removesuffix("}") + (
        "  lifecycle {\n"
        "    precondition {\n"
        "      condition = data.govpair_readiness.this.ready\n"
        '      error_message = join(" ", compact(data.govpair_readiness.this.checks[*].next_step))\n'
        "    }\n"
        "  }\n"
        "}\n"
    )
    client = boto3.client(
        "organizations",
        region_name="us-east-1",
        endpoint_url=estate.simulator.commercial.url,
        aws_access_key_id=estate.commercial.access_key_id,
        aws_secret_access_key=estate.commercial.secret_access_key,
    )
    client.disable_aws_service_access(**trusted)
    run = folder.write(READ + guarded).apply().failed()
    assert 'Add "account.amazonaws.com" to `aws_service_access_principals`' in run.words
    assert estate.creations() == 0
    client.enable_aws_service_access(**trusted)
    folder.apply().succeeded()
    assert estate.creations() == 1


def test_pairs_that_are_meant_are_estimated_and_one_too_many_stops_nothing(folder: Folder) -> None:
    folder.write('data "govpair_readiness" "this" {\n  pairs = 1000\n}\n').apply().succeeded()
    state = folder.state()[DATA]
    assert state["ready"] is False
    assert state["estimate"]["fits"] is False
    assert "1 of them won't fit: 1 of 1000 accounts are used" in state["estimate"]["problems"][0]
    assert state["estimate"]["vending_seconds"] > 9000
    assert not checks(folder)["pairs_fit"]["ready"]
    folder.plans_nothing()
