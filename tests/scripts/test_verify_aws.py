"""`govpair verify-aws` on a simulator that does what is claimed: every read, no write, nothing that identifies."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from custom_resources.engine.claims import load_claims
from custom_resources.engine.credentials import CredentialSet
from custom_resources.engine.errors import Refused
from custom_resources.engine.session import open_session
from custom_resources.engine.verification import redaction
from custom_resources.engine.verification import report as reports
from custom_resources.engine.verification.reads import all_reads, is_read, only
from custom_resources.scripts import confirmation
from tests.pages.blocks import blocks
from tests.scripts.conftest import Finished, Shell

NEW = shlex.split(blocks("docs/verify-aws.md", section="One real pair, timed")[0].text)[2:]


def furnish(shell: Shell) -> None:
    """An estate in which there is something to see: members, a standalone half, tags, an open invitation."""
    shell.simulator.vend("log-archive", "logs@agency.example", tags={"CostCenter": "zeus"}, join=shell.payer.govcloud)
    shell.simulator.clock.advance(60)
    shell.simulator.vend("workload-7", "workload@agency.example", join=shell.payer.govcloud)
    shell.simulator.clock.advance(60)
    lonely = shell.simulator.vend("lonely", "lonely@agency.example")
    client: Any = botocore.session.Session(profile="govcloud").create_client("organizations")
    client.invite_account_to_organization(
        Target={"Id": lonely.govcloud.account_id, "Type": "ACCOUNT"}, Notes="for Project Aurora"
    )
    shell.simulator.reset_calls()


def verify(shell: Shell, tmp_path: Path, *arguments: str) -> tuple[Finished, dict[str, Any]]:
    """Run it; what it said and the file."""
    file = tmp_path / "report.json"
    finished = shell.run("verify-aws", "--file", str(file), "--json", *arguments)
    return finished, json.loads(file.read_text()) if file.exists() else {}


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Somebody at a terminal who types this."""

    def types(text: str) -> None:
        monkeypatch.setattr(confirmation, "at_terminal", lambda: True)
        monkeypatch.setattr(confirmation, "read_line", lambda: f"{text}\n")

    return types


def test_a_simulator_that_does_as_claimed_contradicts_nothing(shell: Shell, tmp_path: Path) -> None:
    furnish(shell)
    finished, report = verify(shell, tmp_path)

    assert finished.code == 0, finished.err
    assert finished.document["contradicted"] == {}
    assert finished.document["missing"] == []
    assert len(finished.document["confirmed"]) >= 30
    assert {name: each["outcome"] for name, each in report["claims"].items()}.keys() == load_claims().keys()
    assert [call for call in report["calls"] if call.get("not_in_the_model") or call.get("not_in_the_enum")] == []


def test_it_reads_only(shell: Shell, tmp_path: Path) -> None:
    furnish(shell)
    before = shell.simulator.state() | {"now": None}
    verify(shell, tmp_path)

    made = [key.partition(" ")[2].replace(".", ":") for key in shell.simulator.calls()]
    assert [action for action in made if not is_read(action)] == []
    assert len(made) > 30
    assert shell.simulator.state() | {"now": None} == before  # the clock went on: calls wait for their turn


def test_a_call_that_was_not_agreed_to_never_leaves_this_machine(shell: Shell) -> None:
    client: Any = botocore.session.Session(profile="commercial").create_client("organizations")
    only(frozenset({"organizations:ListRoots"}))(client)
    client.list_roots()
    with pytest.raises(Refused, match="organizations:LeaveOrganization"):
        client.leave_organization()

    assert shell.calls("ListRoots") == 1
    assert shell.calls("LeaveOrganization") == 0


