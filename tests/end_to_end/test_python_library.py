"""examples/python-library, by real Terraform on the simulator: made, changed, ended in the documented way."""

from __future__ import annotations

import shutil

import pytest

from tests.end_to_end.govcloud import refused
from tests.end_to_end.ground import EXAMPLES, Ground, changed, make

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(900)]


def test_a_company_from_python_with_guardrails_and_logs(ground: Ground) -> None:
    app = ground.folder / "app.py"
    shutil.copy(EXAMPLES / "python-library" / "app.py", app)
    stacks = ground.synthesize(str(app))
    for folder in stacks.values():
        make(folder)
    assert changed(stacks) == {}

    pairs = stacks["account-pairs"].state()
    workload, log = (
        pairs[f"govpair_account_pair.{name}"]["govcloud_account_id"] for name in ("mission-app", "log-archive")
    )
    member = ground.client("organizations", workload)
    assert "AccessDenied" in refused(member.leave_organization)
    assert ground.client("cloudtrail", workload).get_trail_status(Name="audit")["IsLogging"] is True
    put = ground.client("s3", workload).put_object
    assert "AccessDenied" in refused(put, Bucket="mission-log-archive", Key="AWSLogs/forged", Body=b"")
    s3 = ground.client("s3", log)
    s3.put_object(Bucket="mission-log-archive", Key="AWSLogs/file", Body=b"log")
    assert "AccessDenied" in refused(s3.delete_object, Bucket="mission-log-archive", Key="AWSLogs/file")

    # An account moves, a tag and a policy change: each is one change, and holds.
    text = app.read_text()
    for old, new in (
        ('example.gov", organizational_unit="Workloads")', 'example.gov", "Security", {"Stage": "live"})'),
        ("iam:CreateUser", "iam:CreateGroup"),
    ):
        assert old in text
        text = text.replace(old, new)
    app.write_text(text)
    stacks = ground.synthesize(str(app))
    assert changed(stacks) == {
        "account-pairs": {"govpair_account_pair.mission-app": ["update"]},
        "govcloud-mission": {
            "aws_organizations_policy.no-users": ["update"],
            "govpair_membership.mission-app": ["update"],
        },
    }
    for name in ("account-pairs", "govcloud-mission"):
        make(stacks[name])
    assert changed(stacks) == {}

    # The documented way down: guardrail and bucket give way first; organizations and accounts are kept.
    assert "prevent_destroy" in stacks["baseline-mission"].destroy().failed().output
    app.write_text(app.read_text().replace("TEARDOWN = False", "TEARDOWN = True"))
    stacks = ground.synthesize(str(app))
    for name in ("govcloud-mission", "baseline-mission"):
        make(stacks[name])
    stacks["baseline-mission"].destroy().succeeded()
    assert "NoSuchBucket" in refused(s3.list_objects_v2, Bucket="mission-log-archive")
    assert "prevent_destroy" in stacks["govcloud-mission"].destroy().failed().output
