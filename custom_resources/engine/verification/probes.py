"""Every reading call of the engine, made once or a few times, with what earlier answers gave as arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from custom_resources.engine.account_quota import ACCOUNTS_CODE
from custom_resources.engine.arns import role_arn
from custom_resources.engine.calls import calling
from custom_resources.engine.creation_events import EVENT_NAME
from custom_resources.engine.errors import EngineError, Stopped
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.engine.permissions import INVITED
from custom_resources.engine.polling import Deadline
from custom_resources.engine.verification.evidence import MEMBER, MISSING_ROLE, NOBODY, UNTRUSTING_ROLE, Evidence
from custom_resources.engine.verification.reads import BECOMING, reads_by_principal

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.session import AwsSession

Arguments = Mapping[str, Any]
Probe = Callable[[Evidence, "AwsSession"], Sequence[Arguments]]

SAMPLE = 3
"""How many accounts are looked at one by one, beside one of each state."""

PAGES = 5
"""How many pages of a listing are read."""

PATIENCE = 60.0
"""Seconds for which one call is repeated while AWS answers that it should come later."""

_SERVICES = {"servicequotas": "service-quotas"}
_METHODS = {"GetGovCloudAccountInformation": "get_gov_cloud_account_information"}


def sampled(evidence: Evidence, session: AwsSession) -> list[str]:
    """Return a few account ids: the caller's own, the first members, and one of each state."""
    side = "commercial" if session.partition == "aws" else "govcloud"
    accounts, own = evidence.accounts(side), session.identity().account_id
    by_state = {str(each.get("State")): each["Id"] for each in accounts}
    members = [each["Id"] for each in accounts if each["Id"] != own]
    made = evidence.one_pair
    new = made and (made.commercial_account_id if side == "commercial" else made.govcloud_account_id)
    return list(dict.fromkeys([own, *([new] if new else []), *members[:SAMPLE], *by_state.values()]))


def _once(_: Evidence, __: AwsSession) -> Sequence[Arguments]:
    return [{}]


def _with(**arguments: Any) -> Probe:
    return lambda _, __: [arguments]


def _per_account(name: str, *more: str) -> Probe:
    return lambda evidence, session: [{name: each} for each in (*sampled(evidence, session), *more)]


def _halves(evidence: Evidence, session: AwsSession) -> Sequence[Arguments]:
    if session.partition != "aws":
        return [{}]
    # The management account's own id too: AWS refuses it, and how is a claim.
    return [{}, *({"StandardAccountId": each} for each in sampled(evidence, session))]


def _below_roots(extra: Arguments, *nobody: str) -> Probe:
    def probe(evidence: Evidence, session: AwsSession) -> Sequence[Arguments]:
        side = "commercial" if session.partition == "aws" else "govcloud"
        shown = evidence.listed("ListParents", "Parents", side=side)
        roots = [each["Id"] for each in shown if str(each.get("Id", "")).startswith("r-")]
        return [{"ParentId": each, **extra} for each in (*dict.fromkeys(roots[:1]), *nobody)]

    return probe


def _requests(evidence: Evidence, _: AwsSession) -> Sequence[Arguments]:
    shown = [each["Id"] for each in evidence.requests()]
    return [{"CreateAccountRequestId": each} for each in (*shown[:1], NOBODY["request"])]


def _handshakes(evidence: Evidence, session: AwsSession) -> Sequence[Arguments]:
    mine = [a for a in evidence.answers if a.session is session and "Handshakes" in a.parsed]
    shown = [each["Id"] for answer in mine for each in answer.parsed["Handshakes"]]
    return [{"HandshakeId": each} for each in (*shown[:1], NOBODY["handshake"])]


def _trails(name: str, *, listed: bool = False) -> Probe:
    def probe(evidence: Evidence, session: AwsSession) -> Sequence[Arguments]:
        mine = [a for a in evidence.of("DescribeTrails") if a.session is session]
        home = session.client("cloudtrail").meta.region_name
        own = session.identity().account_id
        arns = [t["TrailARN"] for a in mine for t in a.parsed.get("trailList", ()) if t.get("HomeRegion") == home]
        return [{name: [arn] if listed else arn} for arn in arns if f":{own}:" in arn][:1]

    return probe


def _roles(evidence: Evidence, session: AwsSession) -> Sequence[Arguments]:
    """A role that isn't there, one that lets nobody in, one of the other partition; vended ones are `_members`'."""
    who, other = session.identity(), "aws-us-gov" if session.partition == "aws" else "aws"
    missing = role_arn(who.partition, who.account_id, MISSING_ROLE)
    untrusting = role_arn(who.partition, who.account_id, UNTRUSTING_ROLE)
    elsewhere = role_arn(other, who.account_id, DEFAULT_ROLE_NAME)
    return [{"RoleArn": arn, "RoleSessionName": "govpair-verify-aws"} for arn in (missing, untrusting, elsewhere)]


