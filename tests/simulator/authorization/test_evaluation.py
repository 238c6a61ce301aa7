"""The evaluator by itself: what documents say, and what follows from all of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partition_simulator.authorization.decision import Sources, reason_to_refuse
from partition_simulator.authorization.policies import Policies, policies
from partition_simulator.authorization.principals import Named
from partition_simulator.authorization.question import Caller, Question
from partition_simulator.authorization.unknown import NotEvaluated

USER = Caller("aws", "111111111111", "arn:aws:iam::111111111111:user/me")
SESSION = Caller(
    "aws",
    "111111111111",
    "arn:aws:sts::111111111111:assumed-role/r/session",
    "arn:aws:iam::111111111111:role/r",
)
KEYS: dict[str, tuple[str, ...]] = {
    "aws:username": ("me",),
    "aws:requestedregion": ("us-east-1",),
    "aws:tagkeys": ("Team", "Cost"),
    "aws:principalisawsservice": ("false",),
    "aws:currenttime": ("2026-11-25T12:00:00Z",),
    "aws:sourceip": ("10.1.2.3",),
    "s3:max-keys": ("10",),
    "aws:principalarn": ("arn:aws:iam::111111111111:user/me",),
}
ACTIONS = st.sampled_from(["iam:GetRole", "iam:*", "s3:GetObject", "*", "iam:Get*", "organizations:ListRoots"])
RESOURCES = st.sampled_from(["*", "arn:aws:s3:::b/*", "arn:aws:iam::111111111111:role/r", "arn:aws:s3:::b/k"])
STATEMENTS = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny"]), "Action": ACTIONS, "Resource": RESOURCES}
)
DOCUMENTS = st.lists(STATEMENTS, max_size=4).map(lambda made: json.dumps({"Version": "2012-10-17", "Statement": made}))
MAYBE = st.one_of(st.none(), st.lists(DOCUMENTS, max_size=2).map(lambda texts: policies(tuple(texts))))
LEVELS = st.lists(st.lists(DOCUMENTS, max_size=2).map(lambda texts: policies(tuple(texts))), max_size=2).map(tuple)
QUESTIONS = st.builds(
    lambda action, resource: Question(action, resource, USER, KEYS.get),
    st.sampled_from(["iam:getrole", "s3:getobject"]),
    st.sampled_from(["arn:aws:s3:::b/k", "arn:aws:iam::111111111111:role/r", "*"]),
)
SOURCES = st.builds(
    Sources,
    identity=st.lists(DOCUMENTS, max_size=3).map(lambda texts: policies(tuple(texts))),
    boundary=MAYBE,
    session=MAYBE,
    service_control=LEVELS,
    resource_control=LEVELS,
    resource=MAYBE,
    same_account=st.booleans(),
    trust=st.booleans(),
)


def one(statement: dict[str, Any], version: str = "2012-10-17") -> Policies:
    filled = {"Effect": "Allow", "Action": "*", "Resource": "*", **statement}
    return policies((json.dumps({"Version": version, "Statement": filled}),))


def ask(action: str = "iam:GetRole", resource: str = "*", caller: Caller = USER) -> Question:
    return Question(action.lower(), resource, caller, KEYS.get)


def allowed(statement: dict[str, Any], question: Question | None = None) -> bool:
    return one(statement).say(question or ask()).allowed is not Named.NOT


def everything(sources: Sources) -> list[Policies]:
    single = [sources.identity, sources.boundary, sources.session, sources.resource]
    return [*sources.service_control, *sources.resource_control, *(each for each in single if each is not None)]


@given(SOURCES, QUESTIONS)
def test_an_explicit_deny_is_never_overridden(sources: Sources, question: Question) -> None:
    if any(each.say(question).denied for each in everything(sources)):
        assert reason_to_refuse(question, sources, "a:B") is not None


@given(SOURCES, QUESTIONS)
def test_nothing_is_allowed_that_no_policy_allows(sources: Sources, question: Question) -> None:
    if reason_to_refuse(question, sources, "a:B") is None:
        told = [sources.identity, sources.resource]
        assert any(each is not None and each.say(question).allowed is not Named.NOT for each in told)
        for level in (*sources.service_control, *sources.resource_control):
            assert level.say(question).allowed is not Named.NOT


@given(SOURCES, QUESTIONS, STATEMENTS)
def test_one_more_deny_allows_nothing_more(sources: Sources, question: Question, more: dict[str, Any]) -> None:
    assert sources.identity is not None
    deny = json.dumps({"Version": "2012-10-17", "Statement": {**more, "Effect": "Deny"}})
    texts = Policies((*sources.identity.documents, *policies((deny,)).documents), unlimited=False)
    held = Sources(
        texts,
        sources.boundary,
        sources.session,
        sources.service_control,
        sources.resource_control,
        sources.resource,
        sources.same_account,
        sources.trust,
    )
    if reason_to_refuse(question, sources, "a:B") is not None:
        assert reason_to_refuse(question, held, "a:B") is not None


@given(st.lists(DOCUMENTS, max_size=3), QUESTIONS)
def test_unlimited_policies_allow_whatever_is_asked(texts: list[str], question: Question) -> None:
    held = policies(tuple(texts))
    if held.unlimited:
        said = held.say(question)
        assert not said.denied
        assert said.allowed is Named.ITSELF


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {"aws:username": "me"}}, True),
        ({"StringEquals": {"AWS:UserName": ["you", "me"]}}, True),
        ({"StringEquals": {"aws:username": "ME"}}, False),
        ({"StringEqualsIgnoreCase": {"aws:username": "ME"}}, True),
        ({"StringNotEquals": {"aws:username": "you"}}, True),
        ({"StringNotEquals": {"aws:username": ["you", "me"]}}, False),
        ({"StringLike": {"aws:username": "m?"}}, True),
        ({"StringNotLike": {"aws:username": "m*"}}, False),
        ({"StringEquals": {"aws:absent": "x"}}, False),
        ({"StringNotEquals": {"aws:absent": "x"}}, True),
        ({"StringEqualsIfExists": {"aws:absent": "x"}}, True),
        ({"StringEqualsIfExists": {"aws:username": "you"}}, False),
        ({"Null": {"aws:absent": "true"}}, True),
        ({"Null": {"aws:username": "true"}}, False),
        ({"Null": {"aws:username": False}}, True),
        ({"Bool": {"aws:PrincipalIsAWSService": "false"}}, True),
        ({"Bool": {"aws:PrincipalIsAWSService": True}}, False),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/*"}}, True),
        ({"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::*:user/m*"}}, True),
        ({"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}, True),
        ({"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111111111111:user/me"}}, False),
        ({"NumericLessThan": {"s3:max-keys": "11"}}, True),
        ({"NumericGreaterThanEquals": {"s3:max-keys": 11}}, False),
        ({"NumericEquals": {"aws:username": "1"}}, False),
        ({"DateLessThan": {"aws:CurrentTime": "2026-11-25T12:00:01Z"}}, True),
        ({"DateGreaterThan": {"aws:CurrentTime": "2026-11-25T12:00:01Z"}}, False),
        ({"DateGreaterThan": {"aws:CurrentTime": "1700000000"}}, True),
        ({"IpAddress": {"aws:SourceIp": ["192.168.0.0/16", "10.0.0.0/8"]}}, True),
        ({"NotIpAddress": {"aws:SourceIp": "10.1.2.3"}}, False),
        ({"ForAnyValue:StringEquals": {"aws:TagKeys": ["Team"]}}, True),
        ({"ForAnyValue:StringEquals": {"aws:TagKeys": ["Other"]}}, False),
        ({"ForAnyValue:StringNotEquals": {"aws:TagKeys": ["Team"]}}, True),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["Team"]}}, False),
        ({"ForAllValues:StringLike": {"aws:TagKeys": ["T*", "C*"]}}, True),
        ({"ForAllValues:StringEquals": {"aws:absent": ["x"]}}, True),
        ({"ForAnyValue:StringEquals": {"aws:absent": ["x"]}}, False),
        ({"StringEquals": {"aws:username": "me"}, "Bool": {"aws:PrincipalIsAWSService": "true"}}, False),
        ({"StringEquals": {"aws:username": "me", "aws:RequestedRegion": "us-east-1"}}, True),
        ({"StringEquals": {"aws:username": "${aws:username}"}}, True),
    ],
)
def test_conditions(condition: dict[str, Any], expected: bool) -> None:
    assert allowed({"Condition": condition}) is expected


@pytest.mark.parametrize(
    ("principal", "user", "session"),
    [
        ("*", Named.ROLE, Named.ROLE),
        ({"AWS": "*"}, Named.ROLE, Named.ROLE),
        ({"AWS": "111111111111"}, Named.ACCOUNT, Named.ACCOUNT),
        ({"AWS": "arn:aws:iam::111111111111:root"}, Named.ACCOUNT, Named.ACCOUNT),
        ({"AWS": ["222222222222", "arn:aws:iam::111111111111:user/me"]}, Named.ITSELF, Named.NOT),
        ({"AWS": "arn:aws:iam::111111111111:role/r"}, Named.NOT, Named.ROLE),
        ({"AWS": "arn:aws:sts::111111111111:assumed-role/r/session"}, Named.NOT, Named.ITSELF),
        ({"AWS": "arn:aws-us-gov:iam::111111111111:root"}, Named.NOT, Named.NOT),
        ({"Service": "ec2.amazonaws.com"}, Named.NOT, Named.NOT),
        ({"Federated": "arn:aws:iam::111111111111:saml-provider/x"}, Named.NOT, Named.NOT),
    ],
)
def test_principals(principal: Any, user: Named, session: Named) -> None:
    held = one({"Principal": principal})
    assert held.say(ask(caller=USER)).allowed is user
    assert held.say(ask(caller=SESSION)).allowed is session


def test_variables_are_for_the_newer_version_only() -> None:
    question, statement = ask(resource="home/me"), {"Resource": "home/${aws:username}"}
    assert one(statement).say(question).allowed is Named.ITSELF
    assert one(statement, version="2008-10-17").say(question).allowed is Named.NOT


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ({"Condition": {"StringSortaEquals": {"aws:username": "me"}}}, "the condition operator 'StringSortaEquals'"),
        ({"Condition": {"BinaryEquals": {"aws:username": "bWU="}}}, "the condition operator 'BinaryEquals'"),
        ({"Condition": {"ForSome:StringEquals": {"aws:username": "me"}}}, "'ForSome:StringEquals'"),
        ({"NotPrincipal": {"AWS": "111111111111"}}, "the element 'NotPrincipal'"),
        ({"Principal": {"CanonicalUser": "79a5"}}, "the Principal type 'CanonicalUser'"),
    ],
)
def test_what_is_not_known_is_refused_by_name(statement: dict[str, Any], named: str) -> None:
    with pytest.raises(NotEvaluated) as error:
        one(statement).say(ask())
    assert named in error.value.error.message
    assert (error.value.error.code, error.value.error.status) == ("PolicyNotSimulated", 400)


def test_what_is_not_known_does_not_matter_where_the_statement_is_about_something_else() -> None:
    statement = {"Action": "ec2:*", "Condition": {"StringSortaEquals": {"aws:username": "me"}}}
    assert one(statement).say(ask()).allowed is Named.NOT


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"Statement": "x"}', '{"Statement": [1]}'])
def test_a_document_that_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(NotEvaluated, match="no policy"):
        policies((text,))
