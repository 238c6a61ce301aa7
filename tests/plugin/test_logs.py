from __future__ import annotations

import json
import logging

import pytest

from custom_resources.plugin.logs import TRACE, HclogFormatter, level_from


@pytest.mark.parametrize(
    ("environment", "level"),
    [
        ({}, logging.CRITICAL + 10),
        ({"TF_LOG": "INFO"}, logging.INFO),
        ({"TF_LOG": "warn"}, logging.WARNING),
        ({"TF_LOG": "ERROR", "TF_LOG_PROVIDER": "DEBUG"}, logging.DEBUG),
        ({"TF_LOG": "JSON"}, TRACE),
        ({"TF_LOG": "anything"}, TRACE),
        ({"TF_LOG": "TRACE", "TF_LOG_PROVIDER": "OFF"}, logging.CRITICAL + 10),
    ],
)
def test_the_level_is_the_users(environment: dict[str, str], level: int) -> None:
    assert level_from(environment) == level


@pytest.mark.parametrize(
    ("level", "name"), [(TRACE, "trace"), (10, "debug"), (20, "info"), (30, "warn"), (40, "error"), (50, "error")]
)
def test_a_record_is_one_json_line(level: int, name: str) -> None:
    record = logging.LogRecord("provider.pairs", level, "", 0, "made %s\nand %s", ("a", "b"), None)
    line = HclogFormatter().format(record)
    assert "\n" not in line
    read = json.loads(line)
    assert (read["@level"], read["@message"], read["@module"]) == (name, "made a\nand b", "provider.pairs")


def test_an_exception_is_in_the_record() -> None:
    error = ValueError("no")
    record = logging.LogRecord("provider", 40, "", 0, "failed", (), (ValueError, error, None))
    assert "ValueError: no" in json.loads(HclogFormatter().format(record))["traceback"]


def test_a_time_always_has_six_decimals_as_go_plugin_reads_it() -> None:
    record = logging.LogRecord("provider", 20, "", 0, "made", (), None)
    record.created = 1_800_000_000.0
    assert ".000000" in json.loads(HclogFormatter().format(record))["@timestamp"]
