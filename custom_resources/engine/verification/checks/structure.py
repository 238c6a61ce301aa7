"""Claims about organizations, their trees, and who may ask."""

from __future__ import annotations

from custom_resources.engine.verification.checks.registry import check
from custom_resources.engine.verification.evidence import NOT_SEEN, Evidence, Verdict, confirmed, either, refused

PAGE = 20


@check("organization-not-in-use")
def organization_not_in_use(evidence: Evidence) -> Verdict:
    """An account without an organization was asked for it."""
    refused = [a for a in evidence.of("DescribeOrganization") if not a.ok and not a.code.startswith("AccessDenied")]
    wrong = [a for a in refused if a.code != "AWSOrganizationsNotInUseException"]
    return either(not wrong, (wrong or refused)[0].code) if refused else NOT_SEEN


@check("organization-arns")
def organization_arns(evidence: Evidence) -> Verdict:
    """`arn:PARTITION:organizations::MANAGEMENT:…` of every organization and account."""
    seen: list[tuple[str, bool]] = []
    for answer in evidence.of("DescribeOrganization", "ListAccounts", "DescribeAccount"):
        shown = [answer.parsed.get("Organization"), answer.parsed.get("Account"), *answer.parsed.get("Accounts", ())]
        for arn in (str(each["Arn"]) for each in shown if each and "Arn" in each):
            parts = arn.split(":")
            right = parts[1:4] == [answer.session.partition, "organizations", ""] and parts[4].isdecimal()
            seen.append((arn, right))
    wrong = [arn for arn, right in seen if not right]
    return either(not wrong, (wrong or [seen[0][0]])[0]) if seen else NOT_SEEN


@check("govcloud-all-features")
def govcloud_all_features(evidence: Evidence) -> Verdict:
    """The GovCloud organization's FeatureSet."""
    answers = [a for a in evidence.of("DescribeOrganization", side="govcloud") if a.ok]
    sets = {str(a.parsed.get("Organization", {}).get("FeatureSet")) for a in answers}
    return either(sets == {"ALL"}, ", ".join(sorted(sets))) if sets else NOT_SEEN


@check("member-may-not-list")
def member_may_not_list(evidence: Evidence) -> Verdict:
    """A member asked ListAccounts."""
    answers = evidence.of("ListAccounts", who="member")
    # A standalone account gets the answer of another claim.
    members = [a for a in answers if a.code != "AWSOrganizationsNotInUseException"]
    wrong = [a for a in members if a.code != "AccessDeniedException"]
    return either(not wrong, (wrong or members)[0].code or "it was answered") if members else NOT_SEEN


@check("pages-of-twenty")
def pages_of_twenty(evidence: Evidence) -> Verdict:
    """The longest page of any listing of Organizations."""
    longest, ended = 0, True
    for answer in evidence.answers:
        if answer.ok and answer.action.startswith("organizations:List"):
            longest = max([longest, *(len(value) for value in answer.parsed.values() if isinstance(value, list))])
            ended = ended and "NextToken" not in answer.parsed
    if longest < PAGE and ended:
        return NOT_SEEN  # nothing here is long enough
    return either(longest <= PAGE, f"the longest page has {longest}")


@check("parent-not-found")
def parent_not_found(evidence: Evidence) -> Verdict:
    """Children of no parent, parents of no child."""
    parents = refused(evidence.about_nobody("ListChildren", "ParentId", "root"), "ParentNotFoundException")
    children = refused(evidence.about_nobody("ListParents", "ChildId", "account"), "ChildNotFoundException")
    return parents if children is NOT_SEEN or parents.outcome == "contradicted" else children


@check("home-regions")
def home_regions(evidence: Evidence) -> Verdict:
    """Both management accounts were answered at home."""
    sides = {evidence.side(a) for a in evidence.of("DescribeOrganization") if a.ok}
    return confirmed("both answered") if sides == {"commercial", "govcloud"} else NOT_SEEN
