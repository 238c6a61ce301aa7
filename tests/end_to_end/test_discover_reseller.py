"""A reseller's estate made by hand, discovered, and taken over by real Terraform without a change."""

from __future__ import annotations

import shlex

import pytest

from constructs_lib.organization_editing import add_pair
from tests.end_to_end.ground import Ground
from tests.estates import customer_by_hand
from tests.pages.blocks import blocks
from workbench.paths import PROJECT

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(900)]

(COMMAND,) = blocks("docs/discover.md", "sh", "A reseller")
(PLANS,) = blocks("docs/discover.md", "text", "A reseller")
IMPORTS = dict(line.split(maxsplit=1) for line in PLANS.text.splitlines())
"""What each stack's plan says, in their order, as the page shows it."""


def test_two_customers_are_imported_without_a_change_and_a_third_is_told(ground: Ground) -> None:
    simulator, payer = ground.simulator, ground.payer
    simulator.create_organization(payer.commercial)
    harbor = customer_by_hand(simulator, payer, "harbor", "Security", "Workloads", "Workloads/Prod")
    harbor.trust(1, "guardduty.amazonaws.com")
    harbor.enable(1, "SERVICE_CONTROL_POLICY")
    harbor.enable(0, "TAG_POLICY")
    harbor.pair("harbor-logs", "Security", tags={"CostCenter": "1"})
    harbor.pair("harbor-app", "Workloads/Prod", tags={"Team": "a"}, govcloud_tags={"Team": "b"})
    harbor.pair("Harbor Maps", "Workloads")
    meadow = customer_by_hand(simulator, payer, "meadow")
    meadow.pair("meadow-app")
    summit = customer_by_hand(simulator, payer, "summit")
    summit.pair("summit-app")
    simulator.aws_config(ground.folder / "aws")

    simulator.reset_calls()
    given = {
        "estate": str(ground.folder),
        "harbor-profile": "harbor-management",
        "444455556666": meadow.payer.govcloud.account_id,
        "\\\n": "",
    }
    text = COMMAND.text
    for word, real in given.items():
        assert word in text
        text = text.replace(word, real)
    command = shlex.split(text)[1:]
    said = ground.govpair(*command, "--outdir", str(ground.folder / "out"))
    file = ground.folder / "organization.yaml"
    for name in ("summit-management", "summit-app"):
        assert name in said
        assert f"#   pair that is not joined: {name} (" in file.read_text()
    main = (str(PROJECT / "main.py"), str(file))
    stacks = ground.synthesize(*main)
    assert stacks.keys() == IMPORTS.keys()
    for name, folder in stacks.items():
        folder.run("init", "-input=false", "-no-color").succeeded()
        plan = folder.plan().succeeded()
        assert IMPORTS[name] in plan.output, (name, plan.output)
        folder.apply().succeeded()
        folder.plans_nothing()
        (folder.path / "imports.tf").unlink()
    reading = ("Get", "List", "Describe", "Assume")
    changing = [call for call in simulator.calls() if not call.rpartition(".")[2].startswith(reading)]
    assert changing == []

    add_pair(file, {"name": "meadow-new", "email": "aws+meadow-new@example.gov"}, customer="meadow")
    stacks = ground.synthesize(*main)
    for name in ("account-pairs-meadow", "govcloud-meadow"):
        assert "Plan: 1 to add, 0 to change, 0 to destroy." in stacks[name].plan().succeeded().output
        stacks[name].apply().succeeded()
    for folder in stacks.values():
        folder.plans_nothing()
