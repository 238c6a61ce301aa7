"""The entry of `govpair`: the commands, wrong usage, and what happens outside of every command's own frame."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer

from custom_resources.scripts.answer import Answer, Problem, give, say
from custom_resources.scripts.command_line import Command
from custom_resources.scripts.commands import (
    accept,
    access,
    apply,
    close,
    destroy,
    discover,
    doctor,
    estimate,
    invite,
    plan,
    policies,
    provider,
    report,
    schema,
    simulate,
    status,
    vend,
    verify_aws,
    version,
    wait,
)
from custom_resources.scripts.credential_options import NOTE
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.failures import answer_to
from custom_resources.scripts.option_groups import expand_groups

COMMANDS: tuple[tuple[Callable[..., int], tuple[str, ...]], ...] = (
    (doctor.doctor, doctor.EXAMPLES),
    (discover.discover, discover.EXAMPLES),
    (plan.plan, plan.EXAMPLES),
    (apply.apply, apply.EXAMPLES),
    (destroy.destroy, destroy.EXAMPLES),
    (estimate.estimate, estimate.EXAMPLES),
    (vend.vend, vend.EXAMPLES),
    (status.status, status.EXAMPLES),
    (wait.wait, wait.EXAMPLES),
    (invite.invite, invite.EXAMPLES),
    (accept.accept, accept.EXAMPLES),
    (access.access, access.EXAMPLES),
    (close.close, close.EXAMPLES),
    (report.report, report.EXAMPLES),
    (policies.policies, policies.EXAMPLES),
    (provider.provider, provider.EXAMPLES),
    (simulate.simulate, simulate.EXAMPLES),
    (verify_aws.verify_aws, verify_aws.EXAMPLES),
    (schema.schema, schema.EXAMPLES),
    (version.version, version.EXAMPLES),
)
"""Every command with its examples, in the order of `--help`."""

_HELP = """AWS GovCloud (US) account pairs by hand: make them, join them, look at them.

Every command may be run again at any time: it asks AWS what there is and does nothing twice.
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 partly done (the same command goes on from there)."""


_INTERRUPTED = 130
"""What typer makes of Ctrl-C outside of a command's own frame."""


def build() -> typer.Typer:
    """Build the application from its commands."""
    app = typer.Typer(
        help=_flowing(_HELP),
        pretty_exceptions_enable=False,
        context_settings={"max_content_width": 120},
        rich_markup_mode=None,  # its tables cut long options off
    )
    for command, examples in COMMANDS:
        expanded = expand_groups(command)
        notes = [NOTE] if "commercial_profile" in inspect.signature(expanded).parameters else []
        # After \b the lines are left as they are: an example can be copied from a terminal of any width.
        epilog = "\n\n".join([f"\b\nExample: {example}" for example in examples] + notes)
        app.command(cls=Command, help=_flowing(inspect.getdoc(command) or ""), epilog=epilog)(expanded)
    return app


def _flowing(text: str) -> str:
    """Let the terminal break the lines of each paragraph, not the source."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def main(argv: Sequence[str] | None = None) -> int:
    """Run `govpair` with these arguments (the process's own by default) and return its exit code. Never raises."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    command = next((word for word in arguments if not word.startswith("-")), "")
    ours = arguments[: arguments.index("--")] if "--" in arguments else arguments
    as_json = "--json" in ours
    try:
        result = typer.main.get_command(build()).main(
            args=arguments or ["--help"], prog_name="govpair", standalone_mode=False
        )
        if result == _INTERRUPTED:
            raise KeyboardInterrupt
        code = result if isinstance(result, int) else ExitCode.DONE
        return int(code) if arguments else int(ExitCode.USAGE)
    except (BrokenPipeError, SystemExit) as left:
        if isinstance(left, SystemExit) and not left.code:
            return int(ExitCode.DONE)  # a shell has asked for completions, and has them
        # Typer makes a SystemExit of the first.
        # The reader of a pipe has gone (`| head`). Nothing more can be said there, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.FAILED)
    except KeyboardInterrupt:
        doing = f"running govpair {command}".strip()
        stopped = Problem(doing, "Stopped as asked, before anything was begun.")
        return give(command, Answer({}, "", ExitCode.RESUMABLE, stopped), as_json=as_json)
    except Exception as error:
        if hasattr(error, "format_message"):
            return _wrong_usage(command, error, as_json=as_json)
        return give(command, answer_to(error, {}, command), as_json=as_json)


def _wrong_usage(command: str, error: Any, *, as_json: bool) -> int:
    """Tell what is wrong with the command line: usage, one line with the nearest match, and where the help is."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else f"govpair {command}"
    say(context.get_usage() if context is not None else f"Usage: govpair {command} [OPTIONS]")
    for line in getattr(error, "lines", ()):  # of a file that is wrong
        say(line)
    message = str(error.message if getattr(error, "possibilities", None) else error.format_message())
    if near := getattr(error, "possibilities", None):
        message = f"{message.rstrip('.')}. Did you mean {' or '.join(sorted(near))}?"
    message = message.replace("Value error, ", "")  # the prefix that the checker of values puts before our own words
    told = "lists all commands" if path == "govpair" else "tells all options, with an example"
    answer = Answer({}, "", ExitCode.USAGE, Problem("wrong usage", message), f"`{path} --help` {told}.")
    return give(command, answer, as_json=as_json)
