"""Three management accounts with a user in each that is held to a policy of the test's choice; what they ask for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from custom_resources.engine.permissions import declared_permissions
from custom_resources.engine.policies.document import policies_of
from custom_resources.engine.policies.place import Ids, Place, places
from custom_resources.scripts import task
from custom_resources.scripts.cli import main
from custom_resources.scripts.needs import TAGGING
from partition_simulator import Keys, Simulator, front
from partition_simulator.authorization.actions.table import asked
from partition_simulator.authorization.stage import authorize
from partition_simulator.context import Call
from partition_simulator.partitions import PARTITIONS, Side
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
MEMBERS: Mapping[str, tuple[Side, str]] = {
    "govcloud_member": ("govcloud", "govcloud_paired"),
    "commercial_member": ("commercial", "commercial"),
}
"""The roles in accounts, with their side and the set that they trust."""
NOTHING: Mapping[str, Any] = {"Effect": "Deny", "Action": "iam:DeleteUser", "Resource": "*"}
"""Allows nothing, and keeps a principal from being unlimited, of whom the simulator asks nothing."""
EVERYTHING: Mapping[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}

Asking = tuple[str, str, str]
"""A principal, as `places` names it, an action and the resource that it asked to be allowed."""


@dataclass
class Ground:
    """The simulator with both organizations, and pairs on every step of their way.

    The GovCloud organization is managed by a customer's account, beside the paired account; or by the paired one.
    """

    simulator: Simulator
    directory: Path
    ids: Ids
    admins: Mapping[str, Keys]
    users: Mapping[str, Keys]
    words: dict[str, str] = field(default_factory=dict)
    seen: set[Asking] = field(default_factory=set)
    capture: pytest.CaptureFixture[str] | None = None

    @classmethod
    def make(cls, simulator: Simulator, directory: Path, *, single_company: bool = False) -> Ground:
        """Organizations, users and pairs: one standalone, one invited, one joined, one that is being made.

        single_company: the paired account manages the GovCloud organization.
        """
        payer = simulator.seed_management_pair()
        commercial = simulator.create_organization(payer.commercial)
        if single_company:
            customer = payer.govcloud
            simulator.create_organization(customer)
        else:
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
        users = {name: _user(bench, name, keys) for name, keys in admins.items()}
        ground = cls(simulator, directory, ids, admins, users, {"organization": govcloud, "folder": str(directory)})
        ground._vend(bench)
        ground._units(bench)
        for side, owner in MEMBERS.values():
            ground._trails(bench, side, owner)
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
            organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
            unit = organizations.create_organizational_unit(ParentId=root, Name="Unit")["OrganizationalUnit"]["Id"]
            self.words |= {f"{word}_root": root, f"{word}_unit": unit}

    def _trails(self, bench: Bench, side: Side, owner: str) -> None:
        """A trail in a set's own account and in one that it may enter."""
        partition, bucket = PARTITIONS[side].name, f"logs-of-{side}"
        home = {"CreateBucketConfiguration": {"LocationConstraint": PARTITIONS[side].home_region}}
        s3 = bench.client("s3", side, self.admins[owner])
        s3.create_bucket(Bucket=bucket, **(home if side == "govcloud" else {}))
        everything = [f"arn:{partition}:s3:::{bucket}", f"arn:{partition}:s3:::{bucket}/*"]
        service = {"Service": "cloudtrail.amazonaws.com"}
        lets_in = {"Effect": "Allow", "Principal": service, "Action": "s3:*", "Resource": everything}
        s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [lets_in]}))
        for keys in (self.admins[owner], bench.assume(side, self.words[f"joined_{side}"], self.admins[owner])):
            trails = bench.client("cloudtrail", side, keys)
            trails.create_trail(Name="audit", S3BucketName=bucket)
            trails.start_logging(Name="audit")

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
        """Let a set's user and role, or the role in accounts, do what these statements allow, and nothing else."""
        document = json.dumps({"Version": "2012-10-17", "Statement": [NOTHING, *statements]})
        if principal in SETS:
            iam, user = self.bench.client("iam", SETS[principal], self.admins[principal]), self.users[principal]
            become = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": self._session_role(principal)}
            held = json.dumps({"Version": "2012-10-17", "Statement": [NOTHING, become, *statements]})
            iam.put_user_policy(UserName=user.arn.split("/")[-1], PolicyName="held", PolicyDocument=held)
            role = self._session_role(principal).split("/")[-1]
            iam.put_role_policy(RoleName=role, PolicyName="held", PolicyDocument=document)
        elif principal == "invited":
            self._hold_role("govcloud", self.words["invited_govcloud"], "govcloud_paired", document)
        else:
            side, trusted = MEMBERS[principal]
            for name in ("standalone", "invited", "joined"):
                self._hold_role(side, self.words[f"{name}_{side}"], trusted, document)

    def _hold_role(self, side: Side, account_id: str, trusted: str, document: str) -> None:
        keys = self.bench.assume(side, account_id, self.admins[trusted])
        iam, role = self.bench.client("iam", side, keys), {"RoleName": self.ids.role_name}
        given = iam.list_role_policies(**role)["PolicyNames"]
        iam.put_role_policy(**role, PolicyName="held", PolicyDocument=document)
        for name in given:  # one that allows everything, by which the others are taken away
            iam.delete_role_policy(**role, PolicyName=name)

    def run(self, line: Line, as_admin: bool = False) -> Finished:
        """Run a command line in this process, as the users or as the administrators, who assume no roles."""
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
            roles = [] if as_admin or not line.as_roles else self._role_options()
            code = main([*line.words.format(**self.words).split(), *roles, "--json"])
        shown = self.capture.readouterr()
        self.simulator.clear_faults()
        return Finished(code, shown.out, shown.err)

    def _environment(self, who: Mapping[str, Keys], alone: bool) -> dict[str, str]:
        profiles = {PROFILES[name]: Profile(SETS[name], keys) for name, keys in who.items()}
        found = write_profiles(self.directory, profiles, self.simulator.urls)
        return found if alone else found | {"GOVPAIR_GOVCLOUD_MANAGEMENT_PROFILE": "management"}

    def _session_role(self, name: str) -> str:
        return self.users[name].arn.replace(":user/", ":role/")

    def _role_options(self) -> list[str]:
        return [f"--{name.replace('_', '-')}-role-arn={self._session_role(name)}" for name in SETS]

    def _looking(self, call: Call) -> None:
        becoming = [self._session_role(name) for name in SETS]
        for one in asked(call):
            if (
                one.action != "sts:AssumeRole" or one.resource not in becoming
            ):  # that is no permission of the set's policy
                self.seen.add((self._principal(call, one.action), one.action, one.resource))
        authorize(call)

    def _principal(self, call: Call, action: str) -> str:
        who, side = call.principal, call.partition.side
        own = (name for name, keys in self.users.items() if keys.arn == who.arn)
        assumed = (name for name in SETS if self._session_role(name) == who.role_arn)
        in_accounts = "invited" if action not in declared_permissions()["member"] else f"{side}_member"
        return next(own, next(assumed, in_accounts))


def _user(bench: Bench, name: str, admin: Keys) -> Keys:
    """A user who is called like the set, and a role of that name that it may be let into."""
    iam = bench.client("iam", SETS[name], admin)
    arn = iam.create_user(UserName=name)["User"]["Arn"]
    key = iam.create_access_key(UserName=name)["AccessKey"]
    root = {"AWS": arn.replace(f":user/{name}", ":root")}
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": root}]}
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    return Keys(arn.split(":")[4], key["AccessKeyId"], key["SecretAccessKey"], arn)
