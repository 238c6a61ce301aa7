"""From botocore's exceptions to the engine's: `with calling("moving account 1…", session): …`.

The kinds of error and their next steps are a table; this is the only module that looks at botocore's exceptions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from custom_resources.engine.credentials import WHO
from custom_resources.engine.errors import EngineError, NotFound, Refused, Transient, Unreachable, WrongCredentials
from custom_resources.engine.explanations import explanation
from custom_resources.engine.reasons import TRANSIENT_REASONS

if TYPE_CHECKING:
    from custom_resources.engine.session import AwsSession

THROTTLES = frozenset(
    {
        "TooManyRequestsException",
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
    }
)
"""Codes by which AWS refuses a call for its rate alone (botocore's own list, as far as the services here have them)."""

# M: errors documented as passing ("try again later"), and the throttling codes that botocore itself knows.
TRANSIENT_CODES = frozenset(
    {
        "ConcurrentModificationException",
        "FinalizingOrganizationException",
        "TooManyRequestsException",
        "Throttling",
        "ThrottlingException",
        "RequestLimitExceeded",
        "ResourceUnavailableException",
    }
)

# M: codes that pass in one service only. CloudTrail: another operation on the trail is still going on. CloseAccount's
# ConflictException may be the closing itself, which never passes by asking again: account_closing.py looks instead.
_TRANSIENT_IN = {"cloudtrail": frozenset({"ConflictException"}), "iam": frozenset({"ConcurrentModification"})}

# Answers after which it is not known whether the call took effect: to be resolved by looking, never by repeating.
AMBIGUOUS_CODES = frozenset(
    {
        "ServiceException",
        "InternalServerException",
        "InternalFailure",
        "ServiceFailure",
        "ServiceUnavailable",
        "RequestTimeout",
    }
)

CREDENTIAL_CODES = {
    "InvalidClientTokenId": "no such access key in this partition",
    "UnrecognizedClientException": "no such access key in this partition",
    "SignatureDoesNotMatch": "the secret key does not belong to the access key",
    "InvalidSignatureException": "the signature is wrong (secret key, or this machine's clock)",
    "IncompleteSignature": "the signature is incomplete",
    "MissingAuthenticationToken": "the request was not signed",
    "ExpiredToken": "the session token has expired",
    "ExpiredTokenException": "the session token has expired",
    "RequestExpired": "the request is too old (this machine's clock)",
}

EXPIRED_CODES = frozenset({"ExpiredToken", "ExpiredTokenException"})
"""Codes by which AWS says that a session has ended. Such a call had no effect."""

_OUT_OF_TIME = ("Signature expired", "Signature not yet current")
"""How AWS says that a request's time is too far from its own, under the codes of any wrong signature (IAM User Guide,
"Troubleshoot Signature Version 4 signing for AWS API requests")."""

_NOT_FOUND_CODES = frozenset(
    {
        "AccountNotFoundException",
        "ResourceNotFoundException",
        "TargetNotFoundException",
        "ParentNotFoundException",
        "DestinationParentNotFoundException",
        "HandshakeNotFoundException",
        "CreateAccountStatusNotFoundException",
        "ChildNotFoundException",
        "NoSuchEntity",
        "NoSuchResourceException",
        "TrailNotFoundException",
    }
)

# Operations of other services than Organizations, with the service's name in IAM policies.
_SERVICES = {
    "AssumeRole": "sts",
    "GetCallerIdentity": "sts",
    "GetGovCloudAccountInformation": "account",
    "GetServiceQuota": "servicequotas",
    "ListServiceQuotas": "servicequotas",
    "LookupEvents": "cloudtrail",
    "PutAccountName": "account",
    **dict.fromkeys(
        ["CreateTrail", "UpdateTrail", "DescribeTrails", "GetTrailStatus", "StartLogging", "StopLogging"], "cloudtrail"
    ),
    **dict.fromkeys(["DeleteTrail", "AddTags", "RemoveTags", "ListTags"], "cloudtrail"),
    **dict.fromkeys(["CreateAccountAlias", "DeleteAccountAlias", "ListAccountAliases"], "iam"),
}

_ACCESS_CODES = frozenset({"AccessDenied", "AccessDeniedException", "AccessDeniedForDependencyException"})


@contextmanager
def calling(doing: str, session: AwsSession) -> Iterator[None]:
    """Translate what botocore raises inside into an EngineError titled `doing` (gerund + noun + id)."""
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.parsers import ResponseParserError

    try:
        yield
    except ClientError as error:
        raise from_client_error(doing, session, error) from error
    except BotoCoreError as error:
        raise _from_botocore(doing, session, error) from error
    except ResponseParserError as error:
        raise Unreachable(
            doing,
            f"What answered with the credential set {session.name} is not AWS: {' '.join(str(error).split())[:200]}. "
            "Look for a proxy or a sign-in page in between, and at `endpoints` of this set; then run again.",
            code=type(error).__name__,
        ) from error
    except ValueError as error:  # botocore's way to refuse an endpoint that is no URL
        raise EngineError(
            doing, f"The credential set {session.credential_set.name} cannot be used: {error}. Correct `endpoints`."
        ) from error


def from_client_error(doing: str, session: AwsSession, error: Any) -> EngineError:
    """Translate an answer of AWS. The result's `code` is AWS's code, `reason` its Reason member or the code."""
    answer: dict[str, Any] = error.response
    code = str(answer.get("Error", {}).get("Code") or "Unknown")
    message = str(answer.get("Error", {}).get("Message") or answer.get("Message") or "no message")
    if code in CREDENTIAL_CODES:
        # AWS may append the request as it saw it, the session token in its headers (IAM User Guide, "Troubleshoot
        # Signature Version 4 signing for AWS API requests"): the first line says what is wrong.
        message = message.partition("\n")[0].rstrip()
    reason = str(answer.get("Reason") or code)
    status = int(answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    seen = f"{error.operation_name} answered {code}{f' ({reason})' if reason != code else ''}: {message}"
    if code in CREDENTIAL_CODES:
        late = code == "RequestExpired" or message.startswith(_OUT_OF_TIME)
        step = _clock_step(answer) if late else _credential_step(session, code)
        return WrongCredentials(doing, f"{seen.rstrip('.')}. {step}", code=code)
    kind = _kind(_service(error), code, reason, status)
    known = explanation(_service(error), error.operation_name, code, reason)
    if known is None:
        return kind(doing, f"{seen.rstrip('.')}. {_UNKNOWN[kind].format(set=session.name)}", reason=reason, code=code)
    given = {
        "set": session.name,
        "partition": session.credential_set.partition,
        "permission": f"{_service(error)}:{error.operation_name}",
    }
    return kind(
        f"{doing}: {known.title}",
        f"{seen.rstrip('.')}. {known.meaning.format(**given)} {known.step.format(**given)}",
        reason=reason,
        code=code,
        attribute=known.attribute,
    )


def _kind(service: str, code: str, reason: str, status: int) -> type[EngineError]:
    if code in TRANSIENT_CODES | _TRANSIENT_IN.get(service, frozenset()) or reason in TRANSIENT_REASONS:
        return Transient
    if code in _NOT_FOUND_CODES:
        return NotFound
    if code not in _ACCESS_CODES and (code in AMBIGUOUS_CODES or status >= 500):
        return Unreachable
    return Refused


# For answers that no table of reasons knows.
_UNKNOWN: dict[type[EngineError], str] = {
    Transient: "AWS documents this as passing: it was waited for as long as the timeout allowed; run again later.",
    NotFound: "Check the id, and that it belongs to the organization of the credential set {set}.",
    Unreachable: "AWS failed on its side; run again: it looks first what came of it.",
    Refused: "The call was made with the credential set {set}. This version of govpair knows no special step for the "
    "answer: look the code up in AWS's API reference of the operation, correct what it names, and run again.",
}


def _service(error: Any) -> str:
    return _SERVICES.get(error.operation_name, "organizations")


def _clock_step(answer: Mapping[str, Any]) -> str:
    headers = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    there = f", AWS's answer is dated {headers['date']}" if headers.get("date") else ""
    return (
        f"This machine's clock says {datetime.now(UTC):%a, %d %b %Y %H:%M:%S} UTC{there}: AWS takes only requests that "
        "are signed within minutes of its own time. The keys are not at fault. Set the clock (time synchronization), "
        "then run again, which looks first what came of it."
    )


def _credential_step(session: AwsSession, code: str) -> str:
    given = session.credential_set
    key = f" (access key {session.access_key})" if session.access_key else ""
    who = (
        f"Credential set {given.name}{key}: {CREDENTIAL_CODES[code]}. Expected: credentials of {WHO[given.name]} in "
        f"partition {given.partition}{f', account {given.account_id}' if given.account_id else ''}. "
    )
    if code in EXPIRED_CODES:
        return who + _RENEW
    return (
        f"{who}Keys never work across partitions: give keys, or a profile, of partition {given.partition}, and renew "
        "them if they have expired."
    )


_RENEW = (
    "Log in again, or give fresh ones, and run again, which looks first what came of what was begun. A role, and a "
    "profile that renews itself (`role_arn`, `credential_process`, SSO), outlive a long run."
)


def _from_botocore(doing: str, session: AwsSession, error: Exception) -> EngineError:
    from botocore import exceptions as b

    given, code = session.credential_set, type(error).__name__
    who = f"Expected: credentials of {WHO[given.name]} in partition {given.partition}"
    if given.account_id:
        who += f", account {given.account_id}"
    if isinstance(error, b.NoCredentialsError | b.PartialCredentialsError):
        where = f"the profile {given.profile}" if given.profile else "the environment, the default profile or a role"
        return WrongCredentials(
            doing,
            f"The credential set {given.name} has no usable credentials: none came from {where} ({error}). {who}. Set "
            f"`profile`, or `access_key` and `secret_key`, of `{given.name}`.",
            code=code,
        )
    if isinstance(error, b.ProfileNotFound):
        return WrongCredentials(
            doing,
            f"The credential set {given.name} names a profile that does not exist: {given.profile or error}. {who}. "
            "Correct `profile`, or make the profile in the AWS configuration file.",
            code=code,
            attribute="profile",
        )
    if isinstance(error, b.CredentialRetrievalError | b.SSOError | b.TokenRetrievalError):
        return WrongCredentials(
            doing,
            f"The credential set {given.name} could not get its credentials: {str(error).rstrip('.')}. {who}. {_RENEW}",
            code=code,
        )
    if isinstance(error, b.HTTPClientError | b.EndpointConnectionError | b.ConnectionError):
        return Unreachable(
            doing,
            f"No answer with the credential set {given.name}: {error}. Check the network, a proxy, and `endpoints`, "
            "`region` and `use_fips_endpoint` of this set; then run again, which looks first what came of it.",
            code=code,
        )
    return EngineError(doing, f"The credential set {given.name} cannot be used: {error}.", code=code)
