"""A single company that declares everything, and whose principals are held to policies of the test's choice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from custom_resources.engine.policies.document import Statement, policies_of
from custom_resources.engine.policies.hashicorp_aws import IN_MANAGEMENT, IN_MEMBERS, KEPT, STACK_KINDS, actions
from custom_resources.engine.policies.place import Ids, places
from custom_resources.engine.policies.resources import MAKING
from custom_resources.scripts.needs import command_needs
from partition_simulator import Keys, SeededPair, Simulator
from partition_simulator.authorization.actions.table import asked
from partition_simulator.authorization.stage import authorize
from partition_simulator.context import Call
from partition_simulator.partitions import Side
from tests.simulator.conftest import Bench

COMPANY = (Path(__file__).parents[1] / "company_with_everything.yaml").read_text(encoding="utf-8")
CHANGES = (
    ("iam:CreateUser", "iam:CreateGroup"),
    ("CostCenter: old", "CostCenter: new"),
    ("retention_days: 400", "retention_days: 500"),
    ("object_lock_days: 30", "object_lock_days: 31"),
    ("555 0100", "555 0102"),
    (
        "[Security, Workloads, Empty]",
        "[Protection, Workloads]\norganizational_units_renamed_from: {Protection: Security}",
    ),
    ("organizational_unit: Security", "organizational_unit: Protection"),
    ("targets: [Security]", "targets: [Protection]"),
    ("targets: [Workloads]", "targets: [Protection]"),
    (
        "  contacts:\n"
        '    - {kind: SECURITY, name: Team, title: Watch, email: watch@example.gov, phone: "+1 555 0101"}\n',
        "",
    ),
    (
        "  trusted_services: [guardduty.amazonaws.com]\n"
        "  delegated_administrators: {guardduty.amazonaws.com: [log-archive]}\n",
        "",
    ),
    (
        "    policies:\n"
        "      - {name: tags, type: TAG_POLICY, content: {tags: {Owner: {tag_key: {'@@assign': Owner}}}}}\n",
        "",
    ),
)
"""Texts of the file, and what stands there instead when it is changed."""
TEARDOWN = (
    ("    trail_name: audit\n", "    trail_name: audit\n    teardown: true\n"),
    ("\norganizational_units_renamed_from: {Protection: Security}", ""),
    ("      protect-log-bucket: {bucket_name: agency-log-archive, targets: [Protection]}\n", ""),
)
PRINCIPALS: Mapping[str, Side] = {
    "commercial": "commercial",
    "govcloud_management": "govcloud",
    "govcloud_paired": "govcloud",
    "invited": "govcloud",
    "govcloud_member": "govcloud",
    "commercial_member": "commercial",
}
NOTHING = {"Effect": "Deny", "Action": "iam:DeleteUser", "Resource": "*"}
ALLOW_ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
SIDES: tuple[Side, ...] = ("commercial", "govcloud")
UNTRIED = {"cloudtrail:UpdateTrail"}
"""What hashicorp/aws would call for a change that isn't made here: an organization's trail into another bucket."""


def of_hashicorp(*kinds: str) -> frozenset[str]:
    """What hashicorp/aws is said to ask for."""
    return actions(IN_MANAGEMENT, *kinds) | actions(IN_MEMBERS, *kinds)


_ENDED = {name: calls for name, calls in IN_MANAGEMENT.items() if name not in KEPT}
OF_DESTROY = actions(_ENDED, "reads", "ends") | actions(IN_MEMBERS, "reads", "ends")
"""What hashicorp/aws asks for when all is destroyed that isn't kept."""


