from __future__ import annotations

import functools
import json
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from custom_resources.engine.claims import CLAIMS_FOLDER, load_claims, load_observations
from tests.engine.claims.test_table import FILE
from tests.pages.blocks import blocks
from workbench.__main__ import app
from workbench.errors import WorkbenchError
from workbench.merge_report import merge_report

REPORT: dict[str, Any] = {
    "format": "govpair-verify-aws",
    "version": 1,
    "report": "a" * 20,
    "made": "2026-12-01",
    "govpair": "0.1.0",
    "botocore": "1.44.5",
    "answered_by": "aws",
    "claims": {
        "accounts-have-names": {"outcome": "confirmed", "seen": "4 accounts"},
        "accounts-have-emails": {"outcome": "not_seen", "seen": ""},
        "gone-by-now": {"outcome": "confirmed", "seen": ""},
    },
    "calls": [],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "claims"
    made.mkdir()
    (made / "organizations.yaml").write_text(FILE)
    return made


def report(tmp_path: Path, **changed: Any) -> Path:
    path = tmp_path / f"{changed.get('report', 'report')}.json"
    path.write_text(json.dumps({**REPORT, **changed}))
    return path


def test_the_page_s_report_is_one_and_its_command_takes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (shown,) = blocks("docs/verify-aws.md", "json")
    (command,) = blocks("docs/verify-aws.md", section="What becomes of the file")
    claims = tmp_path / "claims"
    shutil.copytree(CLAIMS_FOLDER, claims)
    monkeypatch.setattr("workbench.merge_report.merge_report", functools.partial(merge_report, folder=claims))
    monkeypatch.setattr("workbench.claims_page.write_pages", list)
    python, dash, module, *words = shlex.split(command.text)
    assert (python, dash, module) == ("python", "-m", "workbench")
    monkeypatch.chdir(tmp_path)
    Path(words[-1]).write_text(shown.text)
    app(words, standalone_mode=False)
    assert load_claims(claims)["keys-of-other-partition"].confirmed == 1
    assert len(load_observations(claims)) == len(load_observations(CLAIMS_FOLDER)) + 1


def test_what_was_assumed_is_observed_then(tmp_path: Path, folder: Path) -> None:
    merged = merge_report(report(tmp_path), folder)
    claims = load_claims(folder)

    assert merged.confirmed == ("accounts-have-names",)
    claim = claims["accounts-have-names"]
    assert (claim.standing, claim.confirmed, claim.last_observed) == ("observed", 1, "2026-12-01")
    assert claims["accounts-have-emails"].standing == "documented"


def test_a_second_report_counts_and_the_same_one_does_not(tmp_path: Path, folder: Path) -> None:
    merge_report(report(tmp_path), folder)
    merge_report(report(tmp_path, report="b" * 20, made="2026-12-24"), folder)
    with pytest.raises(WorkbenchError, match="merged already"):
        merge_report(report(tmp_path), folder)

    claim = load_claims(folder)["accounts-have-names"]
    assert (claim.confirmed, claim.last_observed) == (2, "2026-12-24")


def test_what_aws_contradicts_is_kept_with_what_was_seen(tmp_path: Path, folder: Path) -> None:
    seen = {"accounts-have-names": {"outcome": "contradicted", "seen": "<account-1> has none"}}
    merge_report(report(tmp_path, claims=seen), folder)
    claim = load_claims(folder)["accounts-have-names"]
    assert (claim.standing, claim.seen) == ("contradicted", "<account-1> has none")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"answered_by": "other"}, "says nothing about AWS"),
        ({"version": 2}, "is no report"),
        ({"format": "else"}, "is no report"),
        ({"report": "x"}, "is no report"),
        ({"claims": {"accounts-have-names": {"outcome": "perhaps", "seen": ""}}}, "is no report"),
        ({"claims": {"accounts-have-names": {"outcome": "contradicted", "seen": "111122223333 has none"}}}, "account"),
    ],
)
def test_another_file_is_refused_and_changes_nothing(
    tmp_path: Path, folder: Path, changed: dict[str, Any], why: str
) -> None:
    with pytest.raises(WorkbenchError, match=why):
        merge_report(report(tmp_path, **changed), folder)
    assert sorted(path.name for path in folder.iterdir()) == ["organizations.yaml"]


def test_a_file_that_is_not_there_is_an_error_for_people(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(WorkbenchError, match="can't be read"):
        merge_report(tmp_path / "none.json", folder)
