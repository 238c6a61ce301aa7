"""`govpair access`: become a vended account through the role in it, on either side."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import typer

from custom_resources.engine.errors import NotFound
from custom_resources.scripts.access_options import AccessedOptions, FormOptions, OneSide, RoleOptions
from custom_resources.scripts.answer import Answer, Problem, give, say
from custom_resources.scripts.child import NotStarted, run_child
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.handing_on import environment, export_lines, profile_text
from custom_resources.scripts.lookup import find
from custom_resources.scripts.many import Many, no_such_pair
from custom_resources.scripts.needs import Needs
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.subjects import ManyOptions, Subject
from custom_resources.scripts.task import Task, perform
from custom_resources.scripts.texts import facts
from custom_resources.scripts.times import time_text
from custom_resources.scripts.values import seconds_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from custom_resources.engine.estate import Estate
    from custom_resources.engine.member_credentials import MemberCredentials
    from custom_resources.engine.member_role import Side
    from custom_resources.engine.model import AccountPair
    from custom_resources.engine.session import AwsSession
    from custom_resources.scripts.pair_options import PairOptions

EXAMPLES = (
    "govpair access --name log-archive",
    "govpair access --name log-archive --side commercial --profile-text",
    "govpair access --account-id 210987654321 -- aws s3 ls",
    "govpair access --from accounts.csv",
    'eval "$(govpair access --name log-archive --export)"',
)
NEEDS = {
    "access": Needs(
        commercial="""
            account:GetGovCloudAccountInformation
            cloudtrail:LookupEvents
            organizations:ListAccounts
            organizations:ListCreateAccountStatus
            organizations:ListParents
            organizations:ListTagsForResource
            sts:AssumeRole
        """,
        govcloud_management="organizations:DescribeAccount",
        govcloud_paired="sts:AssumeRole",
    ),
}
NOTHING: dict[str, object] = dict.fromkeys(
    ("account_id", "side", "role_arn", "identity_arn", "expiration", "profile_text", "exit_status")
)


def access(
    which: AccessedOptions,
    role: RoleOptions,
    form: FormOptions,
    many: ManyOptions,
    credentials: CredentialOptions,
    output: OutputOptions,
) -> int:
    """Prove that the role in a vended account can be assumed, and give access to the account.

    The GovCloud half is entered through the GovCloud account paired with the commercial management account, the
    commercial half through the commercial management account. Shows who one is there and until when. --account-id is
    the account's id on that side, and needs no other credentials.

    The exit status of a command is in the JSON document; when it isn't 0, the exit code is 1.
    """
    form.check(as_json=output.as_json)
    if many.given:
        return _many(which, role, form, many, credentials, output)
    which.require_one()
    entered: list[tuple[MemberCredentials, AwsSession]] = []

    def work(task: Task) -> Answer:
        estate = task.estate(credentials, *sets_of(role, [which]))
        keys, own = enter(task, estate, which, role)
        entered.append((keys, own))
        if form.export:
            return Answer(task.known, export_lines(keys, own))
        return Answer(task.known, str(task.known["profile_text"]) if form.profile_text else text_of(task.known))

    answer = perform("access", NOTHING, work)
    if entered and form.export and sys.stdout.isatty():
        say('govpair access: these lines are secret, and this is a terminal. Meant is: eval "$(govpair access …)"')
    if entered and form.command and answer.exit_code is ExitCode.DONE:
        answer = _run(form.command, answer, *entered[0], as_json=output.as_json)
    return give("access", answer, as_json=output.as_json)


def sets_of(role: RoleOptions, wanted: list[PairOptions] | list[AccessedOptions]) -> tuple[str, ...]:
    """The credential sets that it takes: the one that the role trusts, the commercial one to look for a pair."""
    trusted = "commercial" if role.side is OneSide.COMMERCIAL else "govcloud_paired"
    looked_for = any(which.account_id is None for which in wanted)
    return ("commercial", trusted) if looked_for and trusted != "commercial" else (trusted,)


def enter(
    task: Task, estate: Estate, which: PairOptions, options: RoleOptions, pair: AccountPair | None = None
) -> tuple[MemberCredentials, AwsSession]:
    """Assume the role, ask STS who that is, and put down what was seen; returns the keys, and who assumed.

    pair: where it is known already.
    """
    from custom_resources.engine.member_credentials import SessionOptions, issue_credentials, prove
    from custom_resources.engine.member_role import MemberRole
    from custom_resources.engine.member_session import trusted_session

    side: Side = "govcloud" if options.side is OneSide.GOVCLOUD else "commercial"
    account_id, name = _account(estate, which, options, pair)
    role = MemberRole(side, account_id, options.role_name, options.role_arn, options.external_id)
    own = trusted_session(estate, role.side)
    task.known.update(account_id=account_id, side=side, role_arn=role.arn)
    keys = issue_credentials(estate, role, SessionOptions(duration_seconds=int(seconds_of(options.duration))))
    who = prove(estate, role, keys)
    task.known.update(
        identity_arn=who.arn,
        expiration=time_text(keys.expiration),
        profile_text=profile_text(f"{name}-{side}", role, own),
    )
    return keys, own


def text_of(known: Mapping[str, object]) -> str:
    """What was seen, for people."""
    return facts(
        [
            (f"{'GovCloud' if known['side'] == 'govcloud' else 'commercial'} account", known["account_id"]),
            ("role", known["role_arn"]),
            ("can be assumed as", known["identity_arn"]),
            ("session ends", known["expiration"]),
        ]
    )


def _account(estate: Estate, which: PairOptions, options: RoleOptions, pair: AccountPair | None) -> tuple[str, str]:
    """Return the account's id, and a name for it."""
    if which.account_id is not None:
        return which.account_id, which.account_id
    pair = pair or find(estate, which)
    if pair is None:
        raise NotFound(
            "looking for the account",
            f"There is no account pair {which.words} in the commercial organization. `govpair status --all` lists the "
            "pairs; an account's id on its side can be given with --account-id.",
        )
    govcloud = options.side is OneSide.GOVCLOUD
    return pair.govcloud_account_id if govcloud else pair.commercial_account_id, pair.name


