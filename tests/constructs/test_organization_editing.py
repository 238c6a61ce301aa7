"""A pair added by program: the file keeps its comments, its quotes and its order."""

from __future__ import annotations

import difflib
import json
import shutil
from pathlib import Path

import pytest

from constructs_lib.organization_editing import add_pair
from constructs_lib.organization_yaml import OrganizationFileError, read_organization
from workbench.paths import PROJECT

EXAMPLES = PROJECT / "examples"


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """A folder with copies of the examples' folders."""
    for name in ("single-company", "reseller"):
        shutil.copytree(EXAMPLES / name, tmp_path / name)
    return tmp_path


def changed_lines(before: str, after: str) -> list[str]:
    """The lines that differ, with + and -."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_only_the_pair_s_lines_are_new(copies: Path) -> None:
    path = copies / "single-company" / "organization.yaml"
    before = path.read_text()
    pair = {"name": "new-app", "email": "aws+new-app@example.gov", "organizational_unit": "Workloads"}
    add_pair(path, {**pair, "tags": {"CostCenter": "300"}})
    assert changed_lines(before, path.read_text()) == [
        "+  - name: new-app",
        "+    email: aws+new-app@example.gov",
        "+    organizational_unit: Workloads",
        "+    tags:",
        "+      CostCenter: '300'",
    ]
    assert read_organization(path).declaration().account_pairs[-1].tags == {"CostCenter": "300"}
    assert list(path.parent.glob(".*")) == []


@pytest.mark.parametrize("head", ["---\n", "# ours\n---\n# theirs\n", "%YAML 1.2\n---\n", "# ours\n"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_head_of_the_document_and_line_ends_stay(copies: Path, head: str, ends: str) -> None:
    path = copies / "single-company" / "organization.yaml"
    before = (head + path.read_text()).replace("\n", ends)
    path.write_bytes(before.encode())
    add_pair(path, {"name": "new-app", "email": "aws+new-app@example.gov"})
    new = f"  - name: new-app{ends}    email: aws+new-app@example.gov{ends}"
    assert path.read_bytes().decode() == before + new


def test_a_customer_gets_a_pair(copies: Path) -> None:
    path = copies / "reseller" / "organization.yaml"
    before = path.read_text()
    add_pair(path, {"name": "meadow-new", "email": "aws+meadow-new@example.gov"}, customer="meadow")
    lines = changed_lines(before, path.read_text())
    assert lines == ["+      - name: meadow-new", "+        email: aws+meadow-new@example.gov"]


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ({"name": "log-archive", "email": "aws+x@example.gov"}, "is the name of account_pairs"),
        ({"name": "x", "email": "nobody"}, "must have exactly one @"),
        (
            {"name": "x", "email": "aws+x@example.gov", "organizational_unit": "Nowhere"},
            "There is no organ",
        ),
        ({"name": "x", "email": "aws+x@example.gov", "mail": "x"}, "Unknown key"),
    ],
)
def test_a_pair_that_does_not_fit_leaves_the_file_as_it_was(copies: Path, pair: dict[str, str], said: str) -> None:
    path = copies / "single-company" / "organization.yaml"
    before = path.read_bytes()
    with pytest.raises(OrganizationFileError, match=said) as raised:
        add_pair(path, pair)
    assert str(raised.value).startswith(f"{path}:")
    assert path.read_bytes() == before
    assert list(path.parent.glob(".*")) == []


def test_there_is_no_such_customer(copies: Path) -> None:
    with pytest.raises(KeyError, match="There is no customer 'nobody'"):
        add_pair(copies / "reseller" / "organization.yaml", {"name": "x"}, customer="nobody")


def test_json_stays_json_and_a_link_stays_a_link(tmp_path: Path) -> None:
    data = {"version": 1, "model": "single-company", "owner": "us", "commercial": {}, "govcloud": {"name": "agency"}}
    real, link = tmp_path / "real.json", tmp_path / "organization.json"
    real.write_text(json.dumps({**data, "account_pairs": []}))
    link.symlink_to(real.name)
    add_pair(link, {"name": "one", "email": "aws+one@example.gov"})
    assert link.is_symlink()
    assert json.loads(real.read_text())["account_pairs"] == [{"name": "one", "email": "aws+one@example.gov"}]


def test_the_first_pair_of_a_file_whose_others_are_included(tmp_path: Path) -> None:
    path = tmp_path / "organization.yaml"
    path.write_text(
        "version: 1\nmodel: single-company\nowner: us\ncommercial: {}\ngovcloud: {name: agency}\n"
        "include: [a.yaml]\naccount_pairs:\n"
    )
    (tmp_path / "a.yaml").write_text("account_pairs: [{name: one, email: aws+one@example.gov}]\n")
    add_pair(path, {"name": "two", "email": "aws+two@example.gov"})
    assert [each.name for each in read_organization(path).declaration().account_pairs] == ["two", "one"]
