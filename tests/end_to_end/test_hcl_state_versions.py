"""States that an earlier version of the provider stored are read, and plan nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.hcl import Expression, Folder, block, pair
from tests.provider.states import VERSION_0

pytestmark = pytest.mark.terraform

DECLARED = pair("log", tags={"CostCenter": "100", "Owner": ""}, timeouts={"create": "2h"}) + block(
    'resource "govpair_membership" "log"',
    {"account_id": Expression("govpair_account_pair.log.govcloud_account_id"), "tags": {"Side": "govcloud"}},
)


def put_into(folder: Folder, stored: Path) -> None:
    """Replace a folder's state by a stored one, its ids and times by those of the objects that the folder made."""
    sample, now = json.loads(stored.read_text()), json.loads((folder.path / "terraform.tfstate").read_text())
    text = json.dumps(sample)
    for old, new in zip(sample["resources"], now["resources"], strict=True):
        assert old["type"] == new["type"]
        there, here = old["instances"][0]["attributes"], new["instances"][0]["attributes"]
        for name in ("id", "govcloud_account_id", "joined_timestamp", "parent_id", "organization_id", "handshake_id"):
            text = text.replace(str(there.get(name)), str(here.get(name))) if there.get(name) else text
        for name in ("commercial_arn", "arn"):
            text = text.replace(str(there.get(name)), str(here.get(name))) if there.get(name) else text
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
