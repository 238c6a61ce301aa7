"""`govpair verify-aws`: compare what govpair claims about AWS with what AWS answers, and write a file to share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from custom_resources.engine import rules
from custom_resources.engine.errors import EngineError
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.scripts.answer import Answer, Problem, give
from custom_resources.scripts.confirmation import confirmed_by_name, not_confirmed
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.failures import answer_to
from custom_resources.scripts.needs import Needs
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.task import Task, run
from custom_resources.scripts.texts import facts, table
from custom_resources.scripts.values import check_duration, obeying, seconds_of

if TYPE_CHECKING:
    from custom_resources.engine.session import AwsSession
    from custom_resources.engine.verification.evidence import Evidence
    from custom_resources.engine.verification.one_pair import OnePair

EXAMPLES = (
    "govpair verify-aws --file aws-report.json",
    "govpair verify-aws --make-one-pair --owner platform-team --email aws+verify@example.gov --name verify",
)
NOTHING: dict[str, object] = dict.fromkeys(("file", "confirmed", "contradicted", "not_seen", "missing", "one_pair"))
PANEL = "With --make-one-pair"
READING_SECONDS = 1800.0


def _needs() -> Mapping[str, Needs]:
    from custom_resources.engine.member_session import MEMBER
    from custom_resources.engine.permissions import INVITED
    from custom_resources.engine.verification.probes import BESIDE
    from custom_resources.engine.verification.reads import reads_by_principal

    reads = reads_by_principal()
    inside = reads[INVITED] | reads[MEMBER] | BESIDE[MEMBER]
    paired = reads["govcloud_paired"] | BESIDE["govcloud_paired"]
    of = {
        "commercial": reads["commercial"],
        "govcloud_management": reads["govcloud_management"],
        "govcloud_paired": paired,
        "govcloud_member": inside,
        "commercial_member": inside,
    }
    return {"verify-aws": Needs(**{name: " ".join(actions) for name, actions in of.items()})}


NEEDS = _needs
"""All that the engine ever reads, and what is asked for a claim besides; for one real pair `vend --join`'s, too."""


def verify_aws(
    credentials: CredentialOptions,
    output: OutputOptions,
    file: Annotated[
        Path, typer.Option(help="Where to write the report; a file that is there is left alone.", metavar="PATH")
    ] = Path("govpair-verify-aws.json"),
    role_name: Annotated[
        str,
        typer.Option(help="The role made in vended accounts.", metavar="NAME", callback=obeying(rules.role_name)),
    ] = DEFAULT_ROLE_NAME,
    make_one_pair: Annotated[
        bool, typer.Option("--make-one-pair", help="Make one real account pair, let it join, and time it.")
    ] = False,
    email: Annotated[
        str | None,
        typer.Option(
            help="Root email of the new pair.", metavar="EMAIL", callback=obeying(rules.email), rich_help_panel=PANEL
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            help="Name of the new pair.",
            metavar="NAME",
            callback=obeying(rules.new_account_name),
            rich_help_panel=PANEL,
        ),
    ] = None,
    timeout: Annotated[
        str,
        typer.Option(
            help="How long to wait for it.", callback=check_duration, metavar="DURATION", rich_help_panel=PANEL
        ),
    ] = "60m",
) -> int:
    """Ask AWS everything that govpair ever asks, and write what it says of govpair's claims into a file to share.

    Changes nothing: calls that could are kept from leaving this machine. Ids, emails and names in the file are
    placeholders. With --make-one-pair it makes one account pair for good, after the name was typed at a terminal.
    Exit code 0 when the file is written, also where AWS differs from what is claimed.
    """
    if make_one_pair != bool(email and name) or (not make_one_pair and (email or name)):
        raise typer.BadParameter(
            "belong together: give all three, or none.", param_hint="--make-one-pair, --email, --name"
        )
    if make_one_pair:
        credentials.require_owner()
    if file.exists() or not file.parent.is_dir():
        why = "is there already; give another name." if file.exists() else "is in a folder that isn't there."
        raise typer.BadParameter(f"{file} {why}", param_hint="--file")
    pair = None
    if email and name:
        from custom_resources.engine.verification.one_pair import OnePair

        if not confirmed_by_name("--make-one-pair", _QUESTION.format(name=name, email=email), name):
            return give("verify-aws", not_confirmed(name, NOTHING), as_json=output.as_json)
        pair = OnePair(email, name, role_name)

    def work(task: Task) -> Answer:
        return _verify(task, credentials, file, role_name, pair, seconds_of(timeout))

    return run("verify-aws", output, NOTHING, work)


