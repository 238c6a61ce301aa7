"""An estate in a state of hashicorp/aws, discovered, and handed over by the written blocks: both ways out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.ground import Ground
from tests.end_to_end.hcl import SOURCE, Folder
from tests.estates import HandMade
from tests.pages.blocks import blocks
from workbench.paths import PROJECT

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(900)]

(UNCHANGED,) = blocks("docs/discover.md", section="Coming from hashicorp/aws")
ACCOUNT, UNIT = "aws_organizations_account", "aws_organizations_organizational_unit"
SETTINGS = f"""\
terraform {{
  required_providers {{
    aws     = {{ source = "hashicorp/aws", version = ">= 5.100, < 7.0" }}
    govpair = {{ source = "{SOURCE}" }}
  }}
}}

provider "aws" {{
  region  = "us-east-1"
  profile = "commercial"
  default_tags {{ tags = {{ ManagedBy = "terraform" }} }}
}}

provider "govpair" {{
  owner           = "platform-team"
  commercial      = {{ profile = "commercial" }}
  govcloud_paired = {{ profile = "govcloud" }}
}}
"""
ORGANIZATION = f"""\
resource "aws_organizations_organization" "all" {{
  feature_set                   = "ALL"
  aws_service_access_principals = ["account.amazonaws.com"]
}}

resource "{UNIT}" "all" {{
  for_each  = toset(["Security", "Workloads"])
  name      = each.key
  parent_id = aws_organizations_organization.all.roots[0].id
}}
"""
PAIRS = f"""\
resource "{ACCOUNT}" "log" {{
  name              = "log"
  email             = "aws+log@example.gov"
  create_govcloud   = true
  role_name         = "Ops"
  parent_id         = {UNIT}.all["Security"].id
  tags              = {{ CostCenter = "100" }}
  close_on_deletion = true
}}

resource "{ACCOUNT}" "apps" {{
  for_each        = toset(["app-1", "app-2"])
  name            = each.key
  email           = "aws+${{each.key}}@example.gov"
  create_govcloud = true
  parent_id       = {UNIT}.all["Workloads"].id
}}

module "teams" {{
  source   = "./team"
  for_each = toset(["maps"])
  name     = each.key
  root_id  = aws_organizations_organization.all.roots[0].id
}}
"""
DEPENDS = "  depends_on = [aws_organizations_organization.all]\n"
PLAIN = f"""\
resource "{ACCOUNT}" "plain" {{
  name  = "plain"
  email = "aws+plain@example.gov"
{DEPENDS}}}
"""
TEAM = f"""\
variable "name" {{ type = string }}
variable "root_id" {{ type = string }}

