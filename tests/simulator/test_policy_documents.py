"""What a policy's document must be, type by type."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partition_simulator.organizations.effective_policy import merge
from partition_simulator.organizations.exceptions import InvalidInput
from partition_simulator.organizations.policy_documents import Malformed, check_document
from partition_simulator.organizations.policy_types import POLICY_TYPES
from partition_simulator.organizations.resource_policy import check_content
from partition_simulator.partitions import GOVCLOUD

DENY = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}


def iam(*found: dict[str, Any], **top: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(found), **top})


def check(policy_type: str, content: str) -> None:
    check_document(POLICY_TYPES[policy_type], content)


@pytest.mark.parametrize(
    "content",
    [
        iam(DENY),
        json.dumps({"Version": "2012-10-17", "Statement": DENY}),
        iam({"Sid": "One", **DENY}, {"Sid": "Two", **DENY}),
        iam({"Effect": "Allow", "Action": ["*"], "Resource": "*"}),
        iam({"Effect": "Deny", "NotAction": "iam:*", "NotResource": "arn:aws-us-gov:iam::*:role/x"}),
        iam({**DENY, "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["us-gov-west-1"]}}}),
        iam({**DENY, "Condition": {"ForAnyValue:StringLikeIfExists": {"aws:TagKeys": "a"}, "Null": {"x": "true"}}}),
    ],
)
def test_an_scp_has_the_elements_of_the_user_guide(content: str) -> None:
    check("SERVICE_CONTROL_POLICY", content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "JSON"),
        ("[]", "JSON object"),
        (iam(DENY) + iam(DENY), "one JSON object"),
        ('{"Version":"2012-10-17","Statement":[],"Statement":[]}', "more than once"),
        (json.dumps({"Statement": [DENY]}), "Version"),
        (iam(DENY, Version="2008-10-17"), "Version"),
        (iam(DENY, Other=1), "Other"),
        (iam(), "Statement"),
        (iam({**DENY, "Principal": "*"}), "Principal is not supported in an SCP"),
        (iam({**DENY, "NotPrincipal": "*"}), "NotPrincipal"),
        (iam({**DENY, "Effect": "deny"}), "Effect"),
        (iam({"Effect": "Deny", "Resource": "*"}), "Action"),
        (iam({**DENY, "NotAction": "s3:*"}), "either Action or NotAction"),
        (iam({"Effect": "Deny", "Action": "s3:*"}), "either Resource or NotResource"),
        (iam({**DENY, "Action": "s3"}), "no action"),
        (iam({**DENY, "Action": []}), "list of texts"),
        (iam({**DENY, "Resource": "bucket"}), "no ARN"),
        (iam({**DENY, "Sid": "with space"}), "Sid"),
        (iam({"Sid": "A", **DENY}, {"Sid": "A", **DENY}), "Sid"),
        (iam({**DENY, "Condition": {"StringEqual": {"a": "b"}}}), "no condition operator"),
        (iam({**DENY, "Condition": {"StringEquals": {"a": {}}}}), "text or a list"),
    ],
)
def test_an_scp_with_anything_else_is_malformed(content: str, said: str) -> None:
    with pytest.raises(Malformed, match=said):
        check("SERVICE_CONTROL_POLICY", content)


RCP = {**DENY, "Principal": "*"}


def test_an_rcp_denies_everybody_actions_of_a_service() -> None:
    check("RESOURCE_CONTROL_POLICY", iam(RCP, {**RCP, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Effect": "Allow"}, "Effect must be Deny"),
        ({"Principal": {"AWS": "*"}}, "Principal must be"),
        ({"Principal": "arn:aws:iam::111122223333:root"}, "Principal must be"),
        ({"Action": "*"}, "no action of a service"),
        ({"NotAction": "s3:*"}, "NotAction is not supported in an RCP"),
    ],
)
def test_an_rcp_that_allows_or_names_principals_is_malformed(change: dict[str, Any], said: str) -> None:
    with pytest.raises(Malformed, match=said):
        check("RESOURCE_CONTROL_POLICY", iam({**RCP, **change}))


def tag(**members: Any) -> str:
    return json.dumps({"tags": {"costcenter": members}})


def test_a_tag_policy_has_keys_values_and_what_it_is_enforced_for() -> None:
    content = tag(
        tag_key={"@@assign": "CostCenter", "@@operators_allowed_for_child_policies": ["@@none"]},
        tag_value={"@@append": ["100"], "@@remove": ["200"]},
        enforced_for={"@@assign": ["s3:bucket"]},
    )
    check("TAG_POLICY", content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{}", "one object, tags"),
        (json.dumps({"tags": {}, "more": {}}), "one object, tags"),
        (tag(tag_key="CostCenter"), "needs an inheritance operator"),
        (tag(tag_key={"@@assing": "CostCenter"}), "no inheritance operator"),
        (tag(tag_key={"@@assign": "Other"}), "another key"),
        (tag(tag_value={"@@append": "100"}), "needs a list"),
        (tag(**{"@@assign": "x"}), "no place in tag costcenter"),
        (json.dumps({"tags": {"@@assign": "x"}}), "no place in tags"),
        (tag(tag_value={"@@assign": "100"}), "is a list"),
        (tag(tag_values={"@@assign": ["100"]}), "tag_values"),
        (tag(tag_key={"@@operators_allowed_for_child_policies": ["@@some"]}), "names an operator"),
    ],
)
def test_a_tag_policy_with_anything_else_is_malformed(content: str, said: str) -> None:
    with pytest.raises(Malformed, match=said):
        check("TAG_POLICY", content)


def test_a_declarative_policy_has_the_attributes_of_its_service() -> None:
    attributes = {"serial_console_access": {"status": {"@@assign": "disabled"}}}
    check("DECLARATIVE_POLICY_EC2", json.dumps({"ec2_attributes": attributes}))
    with pytest.raises(Malformed):
        check("DECLARATIVE_POLICY_EC2", json.dumps({"s3_attributes": attributes}))


_IAM = ("Version", "Statement", "Effect", "Action", "Resource", "Principal", "Sid", "Condition", "StringEquals")
_TAGS = ("tags", "project", "tag_key", "tag_value", "@@assign", "@@append", "@@remove")
NAMES = st.sampled_from((*_IAM, *_TAGS, "@@operators_allowed_for_child_policies"))
_TEXTS = ("2012-10-17", "Deny", "Allow", "*", "s3:*", "project", "@@none", "@@append")
VALUES = st.sampled_from((*_TEXTS, "arn:aws:s3:::b", "organizations:List*"))
ANY_JSON = st.recursive(
    VALUES | st.none() | st.booleans() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(POLICY_TYPES)), ANY_JSON)
def test_any_json_is_a_document_or_malformed_and_what_is_one_can_be_merged(policy_type: str, value: Any) -> None:
    for content in (value, {"tags": value}, {"Version": "2012-10-17", "Statement": value}):
        try:
            document = check_document(POLICY_TYPES[policy_type], json.dumps(content))
        except Malformed:
            continue
        if not POLICY_TYPES[policy_type].is_authorization:
            assert isinstance(merge([[document], [document, document]]), dict)


@settings(max_examples=300, deadline=None)
@given(ANY_JSON)
def test_any_json_is_a_resource_policy_or_refused_with_its_reason(value: Any) -> None:
    for content in (value, {"Version": "2012-10-17", "Statement": value}):
        with contextlib.suppress(InvalidInput):
            check_content(json.dumps(content), GOVCLOUD)
