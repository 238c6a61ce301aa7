"""The same doors, at the command line: `govpair` refuses, names what it saw and what to do, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from partition_simulator.world.account import Pair
from tests.provider.ground import READ_ONLY
from tests.scripts.conftest import VEND, Finished, Shell


@dataclass(frozen=True)
class Desk:
    """A shell with three pairs: one to invite, one that is invited, and one whose GovCloud half is a member."""

    shell: Shell
    standalone: Pair
    invited: Pair
    member: Pair

    def command(self, name: str) -> tuple[str, ...]:
        """A command that would change something."""
        commands = {
            "vend": VEND,
            "vend --join": (*VEND, "--join"),
            "invite": ("invite", "--account-id", self.standalone.govcloud.account_id),
            "accept": ("accept", "--account-id", self.invited.govcloud.account_id),
            "close": ("close", "--account-id", self.member.commercial.account_id, "--yes"),
        }
        return commands[name]

    def refused(self, *command: str) -> str:
        """What is said on the error stream, without a change."""
        self.shell.simulator.reset_calls()
        finished = self.shell.run(*command)
        assert self.changes() == [], finished
        assert finished.code in (1, 2), finished
        assert finished.out == "", finished
        assert "Traceback" not in finished.err
        assert "defect" not in finished.err
        return " ".join(finished.err.split())

    def changes(self) -> list[str]:
        """The calls since then that change something."""
        made = self.shell.simulator.calls()
        return [name for name in made if not name.split(".")[1].startswith(READ_ONLY)]


@pytest.fixture
def desk(shell: Shell, tmp_path: Path) -> Desk:
    """With the profiles `other-commercial` and `other-govcloud` of another company, which has organizations, too."""
    simulator = shell.simulator
    stranger = simulator.seed_management_pair("stranger", "stranger@example.gov")
    for keys, url in ((stranger.commercial, simulator.commercial.url), (stranger.govcloud, simulator.govcloud.url)):
        simulator.create_organization(keys)
        side, region = ("commercial", "us-east-1") if url == simulator.commercial.url else ("govcloud", "us-gov-west-1")
        with Path(shell.environment["AWS_CONFIG_FILE"]).open("a") as config:
            config.write(f"\n[profile other-{side}]\nregion = {region}\nendpoint_url = {url}\n")
        with Path(shell.environment["AWS_SHARED_CREDENTIALS_FILE"]).open("a") as credentials:
            credentials.write(
                f"\n[other-{side}]\naws_access_key_id = {keys.access_key_id}\n"
                f"aws_secret_access_key = {keys.secret_access_key}\n"
            )
    standalone = simulator.vend("standalone", "aws+standalone@example.gov")
    invited = simulator.vend("invited", "aws+invited@example.gov")
    member = simulator.vend("member", "aws+member@example.gov", join=shell.payer.govcloud)
    made = Desk(shell, standalone, invited, member)
    invite("govcloud", invited.govcloud.account_id)
    return made


def invite(profile: str, account_id: str) -> str:
    """Let a profile's organization invite an account, by hand; the invitation's id."""
    client: Any = botocore.session.Session(profile=profile).create_client("organizations")
    answer = client.invite_account_to_organization(Target={"Id": account_id, "Type": "ACCOUNT"})
    return str(answer["Handshake"]["Id"])


PAIRED, MANAGEMENT, COMMERCIAL = "govcloud_paired", "govcloud_management", "commercial"
SETS = [
    ("vend", COMMERCIAL),
    ("vend --join", COMMERCIAL),
    ("vend --join", PAIRED),
    ("vend --join", MANAGEMENT),
    ("invite", MANAGEMENT),
    ("accept", PAIRED),
    ("accept", MANAGEMENT),
    ("close", COMMERCIAL),
]


def option(name: str, setting: str) -> str:
    """`--govcloud-paired-profile`, for example."""
    return f"--{name.replace('_', '-')}-{setting}"


@pytest.mark.parametrize(("command", "name"), SETS)
def test_a_profile_of_the_other_partition_is_refused(command: str, name: str, desk: Desk) -> None:
    wrong, partition = ("govcloud", "aws") if name == COMMERCIAL else ("commercial", "aws-us-gov")
    said = desk.refused(*desk.command(command), option(name, "profile"), wrong)
    keys = desk.shell.payer.govcloud if wrong == "govcloud" else desk.shell.payer.commercial
    assert f"credential set {name} is in the wrong partition" in said
    assert f"in partition {partition}" in said
    assert f"STS says account {keys.account_id}" in said
    assert f"Give {option(name, 'profile')} a profile of partition {partition}; nothing was changed" in said


@pytest.mark.parametrize(("command", "name"), SETS)
def test_a_set_is_held_to_its_account(command: str, name: str, desk: Desk) -> None:
    side = "commercial" if name == COMMERCIAL else "govcloud"
    right = getattr(desk.shell.payer, side).account_id
    wrong = (option(name, "profile"), f"other-{side}", option(name, "account-id"), right)
    said = desk.refused(*desk.command(command), *wrong)
    stranger = getattr(desk.shell.simulator.seeded[1], side).account_id
    assert f"credential set {name} is the wrong account" in said
    assert f"account {right}. Seen: STS says account {stranger}" in said


@pytest.mark.parametrize("name", [COMMERCIAL, PAIRED])
def test_no_pair_is_vended_with_sets_of_two_pairs(name: str, desk: Desk) -> None:
    side = "commercial" if name == COMMERCIAL else "govcloud"
    said = desk.refused(*desk.command("vend --join"), option(name, "profile"), f"other-{side}")
    ours, theirs = desk.shell.payer.govcloud, desk.shell.simulator.seeded[1].govcloud
    expected, seen = (theirs, ours) if name == COMMERCIAL else (ours, theirs)
    assert "creating account pair log-archive (aws+log-archive@example.gov)" in said
    assert "are not of one pair" in said
    assert f"is account {expected.account_id}" in said
    assert f"STS says account {seen.account_id}" in said
    assert f"Give --govcloud-paired-profile a profile of account {expected.account_id}" in said


def test_an_account_is_not_accepted_for_by_another_than_the_paired_one(desk: Desk) -> None:
    profiles = (option(PAIRED, "profile"), "other-govcloud", option(MANAGEMENT, "profile"), "govcloud")
    said = desk.refused(*desk.command("accept"), *profiles)
    assert f"cannot assume arn:aws-us-gov:iam::{desk.invited.govcloud.account_id}:role/" in said
    assert "trusts only the GovCloud account paired with the commercial management account" in said


def test_a_pair_is_not_closed_from_another_organization(desk: Desk) -> None:
    said = desk.refused(*desk.command("close"), option(COMMERCIAL, "profile"), "other-commercial")
    assert desk.member.commercial.account_id in said


@pytest.mark.parametrize("account", ["another account", "another partition"])
def test_a_role_that_is_not_the_account_s_is_refused_without_a_call(account: str, desk: Desk) -> None:
    stranger = desk.shell.simulator.seeded[1].govcloud.account_id
    arn = (
        f"arn:aws-us-gov:iam::{stranger}:role/OrganizationAccountAccessRole"
        if account == "another account"
        else f"arn:aws:iam::{desk.invited.govcloud.account_id}:role/OrganizationAccountAccessRole"
    )
    said = desk.refused(*desk.command("accept"), "--role-arn", arn)
    assert arn in said
    assert "Nothing was changed" in said
    assert desk.shell.calls("AssumeRole") == 0


def expecting(desk: Desk, run: Callable[..., str]) -> str:
    """Accept, expecting our organization by its id."""
    client: Any = botocore.session.Session(profile="govcloud").create_client("organizations")
    ours = client.describe_organization()["Organization"]["Id"]
    return run("accept", "--account-id", desk.standalone.govcloud.account_id, "--organization-id", ours)


@pytest.mark.parametrize("by_id", [True, False])
def test_an_invitation_of_another_organization_is_not_accepted(by_id: bool, desk: Desk) -> None:
    account_id = desk.standalone.govcloud.account_id
    foreign = invite("other-govcloud", account_id)
    said = expecting(desk, desk.refused) if by_id else desk.refused("accept", "--account-id", account_id)
    assert account_id in said
    if by_id:
        assert f"open ones: {foreign} of organization o-" in said
        assert "Invite the account first" in said
    else:
        assert "govpair invite" in said or "invite" in said.lower()
    assert desk.shell.simulator.world.handshakes[foreign].state == "OPEN"


def test_the_commands_go_through_with_the_right_credentials(desk: Desk) -> None:
    """What the tests above lack on purpose."""

    def done(*command: str) -> Finished:
        finished = desk.shell.run(*command)
        assert finished.code == 0, finished
        return finished

    for name in ("vend --join", "invite", "accept", "close"):
        desk.shell.simulator.reset_calls()
        done(*desk.command(name))
        assert desk.changes()
