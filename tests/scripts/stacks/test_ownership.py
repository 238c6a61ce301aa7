"""Whose resource is whose, and what a destroy leaves alone."""

from __future__ import annotations

import pytest

from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.stacks.errors import StacksError
from custom_resources.scripts.stacks.ownership import Ownership
from tests.scripts.stacks.conftest import NAMES, Synthesized

MEMBER = '${data.terraform_remote_state.govcloud-agency.outputs.memberships["app-two"].account_id}'
BUCKET = "${aws_s3_bucket.logs.bucket}"


def with_baseline(synthesized: Synthesized) -> None:
    """Add the log bucket, a pair's trail and its contact."""
    synthesized.add("baseline-agency", ("account-pairs", "govcloud-agency"), resource={
        "aws_s3_bucket": {"logs": {"bucket": "logs", "lifecycle": {"prevent_destroy": True}}},
        "aws_s3_bucket_versioning": {"logs": {"bucket": BUCKET}},
        "aws_s3_object": {"notes": {"depends_on": ["aws_s3_bucket_versioning.logs"]}},
        "aws_iam_role": {"unrelated": {"name": "reader"}},
        "govpair_account_trail": {
            "app-two": {"account_id": MEMBER, "s3_bucket_name": BUCKET},
            "gone": {"account_id": MEMBER, "s3_bucket_name": BUCKET, "on_destroy": "delete"},
        },
        "aws_account_alternate_contact": {"app-two-security": {"account_id": MEMBER}},
    })  # fmt: skip


def test_what_refers_to_one_pair_is_that_pair_s_over_all_stacks(synthesized: Synthesized) -> None:
    with_baseline(synthesized)
    stacks = synthesized.read()
    ownership = Ownership(stacks)
    pair = ownership.find("app-two")
    assert {stack.name: ownership.of(pair, stack) for stack in stacks} == {
        "commercial": [],
        "account-pairs": ["govpair_account_pair.app-two"],
        "govcloud-agency": ["govpair_membership.app-two"],
        "baseline-agency": [
            *("aws_account_alternate_contact.app-two-security", "govpair_account_trail.app-two"),
            "govpair_account_trail.gone",
        ],
    }


def test_a_name_like_another_s_is_not_its(synthesized: Synthesized) -> None:
    synthesized.add("contacts", ("account-pairs",), resource={
        "govpair_account_pair": {"app": {"name": "app", "email": "aws+app@example.gov"}},
        "aws_account_alternate_contact": {
            "one": {"account_id": "${govpair_account_pair.app.commercial_account_id}"},
            "all": {"account_id": "${govpair_account_pair.app.id}${govpair_account_pair.other.id}"},
        },
    })  # fmt: skip
    stacks = synthesized.read()
    ownership = Ownership(stacks)
    stack = next(stack for stack in stacks if stack.name == "contacts")
    assert ownership.of(ownership.find("app"), stack)[0] == "aws_account_alternate_contact.all"
    assert ownership.of(ownership.find("app-one"), stack) == []


def test_an_unknown_pair_is_wrong_usage_with_the_nearest_name(synthesized: Synthesized) -> None:
    ownership = Ownership(synthesized.read())
    assert [pair.name for pair in ownership.pairs] == sorted(NAMES)
    with pytest.raises(StacksError, match="Did you mean 'app-seven'") as wrong:
        ownership.find("app-sevn")
    assert wrong.value.exit_code is ExitCode.USAGE


def test_a_destroy_keeps_what_is_protected_and_all_that_hangs_on_it_but_not_govpair_s_own(
    synthesized: Synthesized,
) -> None:
    with_baseline(synthesized)
    kept = {stack.name: stack.kept for stack in synthesized.read()}
    assert kept["commercial"] == {
        "aws_organizations_organization.commercial",
        "aws_organizations_organizational_unit.Workloads",
    }
    assert kept["account-pairs"] == set()
    assert kept["govcloud-agency"] == {
        "aws_organizations_organization.agency",
        "aws_organizations_organizational_unit.Workloads",
    }
    assert kept["baseline-agency"] == {"aws_s3_bucket.logs", "aws_s3_bucket_versioning.logs", "aws_s3_object.notes"}


def test_what_is_declared_is_counted_by_kind(synthesized: Synthesized) -> None:
    assert [stack.counts() for stack in synthesized.read()] == [
        {"pairs": 0, "memberships": 0, "other": 2},
        {"pairs": 7, "memberships": 0, "other": 0},
        {"pairs": 0, "memberships": 7, "other": 2},
    ]
