"""Email templates, and values that pairs have from their organizational units."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from constructs_lib.declarations import PairDeclaration, ResellerPartnerDeclaration
from constructs_lib.organization_yaml import read_organization
from tests.constructs.test_organization_file import complaints, single_company

Write = Callable[..., Path]
UNITS = ("[Security, Workloads]", "{Security: {}, Workloads: {Production: {}}}")
DEFAULTS = """\
defaults:
  email: aws+{name}@example.gov
  role_name: Everywhere
  tags: {Owner: team, Stage: none}
  organizational_units:
    Workloads: {tags: {Stage: test, Team: w}, iam_user_access_to_billing: DENY}
    Workloads/Production: {tags: {Stage: production}, role_name: Production}
"""
PAIRS = """\
account_pairs:
  - {name: Top}
  - {name: low, organizational_unit: Workloads}
  - {name: deep, organizational_unit: Workloads/Production, tags: {Team: d}}
  - {name: own, organizational_unit: Workloads/Production, email: aws+mine@example.gov, role_name: Mine}
"""


@pytest.fixture
def write(organization: Write) -> Callable[..., Path]:
    """The tests' file with these defaults and pairs, and Production below Workloads."""

    def made(defaults: str = DEFAULTS, pairs: str = PAIRS) -> Path:
        path = organization(UNITS)
        text = path.read_text()
        path.write_text(text[: text.index("# The root email")] + defaults + pairs)
        return path

    return made


def test_a_pair_has_its_own_else_its_nearest_unit_s_else_the_file_s(write: Callable[..., Path]) -> None:
    pairs = {each.name: each for each in single_company(write()).account_pairs}

    def brief(pair: PairDeclaration) -> tuple[object, ...]:
        return pair.email, pair.role_name, dict(pair.tags), pair.iam_user_access_to_billing

    top = {"Owner": "team", "Stage": "none"}
    assert {name: brief(pair) for name, pair in pairs.items()} == {
        "Top": ("aws+top@example.gov", "Everywhere", top, None),
        "low": ("aws+low@example.gov", "Everywhere", {**top, "Stage": "test", "Team": "w"}, "DENY"),
        "deep": ("aws+deep@example.gov", "Production", {**top, "Stage": "production", "Team": "d"}, "DENY"),
        "own": ("aws+mine@example.gov", "Mine", {**top, "Stage": "production", "Team": "w"}, "DENY"),
    }


def test_a_customer_s_defaults_come_before_the_reseller_s(tmp_path: Path) -> None:
    path = tmp_path / "organization.yaml"
    path.write_text("""\
version: 1
model: reseller
owner: us
commercial: {profile: a}
govcloud_paired: {profile: b}
defaults: {email: "aws+{customer}-{name}@example.gov", tags: {Owner: us, Stage: x}}
customers:
  - {name: one, management_pair: one-main, account_pairs: [{name: one-main}]}
  - name: two
    management_pair: two-main
    defaults: {email: "aws+{name}@two.example.gov", tags: {Stage: y}}
    account_pairs: [{name: two-main}]
""")
    declared = read_organization(path).declaration()
    assert isinstance(declared, ResellerPartnerDeclaration)
    assert [(each.email, dict(each.tags)) for each in declared.account_pairs] == [
        ("aws+one-one-main@example.gov", {"Owner": "us", "Stage": "x"}),
        ("aws+two-main@two.example.gov", {"Owner": "us", "Stage": "y"}),
    ]


def test_a_unit_s_value_comes_before_a_customer_s(tmp_path: Path) -> None:
    path = tmp_path / "organization.yaml"
    path.write_text("""\
version: 1
model: reseller
owner: us
commercial: {profile: a}
govcloud_paired: {profile: b}
defaults: {email: "aws+{name}@example.gov", organizational_units: {Work: {role_name: OfTheUnit}}}
customers:
  - name: one
    management_pair: one-main
    defaults: {role_name: OfTheCustomer}
    organizational_units: [Work]
    account_pairs: [{name: one-main}, {name: one-app, organizational_unit: Work}]
""")
    declared = read_organization(path).declaration()
    assert [each.role_name for each in declared.account_pairs] == ["OfTheCustomer", "OfTheUnit"]


@pytest.mark.parametrize(
    ("defaults", "complaint"),
    [
        ("defaults: {email: aws@example.gov}\n", "25:19: defaults.email: It has no {name} in it: all pairs would have"),
        ("defaults: {email: 'aws+{nome}{name}@example.gov'}\n", "25:19: defaults.email: Expected no placeholders but "),
        ("defaults: {email: 'aws {name}'}\n", "25:19: defaults.email: "),
        ("defaults: {closed: true}\n", "25:12: defaults.closed: Unknown key; expected one of: "),
        ("defaults: {tags: {'aws:x': y}}\n", "25:18: defaults.tags: "),
        ("defaults: {tags: 1}\n", "25:18: defaults.tags: Expected a mapping, not 1."),
        (
            "defaults: {organizational_units: {Nowhere: {role_name: x}}}\n",
            "25:35: defaults.organizational_units.Nowhere: There is no organizational unit 'Nowhere'; there are: Sec",
        ),
    ],
)
def test_defaults_that_cannot_be(write: Callable[..., Path], defaults: str, complaint: str) -> None:
    own = "account_pairs: [{name: a, email: aws+a@example.gov}]\n"
    found = complaints(write(defaults, own))
    assert any(line.startswith(complaint) for line in found), found


def test_two_pairs_that_a_template_gives_one_email(write: Callable[..., Path]) -> None:
    found = complaints(write(DEFAULTS, "account_pairs: [{name: App}, {name: app}]\n"))
    assert any("'aws+app@example.gov' is the email of account_pairs[0] already" in line for line in found), found


def test_without_template_and_email_it_is_missing(write: Callable[..., Path]) -> None:
    found = complaints(write("", "account_pairs: [{name: a}]\n"))
    assert found == ["25:17: account_pairs[0].email: It is required and missing."]
