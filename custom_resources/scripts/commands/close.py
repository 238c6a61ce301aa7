"""`govpair close`: close both halves of a pair, after the account's name was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from custom_resources.engine import rules
from custom_resources.engine.errors import NotFound, Unreachable
from custom_resources.engine.model import CLOSED_STATES
from custom_resources.scripts.answer import Answer, give
from custom_resources.scripts.confirmation import at_terminal, confirmed_by_name, not_confirmed
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.documents import document_of
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.failures import PartlyDone
from custom_resources.scripts.lookup import find
from custom_resources.scripts.many import PAIR_COLUMNS, Many, no_such_pair
from custom_resources.scripts.needs import READING_A_PAIR, Needs
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.pair_options import PairOptions
from custom_resources.scripts.subjects import ManyOptions, Subject
from custom_resources.scripts.task import Task, perform, run
from custom_resources.scripts.texts import pair_text
from custom_resources.scripts.values import check_duration, obeying, seconds_of

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import AccountPair

EXAMPLES = (
    "govpair close --name app-test",
    "govpair close --email aws+app-test@example.gov --move-to ou-ab12-cd34ef56 --yes",
    "govpair close --from accounts.csv",
)
NEEDS = {
    "close": Needs(
        commercial=f"""{READING_A_PAIR}
            organizations:CloseAccount
            organizations:ListChildren
            organizations:MoveAccount
        """,
        govcloud_management="organizations:DescribeAccount",
    ),
}
NOTHING: dict[str, object] = {"pair": None, "closed": None}
WHAT_AWS_DOES = (
    "Closing can't be taken back from here. AWS closes both halves, commercial and GovCloud: what is in them stops, "
    "and after 90 days it is deleted for ever; until then AWS Support may reopen them. The email address "
    "can't be that of another account. Closed accounts stay in their organizations, and count, until they are gone. "
    "AWS closes 3 accounts at once, and in 30 days 20 % of an organization's accounts (250 at least, 1,000 at most)."
)
"""Sources: CloseAccount; "Quotas for AWS Organizations"; Account Management, "Close an AWS account"."""


def close(
    which: PairOptions,
    many: ManyOptions,
    credentials: CredentialOptions,
    output: OutputOptions,
    yes: Annotated[bool, typer.Option("--yes", help="Close without asking for the account's name.")] = False,
    move_to: Annotated[
        str | None,
        typer.Option(
            help="Commercial root or OU that the closed account then goes to, so that its own can be deleted.",
            metavar="ID",
            callback=obeying(rules.parent_id),
        ),
    ] = None,
    timeout: Annotated[
        str, typer.Option(help="How long to follow the closing.", callback=check_duration, metavar="DURATION")
    ] = "20m",
) -> int:
    """Close both halves of a pair, and follow them until AWS has closed them.

    Says first what AWS does, and asks for the account's name; without a terminal nothing is closed unless --yes is
    given. A pair that is closed already is shown, and nothing done. Exit code 3 means that the closing goes on in AWS:
    the same command follows it.
    """
    if many.given:
        subjects = many.subjects(credentials, vars(which), ())
        require_somebody(yes)
        if not yes:
            names = ", ".join(subject.label for subject in subjects)
            question = f"{len(subjects)} pairs: {names}\n\n{WHAT_AWS_DOES}"
            words = f"close {len(subjects)} pairs"
            if not confirmed_by_name("--yes", question, words):
                return give("close", not_confirmed(words, {"results": None}), as_json=output.as_json)

        def one(task: Task, estate: Estate, subject: Subject) -> Answer:
            pair = subject.pair(estate)
            if pair is None:
                raise no_such_pair(subject, "looking for the account pair")
            return close_one(task, estate, pair, move_to, seconds_of(timeout))

        return MANY.run(
            output, subjects, lambda task: task.estate(credentials, "commercial", welcome="govcloud_paired"), one
        )
    which.require_one()
    require_somebody(yes)
    found: list[AccountPair] = []

    def look(task: Task) -> Answer:
        pair = pair_to_close(task.estate(credentials, "commercial", welcome="govcloud_paired"), which)
        found.append(pair)
        task.known["pair"] = document_of(pair)
        return Answer(task.known)

    if not yes:
        answer = perform("close", NOTHING, look)
        if answer.exit_code is not ExitCode.DONE:
            return give("close", answer, as_json=output.as_json)
        name, question = found[0].name, f"{pair_text(found[0])}\n\n{WHAT_AWS_DOES}"
        is_open = found[0].commercial_state not in CLOSED_STATES
        if is_open and not confirmed_by_name("--yes", question, name):
            return give("close", not_confirmed(name, answer.document), as_json=output.as_json)

    def work(task: Task) -> Answer:
        estate = task.estate(credentials, "commercial", welcome="govcloud_paired")
        pair = found[0] if found else pair_to_close(estate, which)
        return close_one(task, estate, pair, move_to, seconds_of(timeout))

    return run("close", output, NOTHING, work)


MANY = Many("close", NOTHING, "closed", PAIR_COLUMNS)


def require_somebody(yes: bool) -> None:
    """Refuse to close where nobody can be asked and nobody has said yes.

    Raises:
        typer.BadParameter: as wrong usage, before any call.
    """
    if not yes and not at_terminal():
        raise typer.BadParameter(
            "a closing is confirmed at a terminal by the account's name, and standard input is none. Give it to close "
            "without being asked. Nothing was changed.",
            param_hint="--yes",
        )


def pair_to_close(estate: Estate, which: PairOptions) -> AccountPair:
    """Return the pair. Raises NotFound where there is none."""
    pair = find(estate, which)
    if pair is None:
        raise NotFound(
            "looking for the account pair",
            f"There is no account pair {which.words} in the commercial organization. Nothing was closed. `govpair "
            "status --all` lists the pairs.",
        )
    return pair


def close_one(task: Task, estate: Estate, pair: AccountPair, move_to: str | None, timeout: float) -> Answer:
    """Close a pair, or follow a closing that is on its way."""
    from custom_resources.engine.account_pairs import close_pair

    before = pair.commercial_state
    task.known.update(pair=document_of(pair), closed=False)
    try:
        closed = close_pair(
            estate, pair.commercial_account_id, timeout, known_govcloud_id=pair.govcloud_account_id, move_to=move_to
        )
    except Unreachable as error:
        raise PartlyDone(error) from error  # the credentials were checked before, so this came in the middle
    task.known.update(pair=document_of(closed), closed=True)
    seen = "was closed already" if before in CLOSED_STATES - {"PENDING_CLOSURE"} else "is closed"
    return Answer(task.known, f"account pair {pair.name} {seen}\n{pair_text(closed)}")