_QUESTION = """This makes two real AWS accounts, {name} ({email}): one in your commercial organization, and its GovCloud
account, which is invited into your GovCloud organization and accepts. They can't be deleted: closing them takes 90
days, counts against your closing quota, and the email can't be used again. They cost nothing while they are empty."""


def _verify(
    task: Task, credentials: CredentialOptions, file: Path, role_name: str, pair: OnePair | None, timeout: float
) -> Answer:
    from custom_resources.engine.verification import probes, reads
    from custom_resources.engine.verification.evidence import Evidence
    from custom_resources.engine.verification.one_pair import make_one_pair
    from custom_resources.engine.verification.recording import Recorder

    recorder = Recorder()
    keep_out = reads.only(reads.all_reads() | (reads.JOINING if pair is not None else frozenset()))

    def prepare(session: AwsSession, client: Any) -> None:
        keep_out(client)
        recorder.attach(session, client)

    sets = ("commercial", "govcloud_paired", "govcloud_management")
    estate = task.estate(credentials, *sets, prepare=prepare)
    recorder.pace = estate.pace
    evidence = Evidence(estate, recorder.answers)
    deadline = estate.deadline("verifying AWS", READING_SECONDS, "Run again.")
    not_asked = probes.run_reads(evidence, deadline, role_name)
    failure = None
    if pair is not None:
        evidence.one_pair = pair
        try:
            make_one_pair(estate, recorder, pair, timeout)
            not_asked = probes.run_reads(evidence, deadline, role_name)
        except EngineError as error:
            failure = error
    return _answer(task, evidence, file, not_asked, failure)


def _answer(task: Task, evidence: Evidence, file: Path, not_asked: list[str], failure: EngineError | None) -> Answer:
    from custom_resources.engine.claims import load_claims
    from custom_resources.engine.verification.report import build_report, judge, write_report

    claims = load_claims()
    document = build_report(evidence, claims, judge(evidence, claims), not_asked)
    unwritten = _unwritten(lambda: write_report(document, file))
    found = {
        outcome: {name: each["seen"] for name, each in document["claims"].items() if each["outcome"] == outcome}
        for outcome in ("confirmed", "contradicted", "not_seen")
    }
    missing = sorted({f"{call['call']}: {path}" for call in document["calls"] for path in call.get("missing", ())})
    task.known.update(
        file=None if unwritten else str(file),
        confirmed=sorted(found["confirmed"]),
        contradicted=found["contradicted"],
        not_seen=sorted(found["not_seen"]),
        missing=missing,
        one_pair=document["one_pair"],
    )
    text = facts(
        [
            ("report", "not written" if unwritten else file),
            ("calls", sum(call["times"] for call in document["calls"])),
            ("confirmed", f"{len(found['confirmed'])} claims"),
            ("not seen", f"{len(found['not_seen'])} claims"),
            ("contradicted", f"{len(found['contradicted'])} claims"),
            ("members missing", ", ".join(missing)),
            ("not asked", "; ".join(document["not_asked"])),
        ]
    )
    if found["contradicted"]:
        rows = [(name, claims[name].behaviour, seen) for name, seen in found["contradicted"].items()]
        text += "\n" + table(("CONTRADICTED", "CLAIMED", "SEEN"), rows)
    if unwritten is not None:
        return Answer(task.known, text, ExitCode.FAILED, unwritten)
    if failure is not None:
        problem = answer_to(failure, task.known, "verify-aws").problem
        step = "The report tells what was seen before. `govpair status` tells whether there is a pair; one that was"
        return Answer(task.known, text, ExitCode.FAILED, problem, f"{step} made is an ordinary one: `govpair vend`.")
    return Answer(
        task.known, text, next_step="Read the file, then share it; docs/verify-aws.md says with whom and how."
    )


def _unwritten(write: Callable[[], None]) -> Problem | None:
    """Write; what was found out is told also where that can't be done."""
    try:
        write()
    except OSError as error:
        return Problem("writing the report", f"It could not be written: {error}. What it found is told here.")
    return None
