"""Every deviation that is planted into the simulator's answers is found by `govpair verify-aws`, and told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from partition_simulator.http import authentication
from tests.scripts.conftest import Shell
from tests.scripts.planting import Change, each, instead, plant, without
from tests.scripts.test_verify_aws import NEW, furnish, typed, verify

__all__ = ["typed"]

ACCOUNTS = ("ListAccounts", "DescribeAccount")
REQUESTS = ("ListCreateAccountStatus", "DescribeCreateAccountStatus")
HANDSHAKES = ("ListHandshakesForOrganization", "DescribeHandshake")


def reverse(document: dict[str, Any]) -> None:
    for value in document.values():
        if isinstance(value, list):
            value.reverse()


def without_o(party: dict[str, Any]) -> None:
    if party["Type"] == "ORGANIZATION":
        party["Id"] = party["Id"].removeprefix("o-")


def later(handshake: dict[str, Any]) -> None:
    handshake["ExpirationTimestamp"] += 7 * 86400


def unnamed_event(event: dict[str, Any]) -> None:
    record = json.loads(event["CloudTrailEvent"])
    record["serviceEventDetails"]["createAccountStatus"].pop("govCloudAccountId", None)
    event["CloudTrailEvent"] = json.dumps(record)


def unfinished_with_an_id(document: dict[str, Any]) -> None:
    for status in document["CreateAccountStatuses"]:
        status.update(State="IN_PROGRESS")


PLANTED: dict[str, tuple[tuple[str, ...], Change, str]] = {
    "account-has-state": (ACCOUNTS, without("State"), "no State"),
    "account-has-paths": (ACCOUNTS, without("Paths"), "no Paths"),
    "organization-arns": (
        ("DescribeOrganization",),
        instead("Arn", "arn:aws-cn:organizations::111122223333:root/r-1234"),
        "aws-cn",
    ),
    "management-account-joined-invited": (ACCOUNTS, instead("JoinedMethod", "CREATED"), "CREATED"),
    "request-names-govcloud-account": (REQUESTS, without("GovCloudAccountId"), "no GovCloudAccountId"),
    "request-ids-after-success": (REQUESTS[:1], unfinished_with_an_id, "IN_PROGRESS with"),
    "request-tells-no-email": (REQUESTS, each("AccountName", lambda s: s.update(Email="a@b.example")), "Email"),
    "requests-newest-first": (REQUESTS, reverse, ""),
    "creation-states": (REQUESTS, instead("State", "VALIDATING"), "VALIDATING"),
    "invitation-party-ids": (HANDSHAKES, each("Type", lambda p: without_o(p) if "Id" in p else None), "without o-"),
    "invitation-expires": (HANDSHAKES, each("ExpirationTimestamp", later), "22.00 days"),
    "invitation-states": (HANDSHAKES, instead("State", "WAITING"), "WAITING"),
    "pair-shares-email": (ACCOUNTS, each("Email", lambda a: a.update(Email=f"{a['Id']}@x.example")), ""),
    "govcloud-all-features": (("DescribeOrganization",), instead("FeatureSet", "CONSOLIDATED_BILLING"), "BILLING"),
    "govcloud-state-without-pending-closure": (
        ("govcloud-account-information", "getGovCloudAccountInformation"),
        instead("AccountState", "PENDING_CLOSURE"),
        "PENDING_CLOSURE",
    ),
    "account-quota-code": (("GetServiceQuota",), instead("QuotaName", "Accounts"), ""),
    "creation-event": (("LookupEvents",), instead("CloudTrailEvent", "{}"), "differ"),
    "creation-event-names-govcloud": (("LookupEvents",), each("CloudTrailEvent", unnamed_event), "accountId"),
    "pages-of-twenty": (("ListAccounts",), lambda d: d.update(Accounts=d["Accounts"] * 10), "the longest page has"),
}


TOGETHER = (
    {
        *("account-has-paths", "account-has-state", "organization-arns", "request-names-govcloud-account"),
        *("invitation-party-ids", "account-quota-code", "creation-event-names-govcloud"),
        "govcloud-state-without-pending-closure",
    },
    {
        *("management-account-joined-invited", "request-ids-after-success", "invitation-expires", "pair-shares-email"),
        *("govcloud-all-features", "creation-event", "request-tells-no-email"),
    },
    {"requests-newest-first", "creation-states", "invitation-states", "pages-of-twenty"},
)
"""Deviations that don't hide each other, and so are planted in one run."""


