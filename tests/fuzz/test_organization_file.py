"""An organization file is an organization, or every complaint about it has its file, line and column: nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from constructs_lib.organization_yaml import OrganizationFileError, read_organization
from tests.fuzz.fuzzing import Fuzz
from tests.fuzz.organization_texts import beside, garbage, texts, yamlish

Target = Callable[[Any], str]


@pytest.fixture
def read_or_complained(tmp_path: Path) -> Target:
    beside(tmp_path)
    main, other, policy = tmp_path / "organization.yaml", tmp_path / "beside.yaml", tmp_path / "policy.json"

    def target(case: Any) -> str:
        for path, content in ((main, case["text"]), (other, case.get("beside", "")), (policy, case.get("policy", ""))):
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        try:
            organization = read_organization(main)
        except OrganizationFileError as error:
            return _complained(error, main)
        organization.declaration()
        return type(organization).__name__

    return target


def _complained(error: OrganizationFileError, main: Path) -> str:
    assert error.complaints
    for each in error.complaints:
        path = each.path or main
        content = path.read_bytes().decode(errors="replace")
        lines = re.split("\r\n|[\r\n\x85\u2028\u2029]", content)
        assert 1 <= each.line <= len(lines) + 1, each
        assert each.column >= 1, each
        assert each.sentence.strip(), each
        assert str(error).count(f"{path}:{each.line}:{each.column}: ") >= 1
    return "refused: " + " ".join(error.complaints[0].sentence.replace(f"{main.parent}", "").split()[:2])


def _case(text: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({"text": text})


def test_any_text_is_an_organization_or_a_complaint(fuzz: Fuzz, read_or_complained: Target) -> None:
    fuzz.run("organization-text", _case(texts | st.binary(max_size=30)), read_or_complained, examples=120)


_INCLUDING = (
    "version: 1\nmodel: {model}\nowner: team\ncommercial: {{profile: c}}\ngovcloud: {{name: agency, profile: g}}\n"
    "include: [beside.yaml]\norganizational_units: [Security]\n"
)
_POLICIES = (
    "version: 1\nmodel: single-company\nowner: team\ncommercial: {profile: c}\naccount_pairs: []\n"
    "govcloud: {name: agency, profile: g, guardrails: {policies: [{name: p, file: policy.json}]}}\n"
)
_AROUND = st.fixed_dictionaries(
    {
        "text": st.sampled_from([_INCLUDING.format(model=model) for model in ("single-company", "reseller")]),
        "beside": texts
        | garbage.map(lambda found: f"account_pairs: {found!r}")
        | st.builds("{}: {}".format, st.sampled_from(["account_pairs", "customers", "organizational_units"]), yamlish),
    }
) | st.fixed_dictionaries(
    {
        "text": st.just(_POLICIES),
        "policy": yamlish
        | garbage.map(lambda found: str(found).replace("'", '"'))
        | st.builds(
            '{{"Version": "2012-10-17", "Statement": {}}}'.format,
            garbage.map(lambda found: str(found).replace("'", '"').replace("None", "null")),
        ),
    }
)


def test_any_file_beside_it_is_taken_in_or_complained_about(fuzz: Fuzz, read_or_complained: Target) -> None:
    fuzz.run("organization-beside", _AROUND, read_or_complained, examples=80)
