from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from constructs_lib.declarations import Declaration
from constructs_lib.organization_yaml import read_organization
from workbench.compare import differences
from workbench.observe import ObservedPair

FILE = """\
version: 1
model: single-company
owner: platform-team
commercial: {profile: commercial, region: us-east-1}
govcloud: {name: agency, profile: govcloud, region: us-gov-west-1}
organizational_units: [Security]
account_pairs:
  - {name: audit, email: aws+audit@example.gov, organizational_unit: Security, tags: {Team: "one"}}
"""

AUDIT = ObservedPair(
    name="audit",
    email="aws+audit@example.gov",
    commercial_account_id="111111111111",
    govcloud_account_id="222222222222",
    commercial_ou_path="/Security",
    govcloud_ou_path="/Security",
    commercial_state="ACTIVE",
    govcloud_state="ACTIVE",
    commercial_tags={"Team": "one", "govpair:owner": "platform-team"},
    govcloud_tags={"Team": "one"},
)


@pytest.fixture
def organization(tmp_path: Path) -> Declaration:
    file = tmp_path / "organization.yaml"
    file.write_text(FILE)
    return read_organization(file).declaration()


def test_what_stands_as_declared_has_no_difference(organization: Declaration) -> None:
    assert differences(organization, [AUDIT]) == []


@pytest.mark.parametrize(
    ("seen", "sentence"),
    [
        (replace(AUDIT, govcloud_ou_path=None), "GovCloud OU is None, declared '/Security'"),
        (replace(AUDIT, commercial_ou_path="/"), "commercial OU is '/', declared '/Security'"),
        (replace(AUDIT, govcloud_state="SUSPENDED"), "GovCloud state is 'SUSPENDED'"),
        (replace(AUDIT, govcloud_tags={}), "GovCloud tags is {}"),
        (replace(AUDIT, name="audlt"), "name is 'audlt', declared 'audit'"),
    ],
)
def test_a_difference_names_the_pair_and_what_was_seen(
    organization: Declaration, seen: ObservedPair, sentence: str
) -> None:
    (line,) = differences(organization, [seen])
    assert sentence in line
    assert "111111111111" in line


def test_a_missing_a_double_and_an_undeclared_pair_are_each_named(organization: Declaration) -> None:
    stranger = replace(AUDIT, name="stranger", email="aws+stranger@example.gov")
    assert "0 pairs" in differences(organization, [])[0]
    assert "2 pairs" in differences(organization, [AUDIT, replace(AUDIT, commercial_account_id="3" * 12)])[0]
    assert "not declared" in differences(organization, [AUDIT, stranger])[0]
