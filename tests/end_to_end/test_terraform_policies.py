"""The provider with the policies that `govpair policies` writes for Terraform, under real Terraform."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from custom_resources.engine.policies.document import policies_of
from custom_resources.engine.policies.place import Ids, places
from custom_resources.scripts.needs import command_needs
from partition_simulator import Keys
from partition_simulator.partitions import Side
from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, pair
from tests.end_to_end.test_account_alias import alias
from tests.end_to_end.test_account_trail import make_bucket, trail
from tests.end_to_end.test_membership import membership
from tests.simulator.conftest import Bench

pytestmark = pytest.mark.terraform
SETS: dict[Side, tuple[str, ...]] = {
    "commercial": ("commercial",),
    "govcloud": ("govcloud_paired", "govcloud_management"),
}


def held_to(estate: SimulatedEstate, command: str) -> SimulatedEstate:
    """The estate as two users of whom each may do what its sets' policies for the command allow."""
    bench, users = Bench(estate.simulator, estate.simulator.seeded[0]), {}
    ids = Ids(
        commercial_account_id=estate.commercial.account_id,
        govcloud_paired_account_id=estate.govcloud.account_id,
        govcloud_management_account_id=estate.govcloud.account_id,
    )
    for side, names in SETS.items():
        iam = bench.client("iam", side)
        user = iam.create_user(UserName=command.replace(" ", "-"))["User"]
        for place in places(ids):
            for policy in policies_of(place, command_needs()[command].actions(place.name)):
                if place.name in names:
                    name = f"{user['UserName']}-{policy.name}"
                    made = iam.create_policy(PolicyName=name, PolicyDocument=json.dumps(policy.document))["Policy"]
                    iam.attach_user_policy(UserName=user["UserName"], PolicyArn=made["Arn"])
        key = iam.create_access_key(UserName=user["UserName"])["AccessKey"]
        account_id = user["Arn"].split(":")[4]
        users[side] = Keys(account_id, key["AccessKeyId"], key["SecretAccessKey"], user["Arn"])
    return replace(estate, commercial=users["commercial"], govcloud=users["govcloud"])


def test_apply_and_plan_do_with_their_policies_and_plan_can_change_nothing(
    estate: SimulatedEstate, new_folder: Callable[[], Folder]
) -> None:
    folder = new_folder()
    unit = estate.new_unit()
    joined = membership(Expression("govpair_account_pair.log.govcloud_account_id"), tags={"Level": "high"})
    declared = pair("log", tags={"A": "b"}, parent_id=unit) + joined
    folder.write(declared, held_to(estate, "terraform apply").provider_block()).apply().succeeded()

    reading = held_to(estate, "terraform plan").provider_block()
    folder.write(declared, reading).plans_nothing()
    refused = folder.write(declared.replace('"b"', '"c"'), reading).apply().failed()
    assert "organizations:TagResource" in refused.words
    folder.write(declared, reading).plans_nothing()


@pytest.mark.parametrize("side", ["govcloud", "commercial"])
def test_the_role_in_an_account_looks_after_a_trail_and_an_alias_with_its_policy(
    side: Side, estate: SimulatedEstate, folder: Folder
) -> None:
    make_bucket(estate, side)
    pair = estate.simulator.vend("log", "aws+log@example.gov")
    account_id = (pair.govcloud if side == "govcloud" else pair.commercial).account_id
    bench = Bench(estate.simulator, estate.simulator.seeded[0])
    iam = bench.client("iam", side, bench.assume(side, account_id))
    role = {"RoleName": "OrganizationAccountAccessRole"}
    given = iam.list_role_policies(**role)["PolicyNames"]
    place = next(place for place in places(Ids()) if place.name == f"{side}_member")
    (policy,) = policies_of(place, command_needs()["terraform apply"].actions(place.name))
    iam.put_role_policy(**role, PolicyName="govpair", PolicyDocument=json.dumps(policy.document))
    for name in given:  # AWS's own, which allows everything
        iam.delete_role_policy(**role, PolicyName=name)

    both = {"side": side}
    first = trail(account_id, tags={"Owner": "us"}, **both) + alias(account_id, **both)
    folder.write(first).apply().succeeded()
    changed = trail(account_id, tags={"More": "1"}, logging=False, **both) + alias(account_id, alias="other", **both)
    folder.write(changed).apply().succeeded()
    folder.plans_nothing()
    kept = trail(account_id, tags={"More": "1"}, on_destroy="delete", **both) + alias(account_id, alias="other", **both)
    folder.write(kept).apply().succeeded()
    folder.destroy().succeeded()
