"""`govpair doctor`: what is missing is found, each with the way to mend it; what is well is said to be."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from tests.scripts.conftest import RESELLER, Finished, Shell


def checks(finished: Finished) -> dict[str, dict[str, Any]]:
    """The checks of the JSON document, by name."""
    return {each["name"]: each for each in finished.document["checks"]}


def examined(shell: Shell, *more: str) -> dict[str, dict[str, Any]]:
    """The checks of a doctor with these options."""
    return checks(shell.run("doctor", "--json", *more))


def client(profile: str, service: str) -> Any:
    return botocore.session.Session(profile=profile).create_client(service, region_name="us-east-1")


def test_an_estate_with_nothing_but_its_organizations_is_ready(shell: Shell) -> None:
    finished = shell.run("doctor", "--quick")
    assert finished.code == 0, finished.err
    assert [line[:8].strip() for line in finished.out.splitlines()] == ["ok"] * 16


def test_what_a_new_payer_lacks_is_found_in_the_order_to_mend_it(shell_with: Callable[..., Shell]) -> None:
    shell = shell_with(organizations=False)
    finished = shell.run("doctor")
    assert finished.code == 1
    words = {line.split()[1].rstrip(":"): line.split()[0] for line in finished.out.splitlines() if "→" not in line}
    assert words["commercial_credentials"] == "ok"
    assert words["commercial_organization"] == words["govcloud_organization"] == "MEND"
    assert words["all_features"] == "UNKNOWN"
    assert words["vended_roles"] == "unknown"
    assert "Make one: aws_organizations_organization" in finished.out
    # A permission would help nobody there.
    steps = {name: each["next_step"] for name, each in examined(shell, "--quick").items() if each["ready"] is None}
    asked_of_commercial = ("all_features", "trusted_access", "creations_in_progress", "account_quota", "closings")
    assert {steps.pop(name) for name in asked_of_commercial} == {"See the check commercial_organization."}
    assert steps == {"invitations_today": "See the check govcloud_organization."}


def test_what_is_to_be_mended_is_said_in_options(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/dev/null")
    found = examined(shell, "--quick")
    assert "Name a profile with --commercial-profile." in found["commercial_credentials"]["detail"]
    told = " ".join(each["detail"] + each["next_step"] for each in found.values())
    assert not [setting for setting in ("`profile`", "`access_key`", "`endpoints`") if setting in told]


def test_credentials_of_the_wrong_account_and_partition_are_told_apart(shell: Shell) -> None:
    found = examined(shell, "--govcloud-paired-profile", "commercial", "--quick")
    assert found["govcloud_paired_credentials"]["ready"] is False
    assert "partition" in found["govcloud_paired_credentials"]["detail"]
    assert found["commercial_credentials"]["ready"] is True


def test_pairs_that_have_not_joined_or_have_no_trail_are_named(shell: Shell) -> None:
    alone = shell.simulator.vend("alone", "aws+alone@example.gov").govcloud.account_id
    member = shell.simulator.vend("member", "aws+member@example.gov", join=shell.payer.govcloud).govcloud.account_id
    found = examined(shell)
    assert found["vended_roles"]["ready"] is True
    assert "all 2 vended" in found["vended_roles"]["detail"]
    assert alone in found["memberships"]["detail"]
    assert member not in found["memberships"]["detail"]
    assert f"govpair invite --account-id {alone}" in found["memberships"]["next_step"]
    assert member in found["trails"]["detail"]


def test_a_role_of_another_name_is_found_when_it_is_given(shell: Shell) -> None:
    shell.run("vend", "--owner", "team", "--name", "app", "--email", "aws+app@example.gov", "--role-name", "Admin")
    found = examined(shell)
    assert found["vended_roles"]["ready"] is False
    assert "--role-name" in found["vended_roles"]["next_step"]
    assert examined(shell, "--role-name", "Admin")["vended_roles"]["ready"] is True


def test_a_user_with_too_few_permissions_is_told_which(shell: Shell) -> None:
    iam = client("commercial", "iam")
    user = iam.create_user(UserName="few")["User"]
    allowed = ["organizations:DescribeOrganization", "organizations:ListAccounts", "iam:SimulatePrincipalPolicy"]
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": allowed, "Resource": "*"}]}
    iam.put_user_policy(UserName="few", PolicyName="few", PolicyDocument=json.dumps(document))
    key = iam.create_access_key(UserName="few")["AccessKey"]
    with Path(shell.environment["AWS_CONFIG_FILE"]).open("a") as config:
        config.write(f"[profile few]\nregion = us-east-1\nendpoint_url = {shell.simulator.urls['commercial']}\n")
        config.write(f"aws_access_key_id = {key['AccessKeyId']}\naws_secret_access_key = {key['SecretAccessKey']}\n")
    found = examined(shell, "--commercial-profile", "few", "--quick")
    permissions = found["commercial_permissions"]
    assert permissions["ready"] is False, found["commercial_credentials"]
    assert user["Arn"] in permissions["detail"]
    assert "organizations:CreateGovCloudAccount" in permissions["detail"]
    assert "organizations:ListAccounts," not in permissions["detail"]
    assert "govpair policies --set commercial" in permissions["next_step"]


def test_permissions_that_may_not_be_simulated_are_unknown(shell: Shell) -> None:
    shell.fault("SimulatePrincipalPolicy", "iam", code="AccessDenied", for_seconds=1e9)
    found = examined(shell, "--quick")
    assert {found[f"{name}_permissions"]["ready"] for name in ("commercial", "govcloud_paired")} == {None}
    assert "allow iam:SimulatePrincipalPolicy" in found["commercial_permissions"]["next_step"]


def test_an_account_with_our_marker_in_no_state_is_told(shell: Shell, tmp_path: Path) -> None:
    made = {
        name: shell.run(
            "vend", "--owner", "team", "--name", name, "--email", f"aws+{name}@example.gov", "--json"
        ).document["pair"]["commercial_account_id"]
        for name in ("kept", "lost")
    }
    attributes = {"commercial_account_id": made["kept"]}
    resource = {"mode": "managed", "type": "govpair_account_pair", "instances": [{"attributes": attributes}]}
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "one.tfstate").write_text(json.dumps({"version": 4, "resources": [resource]}))
    ours = ("--owner", "team", "--state", str(tmp_path))
    found = examined(shell, *ours)["unmanaged_accounts"]
    assert (found["ready"], made["lost"] in found["detail"], made["kept"] in found["detail"]) == (False, True, False)
    other = examined(shell, "--owner", "other", *ours[2:])["unmanaged_accounts"]
    assert (other["ready"], "seen: team" in other["next_step"]) == (None, True)
    (tmp_path / "deep" / "one.tfstate").write_text("no json")
    broken = examined(shell, *ours)["unmanaged_accounts"]
    assert broken["ready"] is None
    assert "one.tfstate is no Terraform state" in broken["detail"]


def test_nothing_is_changed(shell: Shell) -> None:
    shell.simulator.vend("app", "aws+app@example.gov")
    before = shell.simulator.state()["accounts"]
    shell.run("doctor", "--pairs", "3")
    assert shell.simulator.state()["accounts"] == before


def test_a_resellers_customers_are_each_looked_for_in_their_own_organization(
    shell_with: Callable[..., Shell], tmp_path: Path
) -> None:
    shell = shell_with(organizations=False)
    shell.simulator.create_organization(shell.payer.commercial)
    for name in ("harbor", "meadow"):
        pair = shell.simulator.vend(f"{name}-management", f"aws+{name}-management@example.gov")
        manager = shell.simulator.keys_for(pair.govcloud.account_id)
        shell.simulator.create_organization(manager)
        shell.simulator.vend(f"{name}-app", f"aws+{name}-app@example.gov", join=manager)
    file = tmp_path / "organization.yaml"
    file.write_text(RESELLER)
    whole = examined(shell, "--organization", str(file))
    assert whole["memberships"]["ready"] is True, whole["memberships"]
    assert "govcloud_organization" not in whole
    one = examined(shell, "--organization", str(file), "--customer", "harbor")["memberships"]
    assert one["ready"] is None
    assert "invite" not in one["next_step"]