resource "{ACCOUNT}" "account" {{
  name                       = "team-${{var.name}}"
  email                      = "aws+team-${{var.name}}@example.gov"
  create_govcloud            = true
  parent_id                  = var.root_id
  iam_user_access_to_billing = "DENY"
}}
"""
IN_STATE = {f"{ACCOUNT}.{each}" for each in ("log", 'apps["app-1"]', 'apps["app-2"]')}
IN_STATE.add(f'module.teams["maps"].{ACCOUNT}.account')
NAMES = ("log", "app-1", "app-2", "team-maps")


class Theirs:
    """A configuration of hashicorp/aws, applied; every GovCloud half but app-2's joined by hand."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        path = ground.folder / "theirs"
        (path / "team").mkdir(parents=True)
        (path / "team" / "main.tf").write_text(TEAM)
        self.folder = Folder(path, ground.terraform, ground.environment, "")
        self.write(ORGANIZATION, PAIRS, PLAIN)
        self.folder.run("init", "-input=false", "-no-color").succeeded()
        self.folder.apply("-parallelism=5").succeeded()
        ground.simulator.create_organization(ground.payer.govcloud)
        self.made = HandMade(ground.simulator, ground.payer, organizations=False)
        for unit in ("Security", "Workloads"):
            self.made.unit(unit, (1,))
        self.govcloud_ids = {
            account["name"]: account_id
            for account_id, account in ground.simulator.state()["accounts"].items()
            if account["partition"] == "govcloud"
        }
        self.join("log", "Security", CostCenter="100")
        self.join("app-1", "Workloads")
        self.join("team-maps", "")
        ground.simulator.reset_calls()

    def join(self, name: str, unit: str, **tags: str) -> None:
        """Join a GovCloud account, by hand."""
        account_id = self.govcloud_ids[name]
        self.made.invite(self.ground.simulator.keys_for(account_id))
        self.made.place(1, account_id, unit)
        self.made.tag(1, account_id, {"ManagedBy": "terraform", **tags})

    def write(self, *parts: str) -> None:
        """Replace the configuration."""
        (self.folder.path / "main.tf").write_text("\n".join((SETTINGS, *parts)))

    def discover(self) -> Path:
        """Discover with the state of this configuration; the folder of the written files."""
        state = self.ground.folder / "pulled.tfstate"
        state.write_text(self.folder.run("state", "pull").succeeded().output)
        estate = self.ground.folder / "estate"
        command = ("discover", "--owner", "platform-team", "--directory", str(estate), "--state", str(state))
        self.ground.govpair(*command, "--outdir", str(self.ground.folder / "out"))
        return estate / "hashicorp-aws"

    def changing_calls(self) -> list[str]:
        """Calls since the estate was made that change something."""
        reading = ("Get", "List", "Describe", "Assume")
        return [each for each in self.ground.simulator.calls() if not each.rpartition(".")[2].startswith(reading)]


def test_moved_blocks_hand_pairs_over_without_a_change(ground: Ground) -> None:
    theirs = Theirs(ground)
    moved = (theirs.discover() / "moved.tf").read_text()
    assert f"#   {ACCOUNT}.plain (" in moved
    (theirs.folder.path / "moved.tf").write_text(moved)
    theirs.write(ORGANIZATION, PLAIN)
    plan = theirs.folder.plan().succeeded()
    for address in IN_STATE:
        assert f"{address} has moved to govpair_account_pair." in plan.words, plan.output
    assert UNCHANGED.text.strip() in plan.words, plan.output
    theirs.folder.apply().succeeded()
    theirs.folder.plans_nothing()
    state = theirs.folder.state()
    ids = {name: state[f"govpair_account_pair.{name}"]["govcloud_account_id"] for name in NAMES}
    assert ids == {name: theirs.govcloud_ids[name] for name in NAMES}
    assert state.keys() & IN_STATE == set()
    assert f"{ACCOUNT}.plain" in state
    assert theirs.changing_calls() == []


def test_removed_blocks_and_import_blocks_hand_all_over_to_the_stacks(ground: Ground) -> None:
    theirs = Theirs(ground)
    theirs.join("app-2", "Workloads")
    ground.simulator.reset_calls()
    written = theirs.discover()
    (theirs.folder.path / "removed.tf").write_text((written / "removed.tf").read_text())
    theirs.write(PLAIN.replace(DEPENDS, ""))
    plan = theirs.folder.plan().succeeded()
    assert UNCHANGED.text.strip() in plan.words, plan.output
    theirs.folder.apply().succeeded()
    theirs.folder.plans_nothing()
    assert theirs.folder.state().keys() == {f"{ACCOUNT}.plain"}
    stacks = ground.synthesize(str(PROJECT / "main.py"), str(ground.folder / "estate" / "organization.yaml"))
    for (name, folder), imports in zip(stacks.items(), (3, 4, 7), strict=True):
        folder.run("init", "-input=false", "-no-color").succeeded()
        plan = folder.plan().succeeded()
        assert f"Plan: {imports} to import, 0 to add, 0 to change, 0 to destroy." in plan.output, (name, plan.output)
        folder.apply().succeeded()
        folder.plans_nothing()
    assert theirs.changing_calls() == []