@dataclass
class Estate:
    """A single company whose two users, and the roles in its accounts, are held to policies of the test's choice."""

    simulator: Simulator
    payer: SeededPair
    folder: Path
    environment: dict[str, str]
    users: Mapping[Side, Keys]
    asked: dict[str, set[str]] = field(default_factory=dict)
    by_hashicorp: set[str] = field(default_factory=set)
    keepers: dict[tuple[Side, str], Keys] = field(default_factory=dict)
    file_text: str = COMPANY

    @property
    def bench(self) -> Bench:
        """Clients."""
        return Bench(self.simulator, self.payer)

    def write(self, *replacements: tuple[str, str]) -> None:
        """Change the organization file; each text must be in it."""
        for old, new in replacements:
            assert old in self.file_text, old
            self.file_text = self.file_text.replace(old, new)
        (self.folder / "organization.yaml").write_text(self.file_text, encoding="utf-8")

    def statements(self, command: str) -> dict[str, tuple[Statement, ...]]:
        """What each principal's policy for the command says."""
        ids = Ids(
            commercial_account_id=self.payer.commercial.account_id,
            govcloud_paired_account_id=self.payer.govcloud.account_id,
            govcloud_management_account_id=self.payer.govcloud.account_id,
        )
        needs = command_needs()[command]
        return {
            place.name: tuple(
                statement
                for policy in policies_of(place, needs.actions(place.name), MAKING, STACK_KINDS)
                for statement in policy.statements
            )
            for place in places(ids)
        }

    def hold(self, command: str, without: Statement | None = None, principal: str = "") -> None:
        """Let everybody do what the command's policies allow, but for one statement of one principal."""
        kept = {
            name: [each.document for each in statements if (name, each) != (principal, without)]
            for name, statements in self.statements(command).items()
        }
        for side, user in self.users.items():
            iam = self.bench.client("iam", side)
            name = user.arn.split("/")[-1]
            for given in iam.list_user_policies(UserName=name)["PolicyNames"]:
                iam.delete_user_policy(UserName=name, PolicyName=given)
            for each in ("commercial", "govcloud_management", "govcloud_paired"):
                if PRINCIPALS[each] == side:
                    iam.put_user_policy(UserName=name, PolicyName=each, PolicyDocument=document(kept[each]))
        for side, account in self._accounts():
            self._hold_role(side, account, kept)

    def _accounts(self) -> Iterator[tuple[Side, str]]:
        own = {self.payer.commercial.account_id, self.payer.govcloud.account_id}
        for account_id, account in self.simulator.state()["accounts"].items():
            if account_id not in own:
                yield account["partition"], account_id

    def _hold_role(self, side: Side, account: str, kept: Mapping[str, list[Any]]) -> None:
        """By a user made before: the role may soon change no policy, and nobody make users."""
        role = {"RoleName": "OrganizationAccountAccessRole"}
        if (side, account) not in self.keepers:
            iam = self.bench.client("iam", side, self.bench.assume(side, account))
            arn = iam.create_user(UserName="keeper")["User"]["Arn"]
            iam.put_user_policy(UserName="keeper", PolicyName="iam", PolicyDocument=document([ALLOW_ALL]))
            key = iam.create_access_key(UserName="keeper")["AccessKey"]
            self.keepers[side, account] = Keys(account, key["AccessKeyId"], key["SecretAccessKey"], arn)
        iam = self.bench.client("iam", side, self.keepers[side, account])
        for name in iam.list_role_policies(**role)["PolicyNames"]:
            iam.delete_role_policy(**role, PolicyName=name)
        for name in ("invited", "govcloud_member") if side == "govcloud" else ("commercial_member",):
            iam.put_role_policy(**role, PolicyName=name, PolicyDocument=document(kept[name]))

    def run(self, *arguments: str) -> None:
        """Run govpair to its end, which is a good one."""
        code, output = self.outcome(*arguments, patience=300)
        assert code == 0, output

    def outcome(self, *arguments: str, patience: float = 40) -> tuple[int, str]:
        """Run govpair; its exit code and all that it wrote. What it asks AWS for is noted.

        patience: seconds, after which it is given a Ctrl-C: without a permission it may wait for what never comes.
        """
        self.asked.clear()
        process = subprocess.Popen(
            [sys.executable, "-m", "custom_resources", *arguments, "--json"],
            cwd=self.folder,
            env=self.environment,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            output, _ = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            output, _ = process.communicate(timeout=200)
        assert "Traceback" not in output, output
        return process.returncode, output

    def look(self, call: Call) -> None:
        """Note what a call asks for, by principal, before it is authorized."""
        headers = call.request.headers if call.request else {}
        hashicorp = any("terraform-provider-aws" in value for value in headers.values())
        for one in asked(call):
            for principal in self._principals(call):
                self.asked.setdefault(principal, set()).add(one.action)
            if hashicorp and not one.action.startswith("sts:"):  # becoming somebody is the credential set's matter
                self.by_hashicorp.add(one.action)
        authorize(call)

    def _principals(self, call: Call) -> tuple[str, ...]:
        """Whose policies a call may need: in this model one user has two sets' policies."""
        side = call.partition.side
        if call.principal.role_arn is None:
            return ("commercial",) if side == "commercial" else ("govcloud_management", "govcloud_paired")
        return ("commercial_member",) if side == "commercial" else ("invited", "govcloud_member")

    def used(self, command: str) -> list[tuple[str, Statement]]:
        """The statements of the command's policies of which the last run used an action."""
        return [
            (principal, statement)
            for principal, statements in self.statements(command).items()
            for statement in statements
            if self.asked.get(principal, set()).intersection(statement.actions)
        ]


def document(statements: list[Any]) -> str:
    """A policy's text; the first statement allows nothing, and keeps a principal from being unlimited."""
    return json.dumps({"Version": "2012-10-17", "Statement": [NOTHING, *statements]})
