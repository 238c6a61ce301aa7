"""Command lines of `govpair`, mostly of options that there are, and files that they may name."""

from __future__ import annotations

import json
from typing import Any

import typer
from hypothesis import strategies as st

from custom_resources.scripts.cli import build
from custom_resources.scripts.csv_subjects import RULES, WHICH
from tests.fuzz.organization_texts import EXAMPLES, garbage, texts

#: Of files that a command line may name; `missing` isn't there, `folder` is one.
FILES = ("accounts.csv", "organization.yaml", "state.json", "policy.json", "missing", "folder")

GROUP: Any = typer.main.get_command(build())
_OPTIONS: dict[str, list[tuple[str, bool]]] = {
    name: [
        (option, bool(getattr(param, "is_flag", False)))
        for param in command.params
        for option in [*param.opts, *param.secondary_opts]
        # It writes into a shell's own files.
        if option.startswith("-") and option not in ("--install-completion", "--show-completion")
    ]
    for name, command in GROUP.commands.items()
}
COMMANDS = sorted(_OPTIONS)

# No slash: what is written goes no further than the test's own folder.
_words = st.text(st.characters(exclude_characters="/\\\x00", exclude_categories=["Cs"]), max_size=10)
_values = st.one_of(
    _words,
    st.sampled_from(FILES),
    st.sampled_from(
        [
            *[
                "aws+a@example.gov",
                "log-archive",
                "111122223333",
                "r-ab12",
                "ou-ab12-abcdefgh",
                "h-abcdefgh",
                "Landing",
            ],
            *[
                "commercial",
                "govcloud",
                "both",
                "Key=value",
                "=",
                "Key=",
                "aws:x=1",
                "90s",
                "0",
                "-1",
                "1e9",
                "nan",
                "inf",
            ],
            *[
                "9" * 30,
                "",
                " ",
                "-",
                "--",
                "*",
                "ALLOW",
                "us-gov-west-1",
                "us-east-1",
                "mars-1",
                "[",
                "{}",
                "[]",
                "a,b",
            ],
            *[
                '{"service": "organizations"}',
                "arn:aws-us-gov:iam::111122223333:role/Landing",
                "arn:",
                "%s",
                "{0}",
                "${x}",
            ],
            *["http://127.0.0.1:9", "SUCCEEDED", "keep", "json", "2026-01-01", "platform-team", "agency", "x" * 300],
        ]
    ),
)


@st.composite
def _line(draw: st.DrawFn) -> list[str]:
    command = draw(st.sampled_from(COMMANDS))
    options = _OPTIONS[command]
    line = [command]
    for _ in range(draw(st.integers(0, 6))):
        option, flag = (
            draw(st.sampled_from(options)) if draw(st.integers(0, 9)) else draw(st.tuples(_words, st.booleans()))
        )
        form = draw(st.integers(0, 7))
        if flag or form == 0:
            line.append(option)
        elif form == 1:
            line.append(f"{option}={draw(_values)}")
        else:
            line += [option, draw(_values)]
    line += draw(st.lists(_values, max_size=2))
    if draw(st.booleans()):
        line.insert(draw(st.integers(1, len(line))), "--json")
    return line


_COMPLETE = st.sampled_from(
    [
        ["vend", "--owner", "me", "--email", "aws+a@example.gov", "--name", "log-archive"],
        ["vend", "--owner", "me", "--from", "accounts.csv"],
        ["invite", "--from", "accounts.csv"],
        ["accept", "--from", "accounts.csv"],
        ["status", "--from", "accounts.csv"],
        ["close", "--from", "accounts.csv", "--yes"],
        ["doctor"],
        ["report", "--out", "report.html"],
        ["discover", "--owner", "me"],
        ["discover", "--owner", "me", "--state", "state.json"],
        ["policies", "--file", "organization.yaml"],
        ["estimate", "--file", "organization.yaml"],
        ["plan", "--file", "organization.yaml"],
        ["status"],
    ]
)


@st.composite
def _csv(draw: st.DrawFn) -> str:
    columns = st.sampled_from([*RULES, *WHICH, "moon", ""])
    cell = _values.map(lambda text: f'"{text}"' if draw(st.booleans()) else text)
    rows = [draw(st.lists(columns, max_size=4))]
    rows += draw(st.lists(st.lists(cell, max_size=5), max_size=4))
    return draw(st.sampled_from(["\n", "\r\n", "\r"])).join(
        draw(st.sampled_from([",", ",", ";", "\t"])).join(row) for row in rows
    )


_RESOURCES = st.fixed_dictionaries(
    {
        "version": st.sampled_from([4, 4, 3, "4", None]),
        "resources": st.lists(
            st.fixed_dictionaries(
                {
                    "mode": st.just("managed"),
                    "type": st.sampled_from(["aws_organizations_account", "govpair_account_pair", "x"]),
                    "name": garbage,
                    "provider": st.just('provider["registry.terraform.io/hashicorp/aws"]'),
                    "instances": st.lists(st.fixed_dictionaries({"attributes": garbage}), max_size=2) | garbage,
                }
            ),
            max_size=2,
        )
        | garbage,
    }
)
_FILES = st.fixed_dictionaries(
    {
        "accounts.csv": _csv() | st.text(max_size=30).map(lambda text: text.encode(errors="surrogatepass")),
        "organization.yaml": st.sampled_from(EXAMPLES) | texts,
        "state.json": (_RESOURCES | garbage).map(json.dumps) | st.binary(max_size=20),
        "policy.json": garbage.map(json.dumps),
    }
)
command_lines = st.fixed_dictionaries(
    {
        "argv": _line()
        | st.builds(lambda line, more: [*line, *more], _COMPLETE, _line().map(lambda line: line[1:3]))
        | st.lists(_values, max_size=4),
        "files": _FILES,
    }
)