def test_every_planted_deviation_is_tried() -> None:
    assert set().union(*TOGETHER) == set(PLANTED)


@pytest.mark.parametrize("claims", TOGETHER, ids=("first", "second", "third"))
def test_other_answers_are_found(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, claims: set[str]
) -> None:
    furnish(shell)
    for claim in sorted(claims):
        operations, change, _ = PLANTED[claim]
        plant(monkeypatch, operations, change)
    finished, report = verify(shell, tmp_path)

    assert finished.code == 0, finished.err
    assert claims - set(finished.document["contradicted"]) == set()
    assert [c for c in claims if PLANTED[c][2] not in finished.document["contradicted"][c]] == []
    assert {report["claims"][claim]["outcome"] for claim in claims} == {"contradicted"}


CODES: dict[str, tuple[str, dict[str, Any]]] = {
    "account-not-found": ("DescribeAccount", {"code": "InvalidInputException", "times": 99}),
    "request-not-found": ("DescribeCreateAccountStatus", {"code": "InvalidInputException", "times": 99}),
    "invitation-not-found": ("DescribeHandshake", {"code": "InvalidInputException", "times": 99}),
    "parent-not-found": ("ListChildren", {"code": "InvalidInputException", "times": 99}),
    "account-quota-not-in-govcloud": (
        "GetServiceQuota",
        {"service": "servicequotas", "partition": "govcloud", "code": "IllegalArgumentException"},
    ),
    "govcloud-information-no-way-back": (
        "GetGovCloudAccountInformation",
        {"service": "account", "partition": "govcloud", "code": "ValidationException"},
    ),
    "role-that-is-missing": ("AssumeRole", {"service": "sts", "code": "NoSuchEntity", "status": 404, "times": 99}),
    "role-of-other-partition": ("AssumeRole", {"service": "sts", "code": "ValidationError", "times": 99}),
    "govcloud-information-own-id": (
        "GetGovCloudAccountInformation",
        {"service": "account", "partition": "commercial", "skip": 1, "code": "ValidationException"},
    ),
}


CODES["access-denied-statuses"] = (
    "ListHandshakesForOrganization",
    {"code": "AccessDeniedException", "status": 403, "times": 99},
)
SAME_OPERATION = {"role-of-other-partition", "govcloud-information-own-id"}


@pytest.mark.parametrize("claims", [set(CODES) - SAME_OPERATION, SAME_OPERATION], ids=("first", "second"))
def test_other_errors_are_found(shell: Shell, tmp_path: Path, claims: set[str]) -> None:
    furnish(shell)
    for claim in claims:
        operation, fault = CODES[claim]
        shell.fault(operation, **fault)
    finished, _ = verify(shell, tmp_path)

    assert claims - set(finished.document["contradicted"]) == set()
    assert [c for c in claims if CODES[c][1]["code"] not in finished.document["contradicted"][c]] == []


def test_what_is_not_permitted_says_nothing_of_aws(shell: Shell, tmp_path: Path) -> None:
    fault: dict[str, Any] = {
        "code": "AccessDeniedException",
        "message": "because no identity-based policy allows it",
        "times": 999,
    }
    for operation in ("DescribeHandshake", "DescribeCreateAccountStatus", "ListChildren", "DescribeAccount"):
        shell.fault(operation, **fault)
    shell.fault("GetGovCloudAccountInformation", service="account", **{**fault, "status": 403})
    shell.fault("AssumeRole", service="sts", **{**fault, "code": "AccessDenied", "status": 403})
    finished, _ = verify(shell, tmp_path)

    assert finished.code == 0, finished.err
    assert finished.document["contradicted"] == {}


def test_a_member_that_the_engine_needs_is_told_as_missing(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch, ("ListAccounts",), without("Email"))
    finished, _ = verify(shell, tmp_path)
    assert finished.document["missing"] == ["organizations:ListAccounts: Accounts[].Email"]


