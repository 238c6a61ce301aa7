"""`govpair status`: what there is, of one pair, of all, or of the creation requests. Changes nothing."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from custom_resources.engine.errors import EngineError
from custom_resources.scripts.answer import Answer, Problem
from custom_resources.scripts.commands.status_watch import WatchOptions, watch
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.documents import document_of
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.lookup import being_made, find, may_be_making, newest_failure
from custom_resources.scripts.many import PAIR_COLUMNS, Many
from custom_resources.scripts.needs import READING_A_MEMBERSHIP, READING_A_PAIR, Needs
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.pair_options import PairOptions
from custom_resources.scripts.subjects import ManyOptions, Subject
from custom_resources.scripts.task import Task, run
from custom_resources.scripts.texts import facts, membership_text, pair_text, pairs_text, requests_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import AccountPair, CreationRequest

EXAMPLES = (
    "govpair status --email aws+log-archive@example.gov",
    "govpair status --requests IN_PROGRESS --json",
    "govpair status --organization organization.yaml --all-declared",
    "govpair status --watch --until-done",
)
NEEDS = {
    "status": Needs(
        commercial=READING_A_PAIR,
        govcloud_management=READING_A_MEMBERSHIP,
    ),
}

NOTHING: dict[str, object] = dict.fromkeys(("pair", "membership", "membership_unknown", "request", "possible_requests"))


class RequestState(StrEnum):
    """States of creation requests, in AWS's words, and all of them."""

    IN_PROGRESS = "IN_PROGRESS"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    ALL = "ALL"


def status(
    which: PairOptions,
    many: ManyOptions,
    watching: WatchOptions,
    credentials: CredentialOptions,
    output: OutputOptions,
    all_pairs: Annotated[bool, typer.Option("--all", help="List every pair of the organization.")] = False,
    requests: Annotated[
        list[RequestState] | None, typer.Option(help="List the creation requests in this state; repeatable.")
    ] = None,
) -> int:
    """Show one pair and its membership, many, all pairs, or creation requests; or watch what is going on.

    Of one pair: exit code 0 when it exists, 3 while it is being made or may be (AWS tells no email of a request), 1
    when there is none. --watch ends with Ctrl-C and exit code 0.
    """
    watching.check()
    if all_pairs + bool(requests) + bool(which.given) + many.given + watching.watch != 1:
        raise typer.BadParameter(
            "say what to show, once: one pair, many, --all, --requests, or --watch.",
            param_hint="--email, --name, --account-id, --from, --all-declared, --select, --all, --requests, --watch",
        )
    if watching.watch:
        return watch(watching, credentials, output)
    if many.given:
        return _MANY.run(
            output,
            many.subjects(credentials, {}, ()),
            lambda task: task.estate(credentials, "commercial", welcome="govcloud_management"),
            _one_of_many,
        )
    if requests:
        return run(
            "status",
            output,
            {"requests": None},
            lambda task: _requests(task.estate(credentials, "commercial"), requests),
        )
    if all_pairs:
        return run("status", output, {"pairs": None}, lambda task: _all(task.estate(credentials, "commercial")))
    which.require_one()

    def work(task: Task) -> Answer:
        return _one(task, task.estate(credentials, "commercial", welcome="govcloud_management"), which)

    return run("status", output, NOTHING, work)


def _one_of_many(task: Task, estate: Estate, subject: Subject) -> Answer:
    return _one(task, estate, subject.lookup)


def _joined(entry: Mapping[str, Any]) -> str:
    if entry["membership"]:
        return str(entry["membership"]["organization_id"])
    return "not known" if entry["membership_unknown"] else ""


_MANY = Many("status", NOTHING, "exists", {**PAIR_COLUMNS, "GOVCLOUD ORGANIZATION": _joined})


def _requests(estate: Estate, states: list[RequestState]) -> Answer:
    from custom_resources.engine.account_pairs import creation_requests

    wanted: list[Any] = [] if RequestState.ALL in states else [state.value for state in states]
    found = creation_requests(estate, wanted)
    return Answer({"requests": [document_of(request) for request in found]}, requests_text(found))


def _all(estate: Estate) -> Answer:
    from custom_resources.engine.account_pairs import list_pairs

    pairs = list_pairs(estate, with_tags=True)
    return Answer({"pairs": [document_of(pair) for pair in pairs]}, pairs_text(pairs))


def _one(task: Task, estate: Estate, which: PairOptions) -> Answer:
    running = being_made(estate, which)
    if running is not None:
        return _unfinished(task, running)
    pair = find(estate, which)
    if pair is None:
        return _none(task, estate, which)
    task.known["pair"] = document_of(pair)
    membership = _membership(task, estate, pair)
    return Answer(task.known, f"{pair_text(pair)}\n{membership}")


def _membership(task: Task, estate: Estate, pair: AccountPair) -> str:
    """Look into the GovCloud organization, where its credentials are there; a failure is told, and no error."""
    from custom_resources.engine.memberships import read_membership

    if not estate.govcloud_management.credential_set.configured:
        task.known["membership_unknown"] = "no credentials of the GovCloud organization's management account"
    else:
        try:
            estate.verify("govcloud_management")
            found = read_membership(estate, pair.govcloud_account_id, with_handshake=True)
            task.known["membership"] = document_of(found)
            return membership_text(found) if found else facts([("GovCloud organization", "not a member")])
        except EngineError as error:
            task.known["membership_unknown"] = " ".join(str(error).split())
    return facts([("GovCloud organization", f"not known: {task.known['membership_unknown']}")])


def _unfinished(task: Task, request: CreationRequest) -> Answer:
    task.known["request"] = document_of(request)
    text = f"being made: creation request {request.id} is {request.state}"
    return Answer(task.known, text, ExitCode.RESUMABLE, next_step="`govpair wait` waits until it is made.")


def _none(task: Task, estate: Estate, which: PairOptions) -> Answer:
    possible = may_be_making(estate, which)
    if possible:
        task.known["possible_requests"] = [document_of(request) for request in possible]
        text = f"no account pair {which.words} yet; one of these may be it; ask by --name\n{requests_text(possible)}"
        step = "`govpair status --name NAME` tells of one; `govpair wait` waits until it is made."
        return Answer(task.known, text, ExitCode.RESUMABLE, next_step=step)
    detail = f"There is no account pair {which.words} in the commercial organization, and none is being made."
    failed = newest_failure(estate, which)
    if failed is not None:
        task.known["request"] = document_of(failed)
        detail += f" The last request of that name, {failed.id}, failed: {failed.failure_reason}."
    problem = Problem("reading the account pair", detail, reason=failed.failure_reason if failed else None)
    return Answer(
        task.known, "", ExitCode.FAILED, problem, "`govpair status --all` lists the pairs; `govpair vend` makes one."
    )
