"""The engine's texts in the words of the command line: options for settings, one form of times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from custom_resources.scripts.times import time_text, with_times
from custom_resources.scripts.wording import in_options
from tests.scripts.conftest import NAME, VEND, Shell


@pytest.mark.parametrize(
    "time",
    [
        datetime(2026, 1, 31, 9, 30, 0, 999_000, UTC),
        datetime(2026, 1, 31, 4, 30, tzinfo=timezone(timedelta(hours=-5))),
        datetime(2026, 1, 31, 9, 30),
    ],
)
def test_a_time_has_one_form(time: datetime) -> None:
    assert time_text(time) == "2026-01-31T09:30:00Z"


def test_times_in_a_text_get_that_form() -> None:
    assert with_times("expired 2026-01-31 04:30:00.5-05:00, seen") == "expired 2026-01-31T09:30:00Z, seen"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Set `profile`, or `access_key` and `secret_key`, of `govcloud_paired`.", "--govcloud-paired-profile."),
        ("Give `commercial` a profile, or keys, of partition aws;", "Give --commercial-profile a profile of"),
        (
            "Give `govcloud_paired` the credentials of account 1;",
            "Give --govcloud-paired-profile a profile of account 1",
        ),
        ("give `commercial` those of the commercial account", "give --commercial-profile one of the commercial"),
        ("Give that as `govcloud_management`.", "with --govcloud-management-profile."),
        ("set `creation_marker = false`", "--no-creation-marker"),
        ("allow more time in `timeouts`", "with --timeout"),
    ],
)
def test_settings_are_options(text: str, words: str) -> None:
    assert words in in_options(text)
    assert "`" not in in_options(text)


@pytest.mark.parametrize(("arguments", "changes"), [(("status", "--name", NAME), False), (VEND, True)])
def test_an_endpoint_that_is_not_reached(shell: Shell, arguments: tuple[str, ...], changes: bool) -> None:
    config = Path(shell.environment["AWS_CONFIG_FILE"])
    config.write_text(config.read_text(encoding="utf-8").replace(shell.simulator.commercial.url, "http://127.0.0.1:1"))
    finished = shell.run(*arguments)

    assert finished.code == 1
    assert ("looks first what came of" in finished.err) == changes
    assert "`endpoint_url`" in finished.err
    assert "`endpoints`" not in finished.err
    assert "use_fips_endpoint" not in finished.err
    assert "run the same command again" in finished.err
