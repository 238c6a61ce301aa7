"""A reseller's estate made by hand, discovered, and taken over by real Terraform without a change."""

from __future__ import annotations

import pytest

from constructs_lib.organization_editing import add_pair
from tests.end_to_end.ground import Ground
from tests.estates import customer_by_hand
from workbench.paths import PROJECT

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(900)]

IMPORTS = {
    "commercial": 1,
    "account-pairs-harbor": 8,
    "govcloud-harbor": 7,
    "account-pairs-meadow": 3,
    "govcloud-meadow": 2,
}
"""Things to import: in *account-pairs-harbor* four organizational units and four pairs, and so on."""


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

    role = f"arn:aws-us-gov:iam::{meadow.payer.govcloud.account_id}:role/OrganizationAccountAccessRole"
    simulator.reset_calls()
    command = ["discover", "--owner", "reseller-platform", "--directory", str(ground.folder)]
    for customer, way in (("harbor", "harbor-management"), ("meadow", role)):
        command += ["--customer-organization", f"{customer}={way}"]
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
        expected = f"Plan: {IMPORTS[name]} to import, 0 to add, 0 to change, 0 to destroy."
        assert expected in plan.output, (name, plan.output)
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
