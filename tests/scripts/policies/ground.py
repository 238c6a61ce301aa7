"""Three management accounts with a user in each that is held to a policy of the test's choice; what they ask for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from custom_resources.engine.policies.document import policies_of
from custom_resources.engine.policies.place import Ids, Place, places
from custom_resources.scripts import task
from custom_resources.scripts.cli import main
from custom_resources.scripts.needs import TAGGING
from partition_simulator import Keys, Simulator, front
from partition_simulator.authorization.actions.table import asked
from partition_simulator.authorization.stage import authorize
from partition_simulator.context import Call
from partition_simulator.partitions import Side
from partition_simulator.profiles import Profile, write_profiles
from tests.scripts.conftest import Finished, SimulatedPace
from tests.scripts.planting import instead, plant, without
from tests.scripts.policies.lines import Line
from tests.simulator.conftest import Bench

SETS: Mapping[str, Side] = {
    "commercial": "commercial",
    "govcloud_management": "govcloud",
    "govcloud_paired": "govcloud",
}
PROFILES = {"commercial": "commercial", "govcloud_management": "management", "govcloud_paired": "govcloud"}
NOTHING: Mapping[str, Any] = {"Effect": "Deny", "Action": "iam:DeleteUser", "Resource": "*"}
"""Allows nothing, and keeps a principal from being unlimited, of whom the simulator asks nothing."""
EVERYTHING: Mapping[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}

Asking = tuple[str, str, str]
"""A principal, as `places` names it, an action and the resource that it asked to be allowed."""


@dataclass
class Ground:
    """The simulator with both organizations, each managed by an account of its own, beside the paired account."""

    simulator: Simulator
    directory: Path
    ids: Ids
    admins: Mapping[str, Keys]
    users: Mapping[str, Keys]
    words: dict[str, str] = field(default_factory=dict)
    seen: set[Asking] = field(default_factory=set)
    capture: pytest.CaptureFixture[str] | None = None

    @classmethod
    def make(cls, simulator: Simulator, directory: Path) -> Ground:
        """Organizations, users and pairs: one standalone, one invited, one joined, one that is being made."""
        payer = simulator.seed_management_pair()
        commercial = simulator.create_organization(payer.commercial)
        customer = simulator.seed_customer("customer", "customer@example.gov")
        bench = Bench(simulator, payer)
        govcloud = bench.organizations("govcloud", customer).describe_organization()["Organization"]["Id"]
        admins = {"commercial": payer.commercial, "govcloud_management": customer, "govcloud_paired": payer.govcloud}
        ids = Ids(
            commercial_account_id=payer.commercial.account_id,
            commercial_organization_id=commercial,
            govcloud_paired_account_id=payer.govcloud.account_id,
            govcloud_management_account_id=customer.account_id,
            govcloud_organization_id=govcloud,
        )
        users = {name: _user(bench, SETS[name], keys) for name, keys in admins.items()}
        ground = cls(simulator, directory, ids, admins, users, {"organization": govcloud})
        ground._vend(bench)
        ground._units(bench)
        return ground

    def _vend(self, bench: Bench) -> None:
        customer, organizations = self.admins["govcloud_management"], bench.organizations("commercial")
        for name in ("standalone", "invited", "joined"):
            pair = self.simulator.vend(name, f"aws+{name}@example.gov", join=customer if name == "joined" else None)
            ids = {"commercial": pair.commercial.account_id, "govcloud": pair.govcloud.account_id}
            self.words |= {f"{name}_{side}": account_id for side, account_id in ids.items()}
            organizations.tag_resource(ResourceId=ids["commercial"], Tags=[{"Key": "govpair:owner", "Value": "us"}])
        bench.organizations("govcloud", customer).invite_account_to_organization(
            Target={"Id": self.words["invited_govcloud"], "Type": "ACCOUNT"}
        )
        organizations.create_gov_cloud_account(Email="aws+making@example.gov", AccountName="making")

    def _units(self, bench: Bench) -> None:
        for word, name in (("commercial", "commercial"), ("govcloud", "govcloud_management")):
            organizations = bench.organizations(SETS[name], self.admins[name])
            root = organizations.list_roots()["Roots"][0]["Id"]
            unit = organizations.create_organizational_unit(ParentId=root, Name="Unit")["OrganizationalUnit"]["Id"]
            self.words |= {f"{word}_root": root, f"{word}_unit": unit}

    @property
    def bench(self) -> Bench:
        """Clients."""
        return Bench(self.simulator, self.simulator.seeded[0])

    def restore(self, world: bytes) -> None:
        """Make the world what it was."""
        self.simulator.restore_snapshot(world)
        self.seen = set()

    def places(self) -> dict[str, Place]:
        """Every principal, by its name, with the ids of this ground."""
        return {place.name: place for place in places(self.ids)}

    def policy(self, principal: str, actions: Iterable[str]) -> list[dict[str, Any]]:
        """The statements of the policies that govpair makes for these actions."""
        made = policies_of(self.places()[principal], actions, TAGGING)
        return [statement for policy in made for statement in policy.document["Statement"]]

    def hold(self, principal: str, statements: Iterable[Mapping[str, Any]]) -> None:
        """Let a set's user, or the role in the invited account, do what these statements allow, and nothing else."""
        document = json.dumps({"Version": "2012-10-17", "Statement": [NOTHING, *statements]})
        if principal in SETS:
            iam = self.bench.client("iam", SETS[principal], self.admins[principal])
            iam.put_user_policy(UserName="govpair", PolicyName="held", PolicyDocument=document)
            return
        keys = self.bench.assume("govcloud", self.words["invited_govcloud"], self.admins["govcloud_paired"])
        iam, role = self.bench.client("iam", "govcloud", keys), {"RoleName": self.ids.role_name}
        given = iam.list_role_policies(**role)["PolicyNames"]
        iam.put_role_policy(**role, PolicyName="held", PolicyDocument=document)
        for name in given:  # one that allows everything, by which the others are taken away
            iam.delete_role_policy(**role, PolicyName=name)

    def run(self, line: Line, as_admin: bool = False) -> Finished:
        """Run a command line in this process, as the users or as the administrators."""
        assert self.capture is not None
        for fault in line.faults:
            self.simulator.inject(fault)
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self._environment(self.admins if as_admin else self.users, line.alone).items():
                patch.setenv(name, value)
            patch.setattr(task, "make_pace", lambda stop: SimulatedPace(self.simulator, stop, lambda _: None))
            if line.pathless:
                plant(patch, ("ListAccounts", "DescribeAccount", "ListAccountsForParent"), without("Paths"))
            if line.forgotten:
                plant(patch, ("ListCreateAccountStatus",), instead("CreateAccountStatuses", []))
            patch.setattr(front, "STAGES", tuple(self._looking if s is authorize else s for s in front.STAGES))
            self.capture.readouterr()
            code = main([*line.words.format(**self.words).split(), "--json"])
        shown = self.capture.readouterr()
        self.simulator.clear_faults()
        return Finished(code, shown.out, shown.err)

    def _environment(self, who: Mapping[str, Keys], alone: bool) -> dict[str, str]:
        profiles = {PROFILES[name]: Profile(SETS[name], keys) for name, keys in who.items()}
        found = write_profiles(self.directory, profiles, self.simulator.urls)
        return found if alone else found | {"GOVPAIR_GOVCLOUD_MANAGEMENT_PROFILE": "management"}

    def _looking(self, call: Call) -> None:
        principal = self._principal(call)
        self.seen |= {(principal, one.action, one.resource) for one in asked(call)}
        authorize(call)

    def _principal(self, call: Call) -> str:
        account_id = call.principal.account_id
        sets = (name for name, keys in self.users.items() if keys.account_id == account_id)
        role = "invited" if call.partition.side == "govcloud" else "commercial_member"
        return next(sets, role)


def _user(bench: Bench, side: Side, admin: Keys) -> Keys:
    iam = bench.client("iam", side, admin)
    arn = iam.create_user(UserName="govpair")["User"]["Arn"]
    key = iam.create_access_key(UserName="govpair")["AccessKey"]
    return Keys(arn.split(":")[4], key["AccessKeyId"], key["SecretAccessKey"], arn)
