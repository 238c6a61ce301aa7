"""An estate made by hand, discovered, and taken over by real Terraform without a change."""

from __future__ import annotations

import pytest

from constructs_lib.organization_editing import add_pair
from tests.end_to_end.ground import Ground
from tests.estates import HandMade
from workbench.paths import PROJECT

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(900)]


def estate_by_hand(ground: Ground, pairs: int) -> HandMade:
    made = HandMade(ground.simulator, ground.payer)
    for path in ("Security", "Workloads", "Workloads/Prod", "Workloads/Test & Trial"):
        made.unit(path)
    made.unit("Tagged", Team="people")
    made.unit("Commercial only", (0,))
    made.trust(0, "cloudtrail.amazonaws.com", "sso.amazonaws.com")
    made.trust(1, "guardduty.amazonaws.com")
    made.enable(0, "SERVICE_CONTROL_POLICY")
    made.enable(0, "TAG_POLICY")
    made.enable(1, "SERVICE_CONTROL_POLICY")
    places = ("", "Security", "Workloads/Prod", "Workloads/Test & Trial", "Tagged")
    for number in range(pairs - 2):
        tags = {"CostCenter": str(number), "Team:Unit": "a/b @ c"} if number % 3 else {}
        made.pair(f"app-{number}", places[number % len(places)], tags=tags)
    made.pair("Mission App", "Workloads", tags={"Team": "a"}, govcloud_tags={"Team": "b"})
    made.pair("only-here", "Security", tags={"Team": "a"}, govcloud_tags={})
    made.pair("not-joined", join=False)
    return made


def discover(ground: Ground) -> str:
    folder = str(ground.folder)
    return ground.govpair("discover", "--owner", "platform-team", "--directory", folder, "--outdir", f"{folder}/out")


def test_an_estate_made_by_hand_is_imported_without_a_change_and_grows(ground: Ground) -> None:
    estate_by_hand(ground, 60)
    said = discover(ground)
    assert "not-joined" in said
    file = ground.folder / "organization.yaml"
    main = (str(PROJECT / "main.py"), str(file))
    stacks = ground.synthesize(*main)
    assert list(stacks) == ["commercial", "account-pairs", "govcloud-agency"]
    ground.simulator.reset_calls()
    for (name, folder), imports in zip(stacks.items(), (6, 60, 66), strict=True):
        folder.run("init", "-input=false", "-no-color").succeeded()
        plan = folder.plan().succeeded()
        assert f"Plan: {imports} to import, 0 to add, 0 to change, 0 to destroy." in plan.output, (name, plan.output)
        folder.apply().succeeded()
        folder.plans_nothing()
        (folder.path / "imports.tf").unlink()
    reading = ("Get", "List", "Describe", "Assume")
    changing = [call for call in ground.simulator.calls() if not call.rpartition(".")[2].startswith(reading)]
    assert changing == []

    # The pair that stood in no GovCloud organization is adopted: taken into the state, joined, and not made again.
    add_pair(file, {"name": "not-joined", "email": "aws+not-joined@example.gov", "adopt_existing": True})
    stacks = ground.synthesize(*main)
    for folder in stacks.values():
        folder.apply().succeeded()
        folder.plans_nothing()
    joined = [each for each in stacks["govcloud-agency"].state() if each.startswith("govpair_membership.")]
    assert len(joined) == 61
    assert not any(call.endswith(".CreateGovCloudAccount") for call in ground.simulator.calls())
    add_pair(file, {"name": "one-more", "email": "aws+one-more@example.gov"})
    stacks = ground.synthesize(*main)
    assert "Plan: 1 to add, 0 to change, 0 to destroy." in stacks["account-pairs"].plan().succeeded().output