PROBES: Mapping[str, Probe] = {
    "sts:GetCallerIdentity": _once,
    "organizations:DescribeOrganization": _once,
    "organizations:ListAccounts": _once,
    "organizations:DescribeAccount": _per_account("AccountId", NOBODY["account"]),
    "organizations:ListRoots": _once,
    "organizations:ListParents": _per_account("ChildId", NOBODY["account"]),
    "organizations:ListTagsForResource": _per_account("ResourceId"),
    "organizations:ListChildren": _below_roots({"ChildType": "ACCOUNT"}, NOBODY["root"]),
    "organizations:ListAccountsForParent": _below_roots({}),
    "organizations:ListOrganizationalUnitsForParent": _below_roots({}),
    "organizations:ListAWSServiceAccessForOrganization": _once,
    "organizations:ListCreateAccountStatus": _once,
    "organizations:DescribeCreateAccountStatus": _requests,
    "organizations:ListHandshakesForOrganization": _with(Filter={"ActionType": "INVITE"}),
    "organizations:ListHandshakesForAccount": _with(Filter={"ActionType": "INVITE"}),
    "organizations:DescribeHandshake": _handshakes,
    "account:GetGovCloudAccountInformation": _halves,
    "servicequotas:GetServiceQuota": _with(ServiceCode="organizations", QuotaCode=ACCOUNTS_CODE),
    "servicequotas:ListServiceQuotas": _with(ServiceCode="organizations"),
    "cloudtrail:LookupEvents": _with(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": EVENT_NAME}]),
    "cloudtrail:DescribeTrails": _with(includeShadowTrails=True),
    "cloudtrail:GetTrailStatus": _trails("Name"),
    "cloudtrail:ListTags": _trails("ResourceIdList", listed=True),
    "iam:ListAccountAliases": _once,
    BECOMING: _roles,
}
"""The arguments of every reading call, in the order in which they build on each other."""

BESIDE: Mapping[str, frozenset[str]] = {
    "govcloud_paired": frozenset({"account:GetGovCloudAccountInformation", "servicequotas:GetServiceQuota"}),
    MEMBER: frozenset({"organizations:ListAccounts"}),
}
"""Reading calls that the engine doesn't make by these principals, made for a claim all the same."""


def run_reads(evidence: Evidence, deadline: Deadline, role_name: str) -> list[str]:
    """Make every reading call by every principal; returns what could not be asked, and why.

    The answers come by the recorder that the estate's sessions were opened with. AWS's refusals are answers, too.
    Raises Stopped.
    """
    estate, reads, not_asked = evidence.estate, reads_by_principal(), []
    sets = {
        "commercial": estate.commercial,
        "govcloud_paired": estate.govcloud_paired,
        "govcloud_management": estate.govcloud_management,
    }
    for name, session in sets.items():
        _run(evidence, deadline, session, reads[name] | BESIDE.get(name, frozenset()))
    _ask_across(estate, deadline)
    inside = reads[INVITED] | reads[MEMBER] | BESIDE[MEMBER]
    for side in ("commercial", "govcloud"):
        session_inside = next(_members(evidence, deadline, side, role_name), None)
        if session_inside is None:
            not_asked.append(f"{side}: no role {role_name} of a member could be assumed, so nothing was asked as one")
        else:
            _run(evidence, deadline, session_inside, inside)
    return not_asked


def _run(evidence: Evidence, deadline: Deadline, session: AwsSession, actions: frozenset[str]) -> None:
    for action, probe in PROBES.items():
        if action in actions:
            for arguments in probe(evidence, session):
                _ask(deadline, session, action, arguments)


def _ask(deadline: Deadline, session: AwsSession, action: str, arguments: Arguments) -> None:
    from botocore import xform_name

    service, _, operation = action.partition(":")
    doing = f"asking {action} as {session.name}"
    deadline.progress(doing)
    client = session.client(_SERVICES.get(service, service))
    method = getattr(client, _METHODS.get(operation) or xform_name(operation))

    patience = Deadline(deadline.pace, deadline.progress, doing, PATIENCE, "")

    def call(more: Arguments) -> Mapping[str, Any]:
        with calling(doing, session):
            answer: Mapping[str, Any] = method(**more)
        return answer

    more = dict(arguments)
    for _ in range(PAGES):
        deadline.heed_stop(doing)
        try:
            answer = patience.patiently(lambda: call(more))
        except Stopped:
            raise
        except EngineError:
            return  # recorded as what AWS answered
        if not answer.get("NextToken"):
            return
        more["NextToken"] = answer["NextToken"]


def _ask_across(estate: Estate, deadline: Deadline) -> None:
    """Ask each partition's STS with keys of the other one."""
    for mine, other in (
        (estate.commercial, estate.govcloud_paired),
        (estate.govcloud_paired, estate.commercial),
    ):
        deadline.heed_stop("asking STS of the other partition")
        try:
            with calling("asking STS of the other partition", mine):
                mine.sts_at(other).get_caller_identity()
        except EngineError:
            continue  # that AWS refuses is what is looked at


def _members(evidence: Evidence, deadline: Deadline, side: str, role_name: str) -> Iterator[AwsSession]:
    """Yield sessions in members on that side, through the role that vending leaves there."""
    estate = evidence.estate
    own = {estate.commercial.identity().account_id, estate.govcloud_paired.identity().account_id}
    halves = evidence.halves()
    ids = list(halves) if side == "commercial" else [str(each["GovCloudAccountId"]) for each in halves.values()]
    trusted, partition = (estate.commercial, "aws") if side == "commercial" else (estate.govcloud_paired, "aws-us-gov")
    for account_id in [each for each in ids if each not in own][:SAMPLE]:
        deadline.heed_stop("assuming roles")
        session = trusted.assumed(role_arn(partition, account_id, role_name))
        try:
            deadline.patiently(session.identity)
        except Stopped:
            raise
        except EngineError:
            continue
        yield session
