"""examples/reseller, by real Terraform on the simulator: made, changed, a customer added, a customer left."""

from __future__ import annotations

import shutil

import pytest

from tests.end_to_end.govcloud import refused
from tests.end_to_end.ground import EXAMPLES, Ground, changed, make
from workbench.paths import PROJECT

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(1500)]

FOURTH = """\
  - name: orchard
    management_pair: orchard-management
    organizational_units: [Workloads]
    account_pairs:
      - {name: orchard-management, email: aws+orchard-management@example.gov}
      - {name: orchard-app, email: aws+orchard-app@example.gov, organizational_unit: Workloads}
"""


def test_a_reseller_with_three_customers_and_then_a_fourth(ground: Ground) -> None:
    file = ground.folder / "organization.yaml"
    shutil.copy(EXAMPLES / "reseller" / "organization.yaml", file)
    main = (str(PROJECT / "main.py"), str(file))
    stacks = ground.synthesize(*main)
    make(stacks["commercial"])
    # One customer has its accounts from before: made by the same payer, by other means.
    before = {
        name: ground.simulator.vend(name, f"aws+{name}@example.gov").govcloud.account_id
        for name in ("summit-management", "summit-app", "summit-data")
    }
    for name, folder in stacks.items():
        if name != "commercial":
            make(folder)
    assert changed(stacks) == {}
    creations = sum(count for call, count in ground.simulator.calls().items() if call.endswith("CreateGovCloudAccount"))
    assert creations == 8
    adopted = stacks["account-pairs-summit"].state()["govpair_account_pair.summit-app"]
    assert adopted["govcloud_account_id"] == before["summit-app"]
    organizations = {
        name: folder.state()[f"aws_organizations_organization.{name.removeprefix('govcloud-')}"]["id"]
        for name, folder in stacks.items()
        if name.startswith("govcloud-")
    }
    assert len(set(organizations.values())) == 3

    # Harbor's guardrails, contacts and logs are Harbor's alone; its commercial ones begin at its own unit.
    harbor, meadow = (
        stacks[f"account-pairs-{name}"].state()[f"govpair_account_pair.{name}-prod"] for name in ("harbor", "meadow")
    )
    assert "AccessDenied" in refused(ground.client("iam", harbor["govcloud_account_id"]).create_user, UserName="x")
    ground.client("iam", meadow["govcloud_account_id"]).create_user(UserName="x")
    east = ground.client("cloudtrail", meadow["govcloud_account_id"], "us-gov-east-1")
    assert "AccessDenied" in refused(east.describe_trails)
    trail = ground.client("cloudtrail", harbor["govcloud_account_id"]).get_trail_status(Name="govpair-trail")
    assert (trail["IsLogging"], trail.get("LatestDeliveryError", "")) == (True, "")
    attached = {
        name: {key for key in stacks[f"account-pairs-{name}"].state() if key.startswith("aws_organizations_policy")}
        for name in ("harbor", "meadow")
    }
    assert attached["meadow"] == set()
    assert "aws_organizations_policy.harbor-protect-trails" in attached["harbor"]

    # An account moves and a tag changes: one change on each side, of that customer alone.
    text = file.read_text()
    old = "organizational_unit: Workloads, tags: {Stage: test}"
    assert old in text
    file.write_text(text.replace(old, "organizational_unit: Security, tags: {Stage: trial}"))
    stacks = ground.synthesize(*main)
    assert changed(stacks) == {
        "account-pairs-harbor": {"govpair_account_pair.harbor-test": ["update"]},
        "govcloud-harbor": {"govpair_membership.harbor-test": ["update"]},
    }
    for name in ("account-pairs-harbor", "govcloud-harbor"):
        make(stacks[name])
    assert changed(stacks) == {}

    # A fourth customer: with the other customers' states out of reach, none of which changes.
    states = {path.name: path.read_bytes() for path in ground.states.glob("*.tfstate")}
    away = ground.folder / "away"
    away.mkdir()
    for name in states:
        if name != "commercial.tfstate":
            (ground.states / name).rename(away / name)
    file.write_text(file.read_text() + FOURTH)
    stacks = ground.synthesize(*main)
    for name in ("account-pairs-orchard", "govcloud-orchard"):
        make(stacks[name])
    for path in away.iterdir():
        path.rename(ground.states / path.name)
    assert {name: (ground.states / name).read_bytes() for name in states} == states
    assert changed(stacks) == {}

    # A customer gets another name: its states are moved by hand, as documented, and all that it has stays.
    text = file.read_text()
    for old, new in (
        ("  - name: meadow\n", "  - name: prairie\n    renamed_from: meadow\n"),
        (
            "    organizational_units: {Security: {}, Workloads: {Production: {}, Test: {}}}\n",
            "    organizational_units: {Security: {}, Work: {Production: {}, Test: {}}}\n"
            "    organizational_units_renamed_from: {Work: Workloads}\n",
        ),
        ("[Workloads/Production]", "[Work/Production]"),
        ("organizational_unit: Workloads/", "organizational_unit: Work/"),
    ):
        assert old in text
        text = text.replace(old, new)
    file.write_text(text)
    stacks = ground.synthesize(*main)
    for kind in ("account-pairs", "govcloud"):
        (ground.states / f"{kind}-meadow.tfstate").rename(ground.states / f"{kind}-prairie.tfstate")
        stacks[f"{kind}-prairie"].run("init", "-input=false", "-no-color").succeeded()
        actions = changed({kind: stacks[f"{kind}-prairie"]})[kind]
        assert {action for each in actions.values() for action in each} == {"update"}, actions
        make(stacks[f"{kind}-prairie"])
    for line in ("    renamed_from: meadow\n", "    organizational_units_renamed_from: {Work: Workloads}\n"):
        text = text.replace(line, "")
    file.write_text(text)
    stacks = ground.synthesize(*main)
    assert changed({name: folder for name, folder in stacks.items() if name.endswith("prairie")}) == {}

    # A customer leaves, in the documented way: its logs, then all its accounts; nobody else's plan changes.
    text = file.read_text()
    for old, new in (
        ("        protect-log-bucket: {bucket_name: harbor-log-archive, targets: [Security]}\n", ""),
        ("bucket_name: harbor-log-archive}", "bucket_name: harbor-log-archive, teardown: true}"),
    ):
        assert old in text
        text = text.replace(old, new)
    file.write_text(text)
    stacks = ground.synthesize(*main)
    for name in ("govcloud-harbor", "baseline-harbor"):
        make(stacks[name])
    stacks["baseline-harbor"].destroy().succeeded()
    file.write_text(text.replace("  - name: harbor\n", "  - name: harbor\n    closed: true\n"))
    stacks = ground.synthesize(*main)
    assert "govcloud-harbor" not in stacks
    make(stacks["account-pairs-harbor"])
    assert changed(stacks) == {}
    accounts = ground.simulator.state()["accounts"]
    closed = {pair.get("govcloud_account_id") for pair in stacks["account-pairs-harbor"].state().values()} - {None}
    assert len(closed) == 4
    assert {accounts[account]["state"] for account in closed} <= {"PENDING_CLOSURE", "SUSPENDED"}
    assert accounts[meadow["govcloud_account_id"]]["state"] == "ACTIVE"
