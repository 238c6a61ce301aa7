"""examples/single-company, by real Terraform on the simulator: made, changed, ended in the documented way."""

from __future__ import annotations

import shutil

import pytest

from tests.end_to_end.govcloud import refused
from tests.end_to_end.ground import EXAMPLES, Ground, changed, make
from tests.end_to_end.hcl import Folder
from workbench.paths import PROJECT

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(900)]


def test_a_company_from_its_file_from_first_apply_to_last_account(ground: Ground) -> None:
    file = ground.folder / "organization.yaml"
    shutil.copytree(EXAMPLES / "single-company", ground.folder, dirs_exist_ok=True)
    main = (str(PROJECT / "main.py"), str(file))

    def change(*replacements: tuple[str, str]) -> dict[str, Folder]:
        text = file.read_text()
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        file.write_text(text)
        return ground.synthesize(*main)

    stacks = ground.synthesize(*main)
    assert list(stacks) == ["commercial", "account-pairs", "govcloud-agency", "baseline-agency"]
    for folder in stacks.values():
        make(folder)
    assert changed(stacks) == {}

    pairs = stacks["account-pairs"].state()
    log, test, prod = (
        pairs[f"govpair_account_pair.{name}"]["govcloud_account_id"]
        for name in ("log-archive", "mission-app-test", "mission-app-prod")
    )
    outside = ground.simulator.vend("outside", "aws+outside@example.gov").govcloud.account_id
    # What the guardrails forbid is refused where they are attached, and an account that is in no organization may.
    for account in (test, prod):
        assert "AccessDenied" in refused(ground.client("iam", account).create_user, UserName="someone")
    ground.client("iam", outside).create_user(UserName="someone")
    # Every account's trail writes to the log bucket; one of another account can't, nor can a member by itself.
    for account in (log, test, prod):
        status = ground.client("cloudtrail", account).get_trail_status(Name="audit")
        assert (status["IsLogging"], status.get("LatestDeliveryError", "")) == (True, "")
    create = ground.client("cloudtrail", outside).create_trail
    assert "InsufficientS3BucketPolicy" in refused(create, Name="mine", S3BucketName="agency-log-archive")
    put = ground.client("s3", prod).put_object
    assert "AccessDenied" in refused(put, Bucket="agency-log-archive", Key="AWSLogs/forged", Body=b"")

    # An account moves, a tag changes, a policy says something else.
    policy = ground.folder / "policies" / "no-users.json"
    policy.write_text(policy.read_text().replace("iam:CreateLoginProfile", "iam:CreateGroup"))
    stacks = change(
        ("    organizational_unit: Workloads\n    tags: {CostCenter: \"200\", Stage: test}",
         "    organizational_unit: Security\n    tags: {CostCenter: \"200\", Stage: trial}"),
    )  # fmt: skip
    assert changed(stacks) == {
        "account-pairs": {"govpair_account_pair.mission-app-test": ["update"]},
        "govcloud-agency": {
            "aws_organizations_policy.no-users": ["update"],
            "govpair_membership.mission-app-test": ["update"],
        },
    }
    for name in ("account-pairs", "govcloud-agency"):
        make(stacks[name])
    assert changed(stacks) == {}
    ground.client("iam", test).create_user(UserName="someone")
    assert "AccessDenied" in refused(ground.client("iam", prod).create_group, GroupName="people")

    # A pair, an organizational unit and a policy get other names: all of them stay.
    audit = stacks["account-pairs"].state()["govpair_account_pair.security-audit"]["govcloud_account_id"]
    renamed = "organizational_units_renamed_from: {Protection: Security}\n"
    stacks = change(
        ("  - name: security-audit\n", "  - name: auditors\n    renamed_from: security-audit\n"),
        ("organizational_units: [Security, Workloads]\n", f"organizational_units: [Protection, Workloads]\n{renamed}"),
        ("organizational_unit: Security\n", "organizational_unit: Protection\n"),
        ("targets: [Security]", "targets: [Protection]"),
        ("{name: no-users,", "{name: no-people, renamed_from: no-users,"),
    )
    seen = {}
    for name, folder in stacks.items():
        seen[name] = changed({name: folder})
        make(folder)
    resources = {
        address: actions for found in seen.values() for each in found.values() for address, actions in each.items()
    }
    assert all(actions == ["update"] for actions in resources.values()), resources
    assert "aws_organizations_policy.no-people" in resources
    assert "AccessDenied" in refused(ground.client("iam", prod).create_group, GroupName="people")
    stacks = change(("    renamed_from: security-audit\n", ""), (renamed, ""), (" renamed_from: no-users,", ""))
    assert changed(stacks) == {}
    assert stacks["account-pairs"].state()["govpair_account_pair.auditors"]["govcloud_account_id"] == audit

    # The documented way down: the logs, then the accounts; the organizations are kept.
    stacks = change(
        ("      protect-log-bucket: {bucket_name: agency-log-archive, targets: [Protection]}\n", ""),
        ("    trail_name: audit\n", "    trail_name: audit\n    teardown: true\n"),
    )
    for name in ("govcloud-agency", "baseline-agency"):
        make(stacks[name])
    stacks["baseline-agency"].destroy().succeeded()
    stacks = change(
        ("  log_archive:\n    account: log-archive\n    bucket_name: agency-log-archive\n", ""),
        ("    trail_name: audit\n    teardown: true\n", ""),
        ("@example.gov\n", "@example.gov\n    closed: true\n"),
    )
    assert "baseline-agency" not in stacks
    for name in ("govcloud-agency", "account-pairs"):
        make(stacks[name])
    assert changed(stacks) == {}
    accounts = ground.simulator.state()["accounts"]
    assert {accounts[account]["state"] for account in (log, test, prod)} <= {"PENDING_CLOSURE", "SUSPENDED"}
    assert accounts[outside]["state"] == "ACTIVE"
    assert "prevent_destroy" in stacks["govcloud-agency"].destroy().failed().output