def test_a_member_and_a_value_that_the_model_lacks_are_told(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch, ("ListAccounts",), each("Email", lambda a: a.update(Sovereignty="high", JoinedMethod="BORN")))
    _, report = verify(shell, tmp_path)
    listed = next(call for call in report["calls"] if call["call"] == "organizations:ListAccounts")

    assert listed["not_in_the_model"] == ["Accounts[].Sovereignty"]
    assert listed["not_in_the_enum"] == ["Accounts[].JoinedMethod=BORN"]


class Slow:
    """Hides what a listing shows until the clock has gone on."""

    def __init__(self, shell: Shell, name: str, seconds: float) -> None:
        self._shell, self._name, self._seconds, self._since = shell, name, seconds, 0.0

    def __call__(self, document: dict[str, Any]) -> None:
        shown = [each for each in document.get("Accounts", ()) if each["Name"] == self._name]
        now = self._shell.simulator.clock.now()
        self._since = self._since or (now if shown else 0.0)
        if shown and now < self._since + self._seconds:
            document["Accounts"] = [each for each in document["Accounts"] if each["Name"] != self._name]


def test_a_listing_that_lags_longer_is_found(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: Callable[[str], None]
) -> None:
    typed("verify-pair")
    plant(monkeypatch, ("ListAccounts",), Slow(shell, "verify-pair", 120))
    finished, report = verify(shell, tmp_path, *NEW)

    assert "account-listed-after-success" in finished.document["contradicted"]
    assert report["one_pair"]["listed"] >= 120


def test_an_extra_state_is_found(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: Callable[[str], None]
) -> None:
    typed("verify-pair")
    looks = iter(["PENDING_REVIEW", "PENDING_REVIEW"])

    def change(document: dict[str, Any]) -> None:
        """A request is described when it is no longer listed as in progress."""
        status = document["CreateAccountStatus"]
        status["State"] = next(looks, status["State"])

    plant(monkeypatch, ("DescribeCreateAccountStatus",), change)
    finished, report = verify(shell, tmp_path, *NEW)

    assert [each["state"] for each in report["one_pair"]["states"]] == ["IN_PROGRESS", "PENDING_REVIEW", "SUCCEEDED"]
    assert "PENDING_REVIEW" in finished.document["contradicted"]["creation-states"]


def test_an_event_that_comes_late_is_found_and_delays_no_other_time(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: Callable[[str], None]
) -> None:
    typed("verify-pair")
    began = shell.simulator.clock.now()

    def late(document: dict[str, Any]) -> None:
        if shell.simulator.clock.now() < began + 1100:
            document["Events"] = []

    plant(monkeypatch, ("LookupEvents",), late)
    finished, report = verify(shell, tmp_path, *NEW)

    assert "creation-event-delay" in finished.document["contradicted"]
    assert report["one_pair"]["event_seen"] > 900
    assert report["one_pair"]["role_assumable"]["govcloud"] < 60


def test_another_answer_to_keys_of_the_other_partition_is_found(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(authentication._QUERY, "unknown key", ("SignatureDoesNotMatch", 400))
    finished, _ = verify(shell, tmp_path)
    assert "SignatureDoesNotMatch, status 400" in finished.document["contradicted"]["keys-of-other-partition"]


def test_another_sentence_for_a_role_that_lets_nobody_in_is_found(shell: Shell, tmp_path: Path) -> None:
    shell.fault("AssumeRole", service="sts", skip=1, code="AccessDenied", status=403, message="It does not trust you.")
    finished, _ = verify(shell, tmp_path)
    assert "It does not trust you." in finished.document["contradicted"]["trust-refusal-tells-no-reason"]


def test_roles_that_take_longer_are_found(
    shell_with: Callable[..., Shell], tmp_path: Path, typed: Callable[[str], None]
) -> None:
    shell = shell_with(role_delay_seconds=2000)
    typed("verify-pair")
    finished, report = verify(shell, tmp_path, *NEW)

    assert "vended-role-delay" in finished.document["contradicted"]
    assert report["one_pair"]["role_assumable"]["commercial"] is None


def test_a_new_account_of_another_place_is_found(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: Callable[[str], None]
) -> None:
    typed("verify-pair")
    plant(monkeypatch, ACCOUNTS, each("JoinedMethod", lambda a: a.update(JoinedMethod="CREATED")))
    finished, _ = verify(shell, tmp_path, *NEW)
    assert "CREATED" in finished.document["contradicted"]["accepted-joins-at-root"]
