"""States that an earlier version of the provider stored are read, and plan nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.hcl import Expression, Folder, block, pair
from tests.provider.states import VERSION_0

pytestmark = pytest.mark.terraform

MEMBERSHIP = "govpair_membership.log"


def declared(**membership: Any) -> str:
    reference = {"account_id": Expression("govpair_account_pair.log.govcloud_account_id"), "tags": {"Side": "govcloud"}}
    return pair("log", tags={"CostCenter": "100", "Owner": ""}, timeouts={"create": "2h"}) + block(
        'resource "govpair_membership" "log"', reference | membership
    )


DECLARED = declared()
IDS = ("id", "govcloud_account_id", "joined_timestamp", "parent_id", "organization_id", "handshake_id")
REPLACED = (*IDS, "commercial_arn", "arn")


def put_into(folder: Folder, stored: Path) -> None:
    """Replace a folder's state by a stored one, its ids and times by those of the objects that the folder made."""
    sample, now = json.loads(stored.read_text()), json.loads((folder.path / "terraform.tfstate").read_text())
    new_of: dict[str, str] = {}
    for old, new in zip(sample["resources"], now["resources"], strict=True):
        assert old["type"] == new["type"]
        there, here = old["instances"][0]["attributes"], new["instances"][0]["attributes"]
        new_of |= {str(there[name]): str(here[name]) for name in REPLACED if there.get(name)}
    # All at once: a new id may be one of the sample's, and must not be replaced again. ARNs come before what they hold.
    pattern = "|".join(re.escape(old) for old in sorted(new_of, key=len, reverse=True))
    text = re.sub(pattern, lambda found: new_of[found[0]], json.dumps(sample))
    written: dict[str, Any] = json.loads(text) | {"lineage": now["lineage"], "serial": now["serial"] + 1}
    (folder.path / "terraform.tfstate").write_text(json.dumps(written))


@pytest.mark.parametrize("refresh", ["true", "false"])
def test_a_state_of_version_0_plans_nothing(refresh: str, folder: Folder) -> None:
    folder.write(DECLARED).apply().succeeded()
    made = folder.state()
    put_into(folder, VERSION_0)
    stored = json.loads((folder.path / "terraform.tfstate").read_text())
    assert all(resource["instances"][0]["schema_version"] == 0 for resource in stored["resources"])
    run = folder.run("plan", "-no-color", "-detailed-exitcode", f"-refresh={refresh}")
    assert run.code == 0, run.output
    folder.write(DECLARED.replace('"100"', '"200"')).apply(f"-refresh={refresh}").succeeded()
    folder.plans_nothing()
    after = folder.state()
    assert after["govpair_account_pair.log"]["tags_all"] == {"CostCenter": "200", "Owner": ""}
    assert after.keys() == made.keys()


@pytest.mark.parametrize("refresh", ["true", "false"])
def test_a_membership_stored_before_it_had_a_name_plans_nothing(refresh: str, folder: Folder) -> None:
    folder.write(DECLARED).apply().succeeded()
    file = folder.path / "terraform.tfstate"
    stored = json.loads(file.read_text())
    for resource in stored["resources"]:
        if resource["type"] == "govpair_membership":
            del resource["instances"][0]["attributes"]["name"]
    file.write_text(json.dumps(stored | {"serial": stored["serial"] + 1}))
    run = folder.run("plan", "-no-color", "-detailed-exitcode", f"-refresh={refresh}")
    assert run.code == 0, run.output
    assert "another name" not in run.words
    folder.write(declared(name="log"))
    # Without a refresh the old name isn't known, so it is given again: in place, and without an effect.
    assert folder.planned_actions(f"-refresh={refresh}") == ({} if refresh == "true" else {MEMBERSHIP: ["update"]})
    folder.apply(f"-refresh={refresh}").succeeded()
    assert folder.state()[MEMBERSHIP]["name"] == "log"
    folder.plans_nothing()


def test_a_state_without_an_attribute_that_came_later_plans_nothing_and_a_refresh_fills_it_in(folder: Folder) -> None:
    folder.write(DECLARED).apply().succeeded()
    path = folder.path / "terraform.tfstate"
    stored = json.loads(path.read_text())
    del stored["resources"][0]["instances"][0]["attributes"]["joined_method"]
    path.write_text(json.dumps(stored | {"serial": stored["serial"] + 1}))
    run = folder.run("plan", "-no-color", "-detailed-exitcode", "-refresh=false")
    assert run.code == 0, run.output
    folder.plans_nothing()
    folder.apply().succeeded()
    assert folder.state()["govpair_account_pair.log"]["joined_method"] == "CREATED"