MANY = Many(
    "access",
    NOTHING,
    "can be assumed",
    {"ID": lambda entry: entry["account_id"], "SESSION ENDS": lambda entry: entry["expiration"]},
)


def _many(
    which: PairOptions,
    role: RoleOptions,
    form: FormOptions,
    many: ManyOptions,
    credentials: CredentialOptions,
    output: OutputOptions,
) -> int:
    if form.export or form.command:
        raise typer.BadParameter("only for one account: credentials are one's.", param_hint="--export, -- COMMAND")
    subjects = many.subjects(credentials, vars(which), ("role_name", "role_arn", "external_id"))

    def one(task: Task, estate: Estate, subject: Subject) -> Answer:
        pair = None if subject.which.account_id else subject.pair(estate)
        if pair is None and not subject.which.account_id:
            raise no_such_pair(subject, "looking for the account")
        enter(task, estate, subject.which, replace(role, **subject.values), pair)
        return Answer(task.known)

    sets = sets_of(role, [subject.which for subject in subjects])
    text = _profiles if form.profile_text else None
    return MANY.run(output, subjects, lambda task: task.estate(credentials, *sets), one, text=text)


def _profiles(results: Sequence[Mapping[str, Any]]) -> str:
    """The profiles of those that can be assumed."""
    return "\n\n".join(entry["profile_text"] for entry in results if entry["profile_text"])


def _run(command: list[str], answer: Answer, keys: MemberCredentials, own: AwsSession, *, as_json: bool) -> Answer:
    """Run the command as the account; its own output stands for the text."""
    title = f"running {command[0]} as account {keys.account_id}"
    try:
        status = run_child(command, environment(os.environ, keys, own), output_is_taken=as_json)
    except NotStarted as error:
        return Answer(answer.document, "", ExitCode.FAILED, Problem(title, f"{error}."))
    document = {**answer.document, "exit_status": status}
    if status == 0:
        return Answer(document)
    return Answer(document, "", ExitCode.FAILED, Problem(title, f"It ended with exit status {status}."))
