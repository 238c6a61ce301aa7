"""A role that looks like the one in our account, and is in another company's, which would let anybody in."""

from __future__ import annotations

import json
from typing import Any

import botocore.session
import pytest

from partition_simulator import Keys
from tests.provider.ground import Ground
from tests.provider.host import Host
from tests.reliability.doors.changes import ACCEPTANCE, ALIAS, MEMBERSHIP, PAIR, TRAIL, invite, scene
from tests.reliability.doors.sets import by_keys

NAME = "OrganizationAccountAccessRole"


def iam_of(there: Ground, keys: Keys) -> Any:
    """IAM of the GovCloud account of these keys."""
    return botocore.session.Session().create_client(
        "iam",
        region_name="us-gov-west-1",
        endpoint_url=there.simulator.govcloud.url,
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
    )


def open_role(there: Ground, keys: Keys) -> str:
    """Make the look-alike in the GovCloud account of these keys: it trusts whoever comes; its ARN."""
    iam = iam_of(there, keys)
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    all_of_it = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    document = {"Version": "2012-10-17", "Statement": [trust]}
    arn = str(iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=json.dumps(document))["Role"]["Arn"])
    policy = {"Version": "2012-10-17", "Statement": [all_of_it]}
    iam.put_role_policy(RoleName=NAME, PolicyName="all", PolicyDocument=json.dumps(policy))
    there.simulator.reset_calls()
    return arn


@pytest.mark.parametrize("address", [MEMBERSHIP, ACCEPTANCE, ALIAS, TRAIL])
def test_a_role_of_another_account_is_refused_at_plan_without_a_call(address: str, there: Ground) -> None:
    made = scene(there)
    foreign = open_role(there, there.stranger)
    account_id = made.invited.govcloud.account_id
    more = {
        MEMBERSHIP: {},
        ACCEPTANCE: {"handshake_id": made.handshake_id},
        ALIAS: {"alias": "example-log"},
        TRAIL: {"name": "audit", "s3_bucket_name": "log-archive"},
    }
    values = {"account_id": account_id, "role_arn": foreign, **more[address]}
    outcome = Host(there.provider, there.settings()).apply({address: values})
    said = "\n".join(f"{error.address}: {error.summary}: {error.detail}" for error in outcome.errors)
    assert address in said
    assert foreign in said  # seen
    assert account_id in said  # expected
    assert not there.simulator.calls()


@pytest.mark.parametrize("change", [PAIR, MEMBERSHIP])
def test_a_set_that_a_chain_of_roles_leads_astray_is_refused(change: str, there: Ground) -> None:
    made = scene(there)
    foreign = open_role(there, there.stranger)
    values: dict[str, dict[str, Any]] = {
        PAIR: {"email": "aws+log@example.gov", "name": "log"},
        MEMBERSHIP: {"account_id": made.standalone.govcloud.account_id},
    }
    astray = by_keys(there, there.govcloud, "govcloud", assume_role=[{"role_arn": foreign}])
    own = by_keys(there, there.govcloud, "govcloud")
    held = {**astray, "account_id": there.govcloud.account_id}
    for paired, words in ((astray, "are not of one pair"), (held, "is the wrong account")):
        settings = there.settings(govcloud_paired=paired, govcloud_management=own)
        outcome = Host(there.provider, settings).apply({change: values[change]})
        said = "\n".join(f"{error.summary}: {error.detail}" for error in outcome.errors)
        assert words in said
        assert f"STS says account {there.stranger.account_id}" in said
        assert f"assumed-role/{NAME}" in said
        assert there.govcloud.account_id in said
        assert there.changes() == []


def test_an_account_of_another_company_s_organization_is_not_taken_from_there(there: Ground) -> None:
    """Its role lets us in, and it has our invitation: it is asked where it is before anything else."""
    scene(there)
    theirs = there.simulator.vend("theirs", "aws+theirs@example.gov", payer=there.simulator.seeded[1].commercial)
    account_id = theirs.govcloud.account_id
    keys = there.simulator.keys_for(account_id)
    iam = iam_of(there, keys)
    statement = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.update_assume_role_policy(RoleName=NAME, PolicyDocument=trust)
    there.admit(account_id, there.stranger)
    handshake = invite(there, there.govcloud, account_id)
    there.simulator.reset_calls()
    for address, more in ((MEMBERSHIP, {}), (ACCEPTANCE, {"handshake_id": handshake})):
        outcome = Host(there.provider, there.settings()).apply({address: {"account_id": account_id, **more}})
        (error,) = outcome.errors
        assert f"GovCloud account {account_id} is in organization o-" in error.detail
        assert f"account {there.stranger.account_id} manages it" in error.detail
        assert "It is not taken from there" in error.detail
        assert there.changes() == []
    assert there.manager(account_id) == there.stranger.account_id
