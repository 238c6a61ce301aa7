"""Who the credential sets are, before the first change: one clear error for each way of being wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from custom_resources.engine.account_pairs import create_pair
from custom_resources.engine.credentials import AssumeRole, CredentialSet
from custom_resources.engine.errors import Unreachable, WrongCredentials
from custom_resources.engine.estate import Estate
from custom_resources.engine.memberships import join
from custom_resources.engine.model import MembershipRequest, PairRequest
from custom_resources.engine.session import open_session, partition_of_region
from tests.engine.conftest import PLAIN, Bench

REQUEST = PairRequest("logs@example.gov", "logs")


@pytest.fixture
def no_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine with no AWS credentials of any kind."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))


def wrong(estate: Estate) -> WrongCredentials:
    with pytest.raises(WrongCredentials) as error:
        estate.verify()
    return error.value


def test_the_right_sets_pass_and_each_is_asked_once(bench: Bench, estate: Estate) -> None:
    estate.verify()
    estate.verify()
    assert bench.calls("GetCallerIdentity") == 2  # govcloud_management is govcloud_paired


def test_a_set_that_signs_in_in_the_other_partition_names_expected_and_seen(bench: Bench) -> None:
    error = wrong(
        bench.estate(govcloud_paired=bench.keys("govcloud_paired", bench.payer.commercial, side="commercial"))
    )
    assert "govcloud_paired is in the wrong partition" in error.detail
    assert "Expected: the GovCloud account paired with the commercial management account" in error.detail
    assert "partition aws-us-gov" in error.detail
    assert f"Seen: STS says account {bench.payer.commercial.account_id} in partition aws" in error.detail


def test_keys_of_the_other_partition_are_named_as_such(bench: Bench) -> None:
    keys = bench.payer.commercial
    error = wrong(bench.estate(govcloud_paired=bench.keys("govcloud_paired", keys)))
    assert error.code == "InvalidClientTokenId"
    assert "no such access key in this partition" in error.detail
    assert keys.access_key_id in error.detail
    assert "partition aws-us-gov" in error.detail


def test_another_account_than_expected_is_refused_with_both_ids(bench: Bench) -> None:
    error = wrong(bench.estate(commercial=bench.keys("commercial", account_id="111122223333")))
    assert "111122223333" in error.detail
    assert bench.payer.commercial.account_id in error.detail
    assert error.attribute == "account_id"


def test_the_expected_account_passes(bench: Bench) -> None:
    bench.estate(commercial=bench.keys("commercial", account_id=bench.payer.commercial.account_id)).verify()


def test_a_creation_is_refused_before_any_organizations_call(bench: Bench) -> None:
    estate = bench.estate(govcloud_paired=bench.keys("govcloud_paired", account_id="111122223333"))
    with pytest.raises(WrongCredentials, match="nothing was changed"):
        create_pair(estate, REQUEST)
    assert {key.split()[1] for key in bench.simulator.calls()} == {"sts.GetCallerIdentity"}


def test_a_joining_is_refused_before_any_organizations_call(bench: Bench) -> None:
    management = bench.keys("govcloud_management", account_id="111122223333")
    with pytest.raises(WrongCredentials, match="govcloud_management is the wrong account"):
        join(bench.estate(govcloud_management=management), MembershipRequest("123456789012"))
    assert {key.split()[1] for key in bench.simulator.calls()} == {"sts.GetCallerIdentity"}


@pytest.mark.usefixtures("no_credentials")
def test_pairs_need_no_govcloud_credentials_where_none_are_configured(bench: Bench) -> None:
    estate = bench.estate(govcloud_paired=CredentialSet("govcloud_paired"))
    assert create_pair(estate, REQUEST)[0].govcloud_account_id


@pytest.mark.usefixtures("no_credentials")
def test_no_credentials_at_all_is_one_clear_error(bench: Bench) -> None:
    endpoints = {"sts": bench.url("commercial")}
    error = wrong(bench.estate(commercial=CredentialSet("commercial", endpoints=endpoints)))
    assert "The credential set commercial has no usable credentials" in error.detail
    assert "Set `profile`, or `access_key` and `secret_key`, of `commercial`" in error.detail


@pytest.mark.usefixtures("no_credentials")
def test_a_profile_that_does_not_exist_is_named(bench: Bench) -> None:
    error = wrong(bench.estate(commercial=CredentialSet("commercial", profile="no-such-profile")))
    assert "no-such-profile" in error.detail
    assert error.attribute == "profile"


def test_half_a_key_is_refused(bench: Bench) -> None:
    error = wrong(bench.estate(commercial=CredentialSet("commercial", access_key="AKIAEXAMPLE")))
    assert "belong together" in error.detail
    assert error.attribute == "secret_key"


def test_a_wrong_secret_key_is_one_clear_error(bench: Bench) -> None:
    error = wrong(bench.estate(commercial=bench.keys("commercial", secret_key="not-the-one")))
    assert error.code == "SignatureDoesNotMatch"
    assert "secret key" in error.detail


@pytest.mark.parametrize("code", ["ExpiredToken", "ExpiredTokenException"])
def test_an_expired_token_is_one_clear_error(bench: Bench, code: str) -> None:
    bench.fault("GetCallerIdentity", service="sts", code=code, message="expired")
    assert "session token has expired" in wrong(bench.estate()).detail


def test_an_unreachable_endpoint_is_one_clear_error(bench: Bench) -> None:
    estate = bench.estate(commercial=bench.keys("commercial", endpoints={"sts": "http://127.0.0.1:9"}))
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:9") as error:
        estate.verify()
    assert "`endpoints`" in error.value.detail


def test_a_region_of_the_other_partition_is_refused_before_any_call(bench: Bench) -> None:
    error = wrong(bench.estate(govcloud_paired=bench.keys("govcloud_paired", region="us-east-1")))
    assert "us-east-1 is in partition aws" in error.detail
    assert error.attribute == "region"
    assert bench.simulator.calls()["govcloud sts.GetCallerIdentity"] == 0


def test_an_ambient_region_of_the_other_partition_does_not_lead_astray(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "us-gov-east-1")
    estate = bench.estate()
    assert estate.commercial.region == "us-east-1"
    assert estate.govcloud_paired.region == "us-gov-east-1"


@pytest.mark.parametrize("region", ["cn-north-1", "us-iso-east-1", "eu-isoe-west-1", "eusc-de-east-1"])
def test_a_region_of_a_third_partition_is_refused_too(region: str) -> None:
    session = open_session(CredentialSet("commercial", access_key="AKIAFAKE", secret_key="fake", region=region))
    with pytest.raises(WrongCredentials, match=f"{region} is in partition aws-"):
        session.sts()


def test_every_region_that_botocore_knows_is_told_by_its_partition() -> None:
    for partition in PLAIN.get_available_partitions():
        regions = PLAIN.get_available_regions("sts", partition)
        assert {partition_of_region(region) for region in regions} == {partition}


def test_a_set_may_carry_a_chain_of_roles(bench: Bench) -> None:
    pair = bench.vend("tools", role_name="Deployer")
    role = AssumeRole(f"arn:aws:iam::{pair.commercial_account_id}:role/Deployer", session_name="test")
    estate = bench.estate(commercial=bench.keys("commercial", assume_role=(role,)))
    assert estate.commercial.identity().account_id == pair.commercial_account_id


def test_a_profile_and_its_endpoint_are_honoured(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in bench.simulator.aws_config(tmp_path).items():
        monkeypatch.setenv(name, value)
    estate = Estate.open(
        CredentialSet("commercial", profile="commercial"), CredentialSet("govcloud_paired", profile="govcloud")
    )
    estate.verify()
    assert estate.govcloud_paired.identity().account_id == bench.payer.govcloud.account_id


def test_secrets_never_show_in_a_set_or_an_error(bench: Bench) -> None:
    keys = bench.keys("commercial", secret_key="top-secret", token="token-secret")
    shown = repr(keys) + str(wrong(bench.estate(commercial=keys)))
    assert "top-secret" not in shown
    assert "token-secret" not in shown
