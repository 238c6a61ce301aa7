"""Redaction: the same thing is the same placeholder, people's texts go whole, AWS's words stay, the last look sees."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_resources.engine.verification.redaction import Redactor

ACCOUNT = {
    "Id": "111122223333",
    "Arn": "arn:aws:organizations::999988887777:account/o-exampleorgid/111122223333",
    "Email": "Ops+logs@Agency.example",
    "Name": "Log archive of Project Aurora",
    "Paths": ["o-exampleorgid/r-ab12/ou-ab12-cd34ef56/111122223333/"],
}


def redactor(*answers: object) -> Redactor:
    made = Redactor(frozenset({"commercial", "organizations"}))
    for answer in answers:
        made.learn(answer)
    return made


def test_ids_keep_what_they_have_to_do_with_each_other() -> None:
    shown = redactor(ACCOUNT).sample(ACCOUNT)
    assert shown["Arn"] == f"arn:aws:organizations::<account-2>:account/<organization-1>/{shown['Id']}"
    assert shown["Paths"] == [f"<organization-1>/<root-1>/<organizational-unit-1>/{shown['Id']}/"]
    assert shown["Email"] == "<email-1>"
    assert shown["Name"] == "<name-1>"


@pytest.mark.parametrize(
    "text",
    [
        "account 111122223333 is closed",
        "User: arn:aws-us-gov:sts::111122223333:assumed-role/Administrators/alice is not authorized",
        "mail to somebody@other.example.org",
        "organization o-exampleorgid, root r-ab12, unit ou-ab12-cd34ef56, handshake h-0123456789, policy p-0123456789",
        "key AKIAIOSFODNN7EXAMPLE, request car-0123456789abcdef",
        "event 0a1b2c3d-0000-4000-8000-0123456789ab from 203.0.113.7",
        "the name Log archive of Project Aurora is taken",
        "the domain Agency.example",
    ],
)
def test_nothing_of_a_sentence_identifies(text: str) -> None:
    made = redactor(ACCOUNT)
    shown = made.text(text)
    for secret in (
        "1111",
        "alice",
        "Administrators",
        "somebody",
        "exampleorgid",
        "cd34",
        "0123",
        "AKIA",
        "Aurora",
        "203",
    ):
        assert secret not in shown
    assert "Agency" not in shown
    assert made.leaks({"message": shown}) == []


def test_a_text_of_people_goes_whole_also_where_ids_are_in_it() -> None:
    tag = {"Key": "Contact", "Value": "Jane, 111122223333, jane@agency.example, Project Zeus"}
    assert redactor(tag).sample(tag) == {"Key": "<tag-key-1>", "Value": "<value-1>"}


def test_a_json_text_is_shown_as_such_with_placeholders() -> None:
    event = {"CloudTrailEvent": json.dumps({"eventName": "CreateAccountResult", "user": "alice", "n": 4, "ok": True})}
    shown = redactor(event).sample(event)
    assert shown["CloudTrailEvent"] == {
        "<json>": {"eventName": "CreateAccountResult", "user": "<text-1>", "n": "<number>", "ok": True}
    }


def test_a_name_that_is_a_word_of_the_report_itself_tells_nothing() -> None:
    made = redactor({"Name": "commercial"})
    assert made.sample({"Name": "commercial"}) == {"Name": "<name-1>"}
    assert made.leaks({"who": "commercial"}) == []


@pytest.mark.parametrize(
    ("left", "kind"),
    [
        ("111122223333", "account"),
        ("a@b.example", "email"),
        ("see o-exampleorgid", "organization"),
        ("AKIAIOSFODNN7EXAMPLE", "access-key"),
        ("Log archive of Project Aurora", "a name or text"),
        ("in Agency.example", "a name or text"),
    ],
)
def test_the_last_look_sees_what_was_left(left: str, kind: str) -> None:
    found = redactor(ACCOUNT).leaks({"calls": [{"message": left}]})
    assert found
    assert found[0].startswith("/calls/0/message: ")
    assert any(kind in each for each in found)
    assert not any(left in each for each in found)


def test_the_last_look_sees_ids_in_keys() -> None:
    assert redactor().leaks({"111122223333": 1}) == ["/: account"]


NAMES = st.text(alphabet=st.characters(categories=("L", "N", "P", "Zs"), max_codepoint=0x2FF), min_size=3, max_size=30)


@given(name=NAMES, tag=NAMES, account=st.from_regex(re.compile(r"[0-9]{12}", re.ASCII), fullmatch=True))
def test_whatever_it_is_called_nothing_is_left(name: str, tag: str, account: str) -> None:
    answer = {
        "Id": account,
        "Name": name,
        "Tags": [{"Key": tag, "Value": name}],
        "Paths": [f"o-abcdefghij/r-1234/{account}/"],
    }
    made = redactor(answer)
    shown = [made.sample(answer), made.text(f"account {account} ({name}): {tag}")]
    assert made.leaks(shown) == []
    assert account not in json.dumps(shown)