def test_a_role_in_an_account_is_kept_from_changing_it_too(shell: Shell) -> None:
    pair = shell.simulator.vend("log-archive", "logs@agency.example")
    keep_out = only(all_reads())
    paired = open_session(
        CredentialSet("govcloud_paired", profile="govcloud"), lambda session, client: keep_out(client)
    )
    inside = paired.assumed(f"arn:aws-us-gov:iam::{pair.govcloud.account_id}:role/OrganizationAccountAccessRole")
    assert inside.identity().account_id == pair.govcloud.account_id
    with pytest.raises(Refused, match="cloudtrail:CreateTrail"):
        inside.client("cloudtrail").create_trail(Name="trail", S3BucketName="bucket")

    assert shell.calls("CreateTrail") == 0


def test_a_customers_organization_is_read_by_its_own_credentials(shell: Shell, tmp_path: Path) -> None:
    """The reseller's model: the paired account and the organization's management account are different ones."""
    customer = shell.simulator.seed_management_pair(name="customer", email="customer@agency.example")
    shell.simulator.create_organization(customer.govcloud)
    credentials = Path(os.environ["AWS_SHARED_CREDENTIALS_FILE"])
    keys = customer.govcloud
    credentials.write_text(
        f"{credentials.read_text()}\n[customer]\naws_access_key_id = {keys.access_key_id}\n"
        f"aws_secret_access_key = {keys.secret_access_key}\n"
    )
    config = Path(os.environ["AWS_CONFIG_FILE"])
    config.write_text(
        f"{config.read_text()}\n[profile customer]\nregion = us-gov-west-1\n"
        f"endpoint_url = {shell.simulator.govcloud.url}\n"
    )
    shell.simulator.vend("log-archive", "logs@agency.example", join=customer.govcloud)
    finished, report = verify(shell, tmp_path, "--govcloud-management-profile", "customer")

    assert finished.code == 0, finished.err
    assert finished.document["contradicted"] == {}
    listed = {
        call["who"]
        for call in report["calls"]
        if call["call"] == "organizations:ListAccounts" and call["status"] == 200
    }
    assert listed == {"commercial", "govcloud_management"}


def test_the_file_has_nothing_in_it_that_identifies(shell: Shell, tmp_path: Path) -> None:
    furnish(shell)
    state = shell.simulator.state()
    _, report = verify(shell, tmp_path)

    texts = [each["seen"] for each in report["claims"].values()]
    text = json.dumps([report["calls"], report["not_asked"], report["one_pair"], texts])
    secret = [account["email"] for account in state["accounts"].values()]
    secret += [account["name"] for account in state["accounts"].values()] + list(state["accounts"])
    secret += [organization["id"] for organization in state["organizations"]]
    secret += ["agency.example", "example.gov", "zeus", "CostCenter", "Aurora", "administrator", "FakeSecret", "FAKE"]
    assert [word for word in secret if word in text] == []


def test_one_id_is_one_placeholder_everywhere(shell: Shell, tmp_path: Path) -> None:
    _, report = verify(shell, tmp_path)
    examples = {
        call["call"]: call["example"] for call in report["calls"] if call["who"] == "commercial" and "example" in call
    }
    identity, organization = examples["sts:GetCallerIdentity"], examples["organizations:DescribeOrganization"]

    assert identity["Account"] == organization["Organization"]["MasterAccountId"]
    assert f"::{identity['Account']}:" in organization["Organization"]["Arn"]


