"""Claims about keys, roles and quotas."""

from __future__ import annotations

from custom_resources.engine.account_quota import ACCOUNTS_NAME
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.engine.verification.checks.registry import check
from custom_resources.engine.verification.evidence import (
    MISSING_ROLE,
    NOT_SEEN,
    UNTRUSTING_ROLE,
    Evidence,
    Verdict,
    confirmed,
    either,
    refused,
)


@check("identity-in-partition")
def identity_in_partition(evidence: Evidence) -> Verdict:
    """The ARN's partition is that of the endpoint that took the keys."""
    answers = [answer for answer in evidence.of("GetCallerIdentity") if answer.ok]
    wrong = [a for a in answers if str(a.parsed.get("Arn", "")).split(":")[1:2] != [a.session.partition]]
    return either(not wrong, f"{(wrong or answers)[0].parsed.get('Arn')}") if answers else NOT_SEEN


@check("keys-of-other-partition")
def keys_of_other_partition(evidence: Evidence) -> Verdict:
    """Of each set's GetCallerIdentity the first was asked at home; those at another host are the ones across."""
    answers = evidence.of("GetCallerIdentity")
    homes = {answer.session: answer.host for answer in reversed(answers) if answer.ok}
    across = [a for a in answers if a.host != homes.get(a.session, a.host)]
    return refused([a for a in across if evidence.who(a) != "member"], "InvalidClientTokenId", 403)


@check("role-of-other-partition")
def role_of_other_partition(evidence: Evidence) -> Verdict:
    """A role ARN of the other partition."""
    return refused(
        [a for a in evidence.of("AssumeRole") if str(a.arguments["RoleArn"]).split(":")[1] != a.session.partition],
        "AccessDenied",
        403,
    )


@check("role-that-is-missing")
def role_that_is_missing(evidence: Evidence) -> Verdict:
    """A role that isn't there."""
    missing = [a for a in evidence.of("AssumeRole") if str(a.arguments["RoleArn"]).endswith(f"/{MISSING_ROLE}")]
    mine = [a for a in missing if str(a.arguments["RoleArn"]).split(":")[1] == a.session.partition]
    return refused(mine, "AccessDenied", 403)


@check("trust-refusal-tells-no-reason")
def trust_refusal_tells_no_reason(evidence: Evidence) -> Verdict:
    """The sentences for a role that isn't there and for one that lets nobody in, but for their ARNs."""
    sentences: dict[str, set[str]] = {}
    for answer in evidence.of("AssumeRole"):
        arn = str(answer.arguments["RoleArn"])
        for kind in (MISSING_ROLE, UNTRUSTING_ROLE):
            if arn.endswith(f"/{kind}") and not answer.ok:
                sentence = f"{answer.code}: {answer.message.replace(arn, 'ROLE')}"
                sentences.setdefault(kind, set()).add(sentence.replace(evidence.arn_of(answer), "CALLER"))
    missing, untrusting = sentences.get(MISSING_ROLE, set()), sentences.get(UNTRUSTING_ROLE, set())
    return either(missing == untrusting, "; ".join(sorted(untrusting))) if missing and untrusting else NOT_SEEN


@check("access-denied-statuses")
def access_denied_statuses(evidence: Evidence) -> Verdict:
    """Code and status of every refusal, by service; of what a policy refuses, too."""
    seen = [
        (service, answer.code, answer.status)
        for answer in evidence.answers
        for service in (answer.action.partition(":")[0],)
        if answer.code in ("AccessDenied", "AccessDeniedException") and service in _DENIED
    ]
    wrong = [
        f"{service}: {code}, status {status}" for service, code, status in seen if _DENIED[service] != (code, status)
    ]
    services = ", ".join(sorted({service for service, _, _ in seen}))
    return either(not wrong, wrong[0] if wrong else services) if seen else NOT_SEEN


_DENIED = {
    **dict.fromkeys(("iam", "sts"), ("AccessDenied", 403)),
    **dict.fromkeys(("organizations", "cloudtrail", "servicequotas"), ("AccessDeniedException", 400)),
    "account": ("AccessDeniedException", 403),
}


@check("vended-role-trust")
def vended_role_trust(evidence: Evidence) -> Verdict:
    """The paired account gets into a vended GovCloud account; that it doesn't may have other causes."""
    inside = [
        a
        for a in evidence.of("AssumeRole", side="govcloud")
        if a.ok and str(a.arguments["RoleArn"]).startswith("arn:aws-us-gov:")
    ]
    paired = [a for a in inside if a.session is evidence.estate.govcloud_paired]
    return confirmed(f"assumed {paired[0].arguments['RoleArn']}") if paired else NOT_SEEN


@check("vended-role-trust-other-name")
def vended_role_trust_other_name(evidence: Evidence) -> Verdict:
    """As above, where the role has another name than the default one; only of a pair made here is it known."""
    if evidence.one_pair is None or evidence.one_pair.role_name == DEFAULT_ROLE_NAME:
        return NOT_SEEN
    return either(evidence.one_pair.role_assumable.get("govcloud") is not None, evidence.one_pair.role_name)


@check("account-quota-code")
def account_quota_code(evidence: Evidence) -> Verdict:
    """The quota is found by its code, and has that name."""
    answers = evidence.of("GetServiceQuota", side="commercial")
    if not answers or answers[0].code.startswith("AccessDenied"):
        return NOT_SEEN
    quota = answers[0].parsed.get("Quota", {})
    return either(quota.get("QuotaName") == ACCOUNTS_NAME, answers[0].code or f"it is called {quota.get('QuotaName')}")


@check("account-quota-not-in-govcloud")
def account_quota_not_in_govcloud(evidence: Evidence) -> Verdict:
    """Asked in GovCloud, Service Quotas knows no quota of Organizations."""
    answers = [a for a in evidence.of("GetServiceQuota", side="govcloud") if not a.code.startswith("AccessDenied")]
    return refused(answers, "NoSuchResourceException")
