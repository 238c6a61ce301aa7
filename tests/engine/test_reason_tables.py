"""Every error and reason that AWS's models have for the calls in use has a title, a meaning and a next step of its own.

A new botocore with a new error, or a new reason, fails here.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

import custom_resources.engine
from custom_resources.engine.calls import CREDENTIAL_CODES, from_client_error
from custom_resources.engine.constraint_reasons import CONSTRAINT_REASONS
from custom_resources.engine.credentials import CredentialSet
from custom_resources.engine.error_reasons import ERROR_REASONS
from custom_resources.engine.explanations import explanation
from custom_resources.engine.handshake_reasons import (
    HANDSHAKE_ERRORS,
    HANDSHAKE_REASONS,
    INVITATION_INPUT_REASONS,
    REMOVAL_REASONS,
)
from custom_resources.engine.input_reasons import INPUT_REASONS
from custom_resources.engine.permissions import PERMISSIONS
from custom_resources.engine.reasons import (
    FAILURE_REASONS,
    UNKNOWN_FAILURE,
    FailureReason,
    failure_reason,
)
from custom_resources.engine.session import open_session
from tests.engine.conftest import PLAIN

MODELS = {"servicequotas": "service-quotas"}
NOT_CALLED = {("iam", "CreateServiceLinkedRole")}  # permissions that AWS asks for on behalf of other calls

REASONED = {
    "ConstraintViolationException": "ConstraintViolationExceptionReason",
    "InvalidInputException": "InvalidInputExceptionReason",
    "HandshakeConstraintViolationException": "HandshakeConstraintViolationExceptionReason",
    "AccessDeniedForDependencyException": "AccessDeniedForDependencyExceptionReason",
}
"""Organizations' errors with a `Reason`, and the shapes that list them."""

ONLY_IN_PROSE = {"INVALID_PAGINATION_TOKEN", "MAX_FILTER_LIMIT_EXCEEDED"}
COMMON_ERRORS = {"AccessDenied", "AccessDeniedException"}  # of every service, modelled or not

TABLES = [
    FAILURE_REASONS,
    HANDSHAKE_REASONS,
    HANDSHAKE_ERRORS,
    INVITATION_INPUT_REASONS,
    REMOVAL_REASONS,
    CONSTRAINT_REASONS,
    INPUT_REASONS,
    *ERROR_REASONS.values(),
]


def actions() -> set[tuple[str, str]]:
    """Service and operation of every call that the engine declares a permission for."""
    for module in pkgutil.iter_modules(custom_resources.engine.__path__):
        importlib.import_module(f"custom_resources.engine.{module.name}")
    found = {tuple(action.split(":")) for needed in PERMISSIONS.values() for action in needed}
    return {(service, operation) for service, operation in found} - NOT_CALLED


def answers() -> Iterator[tuple[str, str, str, str]]:
    """Service, operation, code and reason of every error answer that the models have for those calls."""
    for service, operation in sorted(actions()):
        model = PLAIN.get_service_model(MODELS.get(service, service))
        for shape in model.operation_model(operation).error_shapes:
            code = (shape.metadata.get("error") or {}).get("code") or shape.name
            reasoned = REASONED.get(code) if service == "organizations" else None
            for reason in model.shape_for(reasoned).enum if reasoned else [code]:  # type: ignore[attr-defined]
                yield service, operation, code, reason


ANSWERS = sorted(answers())
UNIQUE = sorted(
    {(service, code, reason): answer for answer in ANSWERS for service, _, code, reason in [answer]}.values()
)


def test_the_calls_in_use_are_found() -> None:
    services = {service for service, _ in actions()}
    assert {"organizations", "account", "sts", "cloudtrail", "servicequotas", "iam"} == services
    assert len(ANSWERS) > 500


def test_every_error_and_reason_of_the_calls_in_use_is_explained() -> None:
    unexplained = [a for a in ANSWERS if a[2] not in CREDENTIAL_CODES and explanation(*a) is None]
    assert unexplained == []


def test_every_reason_is_of_an_error_that_is_known_to_have_reasons() -> None:
    model = PLAIN.get_service_model("organizations")
    with_reason = {
        shape.name
        for service, operation in actions()
        if service == "organizations"
        for shape in model.operation_model(operation).error_shapes
        if "Reason" in shape.members  # type: ignore[attr-defined]
    }
    assert with_reason == set(REASONED)


