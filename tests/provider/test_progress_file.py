"""The provider's progress for the program that started Terraform."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from custom_resources.engine.estate import Estate
from custom_resources.plugin import Context
from custom_resources.provider.progress_file import VARIABLE, write_progress
from custom_resources.provider.settings import estate_for_pairs
from tests.provider.conftest import make_settings


def test_each_line_of_an_operation_s_progress_is_a_whole_json_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "progress.jsonl"
    monkeypatch.setenv(VARIABLE, str(file))
    monkeypatch.setattr(Estate, "verify_for_pairs", lambda estate: None)
    estate = estate_for_pairs(Context(provider_data=make_settings()))
    estate.progress("creating account pair app: one\ntwo")
    estate.progress("creating account pair app: three")
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["message"] for line in lines] == [
        "creating account pair app: one\ntwo",
        "creating account pair app: three",
    ]
    assert all(line["timestamp"] for line in lines)
    assert file.stat().st_mode & 0o077 == 0


def test_without_the_variable_nothing_is_written_and_a_file_that_cannot_be_keeps_nobody(tmp_path: Path) -> None:
    write_progress("hello", {})
    write_progress("hello", {VARIABLE: str(tmp_path / "no" / "folder")})
    assert list(tmp_path.iterdir()) == []