def test_a_file_that_is_there_is_left_alone(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("mine")
    finished = shell.run("verify-aws", "--file", str(tmp_path / "report.json"))

    assert finished.code == 2
    assert (tmp_path / "report.json").read_text() == "mine"
    assert not shell.simulator.calls()


def test_one_pair_is_made_joined_and_timed(
    shell_with: Callable[..., Shell], tmp_path: Path, typed: Callable[[str], None]
) -> None:
    shell = shell_with(creation_seconds=90, role_delay_seconds=240)
    typed("verify-pair")
    finished, report = verify(shell, tmp_path, *NEW)

    assert finished.code == 0, finished.err
    assert finished.document["contradicted"] == {}
    pair = report["one_pair"]
    assert [each["state"] for each in pair["states"]] == ["IN_PROGRESS", "SUCCEEDED"]
    assert 90 <= pair["created"] < 120
    assert 200 <= pair["role_assumable"]["govcloud"] < 300
    assert pair["accepted_state"] == "ACCEPTED"
    assert {"creation-time", "vended-role-delay", "accepted-joins-at-root", "account-listed-after-success"} <= set(
        finished.document["confirmed"]
    )
    assert shell.calls("CreateGovCloudAccount") == shell.calls("AcceptHandshake") == 1
    assert "verify" not in json.dumps(report).replace("govpair-verify-aws", "")


@pytest.mark.parametrize("answer", ["yes", "", "verify"])
def test_without_the_name_typed_nothing_is_made(
    shell: Shell, tmp_path: Path, typed: Callable[[str], None], answer: str
) -> None:
    typed(answer)
    finished, report = verify(shell, tmp_path, *NEW)

    assert finished.code == 1
    assert finished.document["error"]["detail"] == "It was not confirmed with verify-pair. Nothing was changed."
    assert finished.document["next_step"] == "To go on, run it again and type exactly: verify-pair"
    assert not report
    assert not shell.simulator.calls()


def test_nobody_at_a_terminal_can_not_confirm(shell: Shell, tmp_path: Path) -> None:
    finished, _ = verify(shell, tmp_path, *NEW)

    assert finished.code == 2
    assert "by a person at a terminal" in finished.err
    assert not shell.simulator.calls()


def test_there_is_no_option_that_stands_in_for_typing(shell: Shell, tmp_path: Path) -> None:
    finished, _ = verify(shell, tmp_path, *NEW, "--yes")
    assert finished.code == 2
    assert "No such option: --yes" in finished.err


@pytest.mark.parametrize("given", [NEW[:1], NEW[1:], NEW[:3]])
def test_the_flag_the_email_and_the_name_belong_together(shell: Shell, tmp_path: Path, given: tuple[str, ...]) -> None:
    finished, _ = verify(shell, tmp_path, *given)
    assert finished.code == 2
    assert "belong together" in finished.err


def test_a_pair_that_is_there_is_not_taken_for_a_new_one(
    shell: Shell, tmp_path: Path, typed: Callable[[str], None]
) -> None:
    shell.simulator.vend("verify-pair", "aws+verify@example.gov")
    typed("verify-pair")
    finished, report = verify(shell, tmp_path, *NEW)

    assert finished.code == 1
    assert "There is an account pair with the email" in finished.document["error"]["detail"]
    assert shell.calls("CreateGovCloudAccount") == 0
    assert report["one_pair"]["states"] == []


def test_a_creation_that_fails_is_reported_with_what_was_seen(
    shell: Shell, tmp_path: Path, typed: Callable[[str], None]
) -> None:
    shell.fault("CreateGovCloudAccount", reason="INVALID_ADDRESS")
    typed("verify-pair")
    finished, report = verify(shell, tmp_path, *NEW)

    assert finished.code == 1
    assert finished.document["error"]["reason"] == "INVALID_ADDRESS"
    assert report["format"] == "govpair-verify-aws"


def test_a_simulators_report_says_that_aws_did_not_answer(shell: Shell, tmp_path: Path) -> None:
    _, report = verify(shell, tmp_path)
    assert report["answered_by"] == "other"


def test_a_report_that_can_not_be_written_is_told_all_the_same(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reports, "write_report", full)
    finished, _ = verify(shell, tmp_path)

    assert finished.code == 1
    assert "No space left" in finished.err
    assert finished.document["file"] is None
    assert finished.document["confirmed"]


def test_what_would_identify_is_not_written(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redaction.Redactor, "text", lambda self, text: text)
    finished, written = verify(shell, tmp_path)

    assert finished.code == 1
    assert "still had something that identifies" in finished.err
    assert written == {}


def test_a_folder_that_is_not_there_is_said_before_any_call(shell: Shell, tmp_path: Path) -> None:
    finished = shell.run("verify-aws", "--file", str(tmp_path / "none" / "report.json"))

    assert finished.code == 2
    assert not shell.simulator.calls()
