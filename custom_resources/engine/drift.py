"""Drift: where a survey differs from the pairs that an organization file declares. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from custom_resources.engine.finding import Finding, in_order
from custom_resources.engine.model import CLOSED_STATES
from custom_resources.engine.rules import same_email
from custom_resources.engine.survey_findings import own_tags
from custom_resources.engine.survey_model import PairLink, Survey, SurveyedAccount

_PLAN = "`terraform plan` of the stack shows the change; or write into the organization file what is meant."


@dataclass(frozen=True)
class DeclaredPair:
    """A pair as an organization file declares it. Paths are of its organizational units, "" for the root.

    govcloud_path: None where the GovCloud account is where its organization puts it (a management account).
    """

    name: str
    email: str
    commercial_path: str = ""
    govcloud_path: str | None = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False


def survey_drift(survey: Survey, declared: Sequence[DeclaredPair]) -> tuple[Finding, ...]:
    """Return where the estate differs from what is declared; the root email tells which pair is which.

    Pairs of the management accounts, which a file doesn't declare, are no drift.
    """
    return in_order(_drift(survey, declared))


def _drift(survey: Survey, declared: Sequence[DeclaredPair]) -> Iterator[Finding]:
    links = {pair.commercial_account_id: pair for pair in survey.pairs}
    found = set()
    for pair in declared:
        account = next((each for each in survey.commercial.accounts if same_email(each.email, pair.email)), None)
        if account is None:
            yield Finding(
                "drift_missing",
                "note" if pair.closed else "problem",
                (),
                f"The pair {pair.name} ({pair.email}) is declared, and no account has that email.",
                "`terraform apply` of its stack makes it; or take it out of the organization file.",
            )
            continue
        found.add(account.id)
        yield from _of_pair(survey, pair, account, links.get(account.id))
    for link in survey.pairs:
        here = survey.accounts.get(link.commercial_account_id)
        if here is not None and here.id not in found and not here.is_management and here.state not in CLOSED_STATES:
            yield Finding(
                "drift_undeclared",
                "warning",
                (link.commercial_account_id, link.govcloud_account_id),
                f"The pair {here.name} ({here.id}, {link.govcloud_account_id}) is not declared.",
                "Declare it in the organization file, with `adopt_existing: true`, or import it.",
            )


def _of_pair(
    survey: Survey, pair: DeclaredPair, commercial: SurveyedAccount, link: PairLink | None
) -> Iterator[Finding]:
    if link is None:
        yield Finding(
            "drift_not_a_pair",
            "problem",
            (commercial.id,),
            f"The pair {pair.name} is declared; the account with its email, {commercial.id}, is not known as a pair.",
            "A GovCloud half can't be added to an account that exists: declare the pair with another email.",
        )
        return
    ids = (commercial.id, link.govcloud_account_id)
    if pair.closed != (commercial.state in CLOSED_STATES):
        state = f"the commercial account is {commercial.state}"
        said = f"it is declared {'closed' if pair.closed else 'open'}, and {state}"
        yield Finding("drift_closed", "problem", ids, f"The pair {pair.name} ({', '.join(ids)}): {said}.", _PLAN)
        return
    if pair.closed:
        return
    halves = (
        ("commercial", commercial, pair.commercial_path),
        ("GovCloud", survey.accounts.get(ids[1]), pair.govcloud_path),
    )
    for side, account, path in halves:
        if account is None:
            continue  # not joined, or not read: a finding of its own
        name = f"The pair {pair.name}, {side} account {account.id}"
        if account.name != pair.name:
            yield Finding("drift_name", "warning", ids, f"{name}: it is called {account.name}.", _PLAN)
        if path is not None and account.path != path:
            sentence = f"{name}: it is in {account.path or 'the root'}, declared is {path or 'the root'}."
            yield Finding("drift_unit", "warning", ids, sentence, _PLAN)
        tags = own_tags(account.tags) if account.tags is not None else None
        if tags is not None and (wrong := _wrong_tags(tags, pair.tags)):
            yield Finding("drift_tags", "warning", ids, f"{name}: {wrong}.", _PLAN)


def _wrong_tags(tags: Mapping[str, str], declared: Mapping[str, str]) -> str:
    """Say which declared tags are missing or differ. Tags that aren't declared are other tools', and no drift."""
    missing = [key for key in sorted(declared) if key not in tags]
    other = [
        f'{key} is "{tags[key]}", declared is "{declared[key]}"'
        for key in sorted(declared)
        if key in tags and tags[key] != declared[key]
    ]
    return "; ".join([*([f"the tags {', '.join(missing)} are missing"] if missing else []), *other])
