"""The same report in every format: complete, the same each time, and harmless whatever names there are."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from custom_resources.engine.survey_findings import survey_findings
from custom_resources.engine.survey_model import Survey, Unread
from custom_resources.scripts.report import document
from custom_resources.scripts.report.document import build_report, report_schema
from custom_resources.scripts.report.formats import write
from custom_resources.scripts.report.page import TITLES
from tests.engine.surveys import account_ids, changed, survey_of, with_trails, without

SCHEMA = Path(document.__file__).with_name("report.schema.json")
MALICIOUS = '<script>alert("1")</script>'


def written(survey: Survey, form: str) -> str:
    return write(build_report(survey, survey_findings(survey)), form)


@pytest.mark.parametrize("form", ["html", "mermaid", "csv", "json"])
def test_the_same_estate_gives_the_same_bytes(form: str) -> None:
    survey = without(survey_of(6), 2, 1)
    other = replace(survey, pairs=tuple(reversed(survey.pairs)))
    assert written(survey, form) == written(other, form)


def test_the_table_has_a_line_for_each_pair_with_its_findings() -> None:
    lines = list(csv.DictReader(io.StringIO(written(without(survey_of(4), 2, 1), "csv"))))
    assert [line["name"] for line in lines] == ["app-0001", "app-0002", "app-0003", "app-0004", "payer"]
    assert (lines[0]["commercial_unit"], lines[4]["commercial_unit"]) == ("Workloads", "/")
    assert (lines[1]["govcloud_unit"], lines[1]["findings"]) == ("", "govcloud_not_joined")
    assert lines[0]["commercial_tags"] == "CostCenter=101"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_cell_is_a_formula(name: str) -> None:
    lines = list(csv.DictReader(io.StringIO(written(changed(survey_of(1), 1, 0, name=name), "csv"))))
    assert {line["name"] for line in lines} == {f"'{name}", "payer"}


def test_the_diagram_has_units_within_units_and_a_dotted_link_for_each_pair() -> None:
    text = written(without(survey_of(4), 3, 1), "mermaid")
    assert text.startswith("flowchart LR\n")
    assert text.count(" -.- ") == 5
    assert text.count("subgraph ") == len(re.findall(r"^\s*end$", text, re.MULTILINE)) == 11
    assert 'subgraph outside["In no GovCloud organization"]' in text
    assert 'no accounts"]' in text


def test_a_name_can_not_break_out_of_the_diagram() -> None:
    survey = changed(survey_of(1), 1, 0, name='"] --> evil["x')
    text = written(survey, "mermaid")
    assert "evil[" not in text
    assert "#34;#93; --#62; evil#91;#34;x" in text


def test_a_malicious_name_is_only_text_on_the_page() -> None:
    page = written(changed(survey_of(1), 1, 0, name=MALICIOUS, email=MALICIOUS, tags={MALICIOUS: MALICIOUS}), "html")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_page_lets_nothing_be_fetched_and_only_its_own_script_run() -> None:
    page = written(survey_of(1), "html")
    assert "default-src &#39;none&#39;" in page
    assert page.count("sha256-") == 2
    assert "unsafe" not in page
    assert re.findall(r"""(?:src|href)=["'](?!#)""", page) == []
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", page) == []


def test_the_document_is_the_report_and_has_the_keys_of_its_schema() -> None:
    made = json.loads(written(without(with_trails(survey_of(2)), 1, 1), "json"))
    schema = json.loads(SCHEMA.read_text())
    assert set(made) == set(schema["properties"]) == set(schema["required"])
    assert made["counts"] == {
        "pairs": 3,
        "joined": 2,
        "commercial_accounts": 3,
        "govcloud_accounts": 2,
        "govcloud_organizations": 1,
        "problems": 1,
        "warnings": 0,
        "notes": 0,
    }
    assert made["findings"][0]["account_ids"] == list(account_ids(1))
    assert set(made["trails"]) == {account_id for number in range(3) for account_id in account_ids(number)}


def test_the_schema_in_the_file_is_that_of_the_document() -> None:
    assert json.loads(SCHEMA.read_text()) == json.loads(json.dumps(report_schema()))


def test_a_side_that_was_not_read_is_said_to_be() -> None:
    survey = replace(survey_of(2), govcloud=(), unread=(Unread("govcloud_management", "not configured"),))
    assert "In no GovCloud organization that was read" in written(survey, "html")
    assert json.loads(written(survey, "json"))["not_read"] == [
        {"what": "govcloud_organization", "of": "govcloud_management", "why": "not configured"}
    ]


def test_every_kind_of_finding_has_a_heading() -> None:
    engine = Path(survey_findings.__code__.co_filename).parent
    kinds = set()
    for name in ("survey_findings.py", "trail_findings.py", "drift.py"):
        kinds |= set(re.findall(r'Finding\(\s*"(\w+)"', (engine / name).read_text()))
    assert len(kinds) > 15
    assert kinds == set(TITLES)