def test_account_management_has_no_reasons_that_its_entry_does_not_cover() -> None:
    shape = PLAIN.get_service_model("account").shape_for("ValidationExceptionReason")
    assert set(shape.enum) == {"invalidRegionOptTarget", "fieldValidationFailed"}  # type: ignore[attr-defined]


def test_every_failure_reason_of_a_creation_is_explained() -> None:
    shape = PLAIN.get_service_model("organizations").shape_for("CreateAccountFailureReason")
    assert len(shape.enum) == 15  # type: ignore[attr-defined]
    assert all(failure_reason(reason) is not UNKNOWN_FAILURE for reason in shape.enum)  # type: ignore[attr-defined]


def test_no_two_entries_have_the_same_next_step() -> None:
    steps = Counter(entry.step for table in TABLES for entry in table.values())
    assert [step for step, times in steps.items() if times > 1] == []


def test_every_entry_is_a_title_and_sentences() -> None:
    for entry in [*(entry for table in TABLES for entry in table.values()), UNKNOWN_FAILURE]:
        assert entry.title
        assert not entry.title.endswith(".")
        assert entry.meaning.endswith(".")
        assert entry.step.endswith((".", "?"))


def test_no_entry_is_about_what_aws_does_not_have() -> None:
    model = PLAIN.get_service_model("organizations")
    for table, shape in (
        (CONSTRAINT_REASONS, "ConstraintViolationExceptionReason"),
        (INPUT_REASONS, "InvalidInputExceptionReason"),
        (REMOVAL_REASONS, "ConstraintViolationExceptionReason"),
    ):
        assert set(table) - ONLY_IN_PROSE <= set(model.shape_for(shape).enum)  # type: ignore[attr-defined]
    for service, errors in ERROR_REASONS.items():
        assert set(errors) - COMMON_ERRORS <= {code for of, _, code, _ in ANSWERS if of == service}


@pytest.mark.parametrize(("service", "operation", "code", "reason"), UNIQUE)
def test_an_answer_becomes_a_title_a_sentence_with_what_was_seen_and_a_step(
    service: str, operation: str, code: str, reason: str
) -> None:
    session = open_session(CredentialSet("commercial", access_key="AKIAEXAMPLE", secret_key="example"))
    answer = {"Error": {"Code": code, "Message": "Said by AWS"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
    told = ClientError(answer | ({"Reason": reason} if reason != code else {}), operation)  # type: ignore[arg-type]
    error = from_client_error("changing account 111111111111", session, told)
    assert error.title.startswith("changing account 111111111111")
    assert f"{operation} answered {code}" in error.detail or code in CREDENTIAL_CODES
    assert "Said by AWS" in error.detail
    assert "{" not in error.detail
    assert (error.code, error.reason or code) == (code, reason)
    known = explanation(service, operation, code, reason)
    if known is not None and code not in CREDENTIAL_CODES:
        assert_explained_by(known, error.title, error.detail)


def assert_explained_by(known: FailureReason, title: str, detail: str) -> None:
    given = {"set": "commercial", "partition": "aws"}
    assert title.endswith(f": {known.title}")
    for text in (known.meaning, known.step):
        assert all(part in detail for part in text.format(**given, permission="\0").split("\0"))


def test_an_answer_that_no_table_knows_still_says_what_was_seen() -> None:
    session = open_session(CredentialSet("commercial", access_key="AKIAEXAMPLE", secret_key="example"))
    answer = {"Error": {"Code": "NewException", "Message": "Said by AWS"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
    error = from_client_error("closing account 1", session, ClientError(answer, "CloseAccount"))  # type: ignore[arg-type]
    assert error.title == "closing account 1"
    assert "CloseAccount answered NewException: Said by AWS" in error.detail


@pytest.mark.parametrize("code", ["InvalidSignatureException", "SignatureDoesNotMatch"])
def test_the_session_token_that_aws_quotes_back_is_not_told(code: str) -> None:
    session = open_session(CredentialSet("commercial", access_key="ASIAEXAMPLE", secret_key="example", token="T0KEN"))
    message = (
        "The request signature we calculated does not match the signature you provided.\n\nThe Canonical String for "
        "this request should have been\n'POST\n/\n\nhost:organizations.us-east-1.amazonaws.com\n"
        "x-amz-security-token:T0KEN\n\nhost;x-amz-security-token\n0123'"
    )
    answer = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": 403}}
    error = from_client_error("reading account 1", session, ClientError(answer, "DescribeAccount"))  # type: ignore[arg-type]
    assert "does not match the signature you provided" in error.detail
    assert "T0KEN" not in f"{error} {error.detail}"
