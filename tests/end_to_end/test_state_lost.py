"""All of Terraform's states are lost in the middle of an apply, and `govpair discover` brings them back."""

from __future__ import annotations

import shutil

import pytest

from constructs_lib.organization_editing import add_pair
from tests.end_to_end.ground import Ground, make
from workbench.paths import PROJECT

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(900)]

FILE = """
version: 1
model: single-company
owner: platform-team
commercial: {profile: commercial, region: us-east-1}
govcloud: {name: agency, profile: govcloud, region: us-gov-west-1}
organizational_units: [Security, {Workloads: [Production]}]
account_pairs:
  - {name: log-archive, email: aws+log-archive@example.gov, organizational_unit: Security}
  - name: app
    email: aws+app@example.gov
    organizational_unit: Workloads/Production
    tags: {CostCenter: "100", Stage: live}
    govcloud_tags: {Stage: live}
"""


def test_lost_states_are_brought_back_by_discover_and_the_apply_goes_on(ground: Ground) -> None:
    file = ground.folder / "organization.yaml"
    file.write_text(FILE)
    main = str(PROJECT / "main.py")
    for folder in ground.synthesize(main, str(file)).values():
        make(folder)
    # The next apply ends between its phases: the third pair is made, and hasn't joined.
    late = {"name": "late", "email": "aws+late@example.gov", "organizational_unit": "Workloads", "tags": {"Stage": "x"}}
    add_pair(file, late)
    ground.synthesize(main, str(file))["account-pairs"].apply().succeeded()

    accounts = sorted(ground.simulator.state()["accounts"])
    shutil.rmtree(ground.states)
    ground.states.mkdir()
    ground.simulator.reset_calls()

    found = ground.folder / "found"
    given = ("--owner", "platform-team", "--directory", str(found), "--outdir", str(ground.folder / "out"))
    assert "late" in ground.govpair("discover", *given)  # told: it is in no GovCloud organization, so not in the file
    stacks = ground.synthesize(main, str(found / "organization.yaml"))
    assert list(stacks) == ["commercial", "account-pairs", "govcloud-agency"]
    for name, folder in stacks.items():
        plan = folder.plan("-out=plan.bin").succeeded()
        assert "to import, 0 to add, 0 to change, 0 to destroy." in plan.output, (name, plan.output)
        folder.run("apply", "-no-color", "plan.bin").succeeded()
        folder.plans_nothing()
        (folder.path / "imports.tf").unlink()
    assert {"govpair_account_pair.log-archive", "govpair_account_pair.app"} <= set(stacks["account-pairs"].state())
    reading = ("Get", "List", "Describe", "Assume")
    assert [call for call in ground.simulator.calls() if not call.rpartition(".")[2].startswith(reading)] == []

    # With the file from before, the apply that was ended goes on: the third pair is taken over and joins.
    stacks = ground.synthesize(main, str(file))
    for name in ("account-pairs", "govcloud-agency"):
        run = stacks[name].apply().succeeded()
        assert "1 added, 0 changed, 0 destroyed" in run.output, run.output
        stacks[name].plans_nothing()
    assert ground.simulator.calls()["commercial organizations.CreateGovCloudAccount"] == 0
    assert sorted(ground.simulator.state()["accounts"]) == accounts
