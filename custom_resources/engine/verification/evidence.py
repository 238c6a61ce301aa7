"""What the checks look at: the answers, by who asked and what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from custom_resources.engine.verification.recording import Answer

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.verification.one_pair import OnePair

Outcome = Literal["confirmed", "contradicted", "not_seen"]

NOBODY = {"account": "000000000000", "root": "r-00000000", "handshake": "h-00000000", "request": f"car-{'0' * 32}"}
"""Ids in AWS's shapes that nothing has: to see how AWS answers for what does not exist."""

MISSING_ROLE = "GovpairRoleThatDoesNotExist"

UNTRUSTING_ROLE = "aws-service-role/organizations.amazonaws.com/AWSServiceRoleForOrganizations"
"""A role that every account of an organization has, and that trusts nobody but Organizations."""

MEMBER = "member"
"""Who asked, where it was the role in a vended account: either of the engine's principals `invited` and `member`."""


@dataclass(frozen=True)
class Verdict:
    """What a check found. seen: in words, with ids and names as AWS sent them; they are redacted in the report."""

    outcome: Outcome
    seen: str = ""


def confirmed(seen: str = "") -> Verdict:
    """AWS does what is claimed."""
    return Verdict("confirmed", seen)


def contradicted(seen: str) -> Verdict:
    """AWS does something else."""
    return Verdict("contradicted", seen)


NOT_SEEN = Verdict("not_seen")
"""Nothing in this account shows it."""


def either(right: bool, seen: str) -> Verdict:
    """Confirmed or contradicted."""
    return confirmed(seen) if right else contradicted(seen)


_OTHER_REASONS = ("AccessDenied", "AWSOrganizationsNotInUse")


def refused(answers: Sequence[Answer], code: str, status: int | None = None) -> Verdict:
    """Whether all of them were refused so; not seen where there is none."""
    for answer in answers:
        if answer.code != code or (status is not None and answer.status != status):
            return contradicted(f"{answer.code or 'no error'}, status {answer.status}: {answer.message}")
    return confirmed(f"{answers[0].code}, status {answers[0].status}: {answers[0].message}") if answers else NOT_SEEN


@dataclass
class Evidence:
    """All answers so far. `one_pair` is there once a pair was made."""

    estate: Estate
    answers: Sequence[Answer]
    one_pair: OnePair | None = field(default=None)

    def who(self, answer: Answer) -> str:
        """Return the credential set that asked, or `member`."""
        sets = (self.estate.commercial, self.estate.govcloud_paired, self.estate.govcloud_management)
        if answer.session.role_arn is None or answer.session in sets:
            return answer.session.credential_set.name
        return MEMBER

    def arn_of(self, answer: Answer) -> str:
        """Return the ARN of who asked, as STS told it to the same session; "" where it was not asked."""
        told = [a for a in self.answers if a.session is answer.session and a.action == "sts:GetCallerIdentity" and a.ok]
        return str(told[0].parsed.get("Arn", "")) if told else ""

    def side(self, answer: Answer) -> str:
        """Return commercial or govcloud, by the keys that asked."""
        return "commercial" if answer.session.partition == "aws" else "govcloud"

    def of(self, *operations: str, who: str | None = None, side: str | None = None) -> list[Answer]:
        """Return the answers of these operations, refusals among them; those that tell nothing of AWS are left out."""
        return [
            answer
            for answer in self.answers
            if answer.telling
            and answer.action.partition(":")[2] in operations
            and (who is None or self.who(answer) == who)
            and (side is None or self.side(answer) == side)
        ]

    def about_nobody(self, operation: str, name: str, what: str) -> list[Answer]:
        """Return the answers to an operation that was asked about what does not exist, where it was permitted."""
        answers = self.of(operation)
        return [a for a in answers if a.arguments.get(name) == NOBODY[what] and not a.code.startswith(_OTHER_REASONS)]

    def listed(self, operation: str, member: str, **by: Any) -> list[Mapping[str, Any]]:
        """Return the items of every page of a listing."""
        return [item for answer in self.of(operation, **by) if answer.ok for item in answer.parsed.get(member, ())]

    def accounts(self, side: str) -> list[Mapping[str, Any]]:
        """Return every account as it was listed or described last, one entry each."""
        found: dict[str, Mapping[str, Any]] = {}
        for answer in self.of("ListAccounts", "DescribeAccount", side=side):
            shown = answer.parsed.get("Accounts") or [answer.parsed.get("Account")]
            found |= {each["Id"]: each for each in shown if each and "Id" in each}
        return list(found.values())

    def shown_accounts(self) -> list[Mapping[str, Any]]:
        """Return every Account in any answer, as often as it was shown."""
        shown = list(self.listed("ListAccounts", "Accounts"))
        return shown + [a.parsed["Account"] for a in self.of("DescribeAccount") if a.ok and "Account" in a.parsed]

    def requests(self) -> list[Mapping[str, Any]]:
        """Return the creation requests as they were listed or described, as often as they were."""
        listed = self.listed("ListCreateAccountStatus", "CreateAccountStatuses")
        described = [a.parsed["CreateAccountStatus"] for a in self.of("DescribeCreateAccountStatus") if a.ok]
        return [*listed, *described]

    def handshakes(self) -> list[Mapping[str, Any]]:
        """Return the handshakes as they were shown, as often as they were."""
        listings = ("ListHandshakesForOrganization", "ListHandshakesForAccount")
        listed = [item for name in listings for item in self.listed(name, "Handshakes")]
        single = ("DescribeHandshake", "InviteAccountToOrganization", "AcceptHandshake")
        return listed + [a.parsed["Handshake"] for a in self.of(*single) if a.ok and "Handshake" in a.parsed]

    def halves(self) -> dict[str, Mapping[str, Any]]:
        """Return commercial account id to what GetGovCloudAccountInformation told of it."""
        found = {}
        for answer in self.of("GetGovCloudAccountInformation", side="commercial"):
            if answer.ok and "GovCloudAccountId" in answer.parsed:
                own = self.estate.commercial.identity().account_id
                found[str(answer.arguments.get("StandardAccountId", own))] = answer.parsed
        return found
