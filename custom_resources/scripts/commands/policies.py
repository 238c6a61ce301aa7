"""`govpair policies`: the least-privilege IAM policies that govpair needs. Makes no call, needs no credentials."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from custom_resources.engine.errors import EngineError
from custom_resources.engine.policies.trust import external_id_rule, principal_rule
from custom_resources.scripts.answer import Answer
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.policy_options import Format, KnownIds, Principal
from custom_resources.scripts.task import Task, run
from custom_resources.scripts.values import each_obeying, obeying

if TYPE_CHECKING:
    from custom_resources.engine.policies.place import Ids
    from custom_resources.scripts.needs import Needs
    from custom_resources.scripts.policy_texts import Made

EXAMPLES = (
    "govpair policies --set commercial --format json",
    'govpair policies --command "vend --join" --directory iam --format terraform',
)
NOTHING: dict[str, object] = {"policies": None, "files": None}


def policies(
    known: KnownIds,
    output: OutputOptions,
    sets: Annotated[
        list[Principal] | None,
        typer.Option(
            "--set",
            help=f"Whose policy ({', '.join(Principal)}); repeatable, all when left out.",
            metavar="SET",
            show_default=False,
        ),
    ] = None,
    commands: Annotated[
        list[str] | None,
        typer.Option(
            "--command",
            help='What it must suffice for, such as "vend --join" or "terraform plan"; repeatable, all of govpair when '
            "left out.",
            metavar="COMMAND",
        ),
    ] = None,
    written_as: Annotated[Format, typer.Option("--format", help="How they are written.")] = Format.TEXT,
    directory: Annotated[
        Path | None, typer.Option(help="Write a file for each policy into this folder.", metavar="PATH")
    ] = None,
    trusted: Annotated[
        list[str] | None,
        typer.Option(
            help="ARN that may assume a set's role: gives its trust policy; repeatable.",
            metavar="ARN",
            callback=each_obeying(principal_rule),
        ),
    ] = None,
    external_id: Annotated[
        str | None,
        typer.Option(
            help="External id that the trust policies ask for.", metavar="TEXT", callback=obeying(external_id_rule)
        ),
    ] = None,
) -> int:
    """Write the least-privilege IAM policies of each credential set, for all that govpair does or for some commands.

    No call is made and no credentials are needed. No action has a wildcard; where a resource has one, the text (and
    comments in Terraform) tell why. Ids that are given make the resources narrower. The role in vended accounts trusts
    whom AWS makes it trust.
    """
    if directory is not None and written_as is Format.TEXT:
        raise typer.BadParameter("files are json or terraform.", param_hint="--directory, --format")
    made = _make(known.ids, sets or (), commands or ("terraform apply",), trusted or (), external_id)

    def work(task: Task) -> Answer:
        from custom_resources.scripts import policy_texts

        task.known["policies"] = [policy_texts.document_of(one) for one in made]
        if directory is not None:
            task.known["files"] = _write(directory, made, written_as)
            return Answer(task.known, "\n".join(task.known["files"]))
        return Answer(task.known, _text(made, written_as) if made else "No permission is needed.")

    return run("policies", output, NOTHING, work)


def _make(
    ids: Ids, sets: Sequence[Principal], commands: Sequence[str], trusted: Sequence[str], external_id: str | None
) -> list[Made]:
    from custom_resources.engine.policies.document import policies_of
    from custom_resources.engine.policies.hashicorp_aws import STACK_KINDS
    from custom_resources.engine.policies.place import places
    from custom_resources.engine.policies.resources import KINDS, MAKING
    from custom_resources.engine.policies.trust import trust_policy
    from custom_resources.scripts.needs import OF_STACKS, TAGGING
    from custom_resources.scripts.policy_texts import Made

    needs = _needs_of(commands)
    tagging = TAGGING if OF_STACKS.union(("terraform apply",)).isdisjoint(commands) else MAKING
    kinds = KINDS if OF_STACKS.isdisjoint(commands) else STACK_KINDS
    found: list[Made] = []
    for place in places(ids):
        actions = frozenset().union(*(each.actions(place.name) for each in needs))
        if actions and (not sets or place.name in sets):
            trust = trust_policy(place, trusted, external_id)
            _check_length(trust)
            found.append(Made(place, policies_of(place, actions, tagging, kinds), trust))
    return [one for one in found if one.policies]


def _needs_of(commands: Sequence[str]) -> Sequence[Needs]:
    from custom_resources.scripts.needs import command_needs

    known = command_needs()
    for command in commands:
        if command not in known:
            raise typer.BadParameter(
                f"{command!r} is no command that asks AWS; those are {', '.join(map(repr, known))}.",
                param_hint="--command",
            )
    return [known[command] for command in commands]


def _check_length(trust: Mapping[str, Any] | None) -> None:
    from custom_resources.engine.policies.document import compact
    from custom_resources.engine.policies.trust import MAX_CHARACTERS

    length = len(compact(trust or {}))
    if length > MAX_CHARACTERS:
        raise typer.BadParameter(
            f"a role's trust policy has at most {MAX_CHARACTERS} characters, and this one would have {length}: trust "
            "fewer.",
            param_hint="--trusted",
        )


def _text(made: Sequence[Made], written_as: Format) -> str:
    from custom_resources.scripts import policy_texts

    if written_as is Format.TEXT:
        return "\n\n".join(map(policy_texts.text_of, made))
    if written_as is Format.TERRAFORM:
        return "\n".join(map(policy_texts.terraform_of, made)).rstrip()
    documents = policy_texts.json_files(made)
    return json.dumps(documents if len(documents) > 1 else next(iter(documents.values())), indent=2)


def _write(directory: Path, made: Sequence[Made], written_as: Format) -> list[str]:
    from custom_resources.scripts import policy_texts

    files: Mapping[str, str]
    if written_as is Format.TERRAFORM:
        files = {f"{one.place.name}.tf": policy_texts.terraform_of(one) for one in made}
    else:
        files = {name: json.dumps(it, indent=2) + "\n" for name, it in policy_texts.json_files(made).items()}
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (directory / name).write_text(content, encoding="utf-8")
    except OSError as error:
        raise EngineError(
            f"writing policies into {directory}",
            f"{error.strerror}: {error.filename}. Give --directory a folder that you may write into.",
        ) from error
    return [str(directory / name) for name in files]
