"""Which answers say something of AWS, and that no secret is kept."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.engine.credentials import CredentialSet
from custom_resources.engine.session import AwsSession
from custom_resources.engine.verification.recording import Answer, _without_secrets

SESSION = AwsSession(CredentialSet("commercial"))


def answer(**more: Any) -> Answer:
    return Answer(SESSION, "organizations:DescribeHandshake", {}, {}, None, **more)


@pytest.mark.parametrize(
    ("telling", "more"),
    [
        (True, {"status": 200}),
        (True, {"status": 400, "code": "HandshakeNotFoundException"}),
        (True, {"status": 400, "code": "AccessDeniedException", "message": "You don't have permissions."}),
        (False, {"status": 400, "code": "TooManyRequestsException"}),
        (False, {"status": 424, "code": "ResourceUnavailableException"}),
        (False, {"status": 500, "code": "ServiceException"}),
        (
            False,
            {"status": 403, "code": "AccessDenied", "message": "because no identity-based policy allows it"},
        ),
        (
            False,
            {"status": 403, "code": "AccessDenied", "message": "with an explicit deny"},
        ),
    ],
)
def test_busy_broken_and_not_permitted_tell_nothing(telling: bool, more: dict[str, Any]) -> None:
    assert answer(**more).telling is telling


def test_of_keys_only_that_they_were_there_is_kept() -> None:
    keys = {"AccessKeyId": "AKIA", "SecretAccessKey": "secret", "SessionToken": "token"}
    assert _without_secrets(keys) == {"AccessKeyId": "AKIA", "SecretAccessKey": "", "SessionToken": ""}
    assert _without_secrets({"Arn": "arn"}) == {"Arn": "arn"}
