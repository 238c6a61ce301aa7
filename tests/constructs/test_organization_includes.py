"""Files that an organization file includes: what they add, and whose line a complaint names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from constructs_lib.declarations import ResellerPartnerDeclaration
from constructs_lib.organization_yaml import OrganizationFileError, read_organization
from tests.constructs.test_organization_file import single_company
from workbench.paths import PROJECT

Write = Callable[..., Path]
INCLUDE = ("max_new_pairs: 10\n", "max_new_pairs: 10\ninclude: [teams/a.yaml]\n")


def team(path: Path, text: str, name: str = "a") -> Path:
    file = path.parent / "teams" / f"{name}.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    return file


def lines(path: Path) -> list[str]:
    with pytest.raises(OrganizationFileError) as raised:
        read_organization(path)
    return [line.removeprefix(f"{path.parent}/") for line in str(raised.value).splitlines()]


@pytest.mark.parametrize("tree", ["[Team]", "{Team: {Below: {}}}"])
@pytest.mark.parametrize("own", ["[Security, Workloads]", "{Security: {}, Workloads: {}}"])
def test_a_team_adds_its_pairs_and_its_units(organization: Write, own: str, tree: str) -> None:
    path = organization(INCLUDE, ("[Security, Workloads]", own))
    pair = "account_pairs: [{name: extra, email: aws+extra@example.gov, organizational_unit: Team}]\n"
    team(path, f"organizational_units: {tree}\n{pair}")
    company = single_company(path)
    assert [each.name for each in company.account_pairs][-1] == "extra"
    assert list(company.govcloud.organizational_units) == ["Security", "Workloads", "Team"]


def test_all_pairs_may_be_the_teams(organization: Write) -> None:
    path = organization(INCLUDE)
    text = path.read_text()
    at = text.index("account_pairs:")
    path.write_text(text[:at])
    team(path, text[at:])
    assert len(single_company(path).account_pairs) == 4


def test_a_team_brings_a_customer_with_its_policy_file(tmp_path: Path) -> None:
    path = tmp_path / "organization.yaml"
    text = (PROJECT / "examples" / "reseller" / "organization.yaml").read_text()
    path.write_text(text.replace("model: reseller\n", "model: reseller\ninclude: [teams/a.yaml]\n"))
    customer = """\
customers:
  - name: orchard
    management_pair: orchard-management
    guardrails: {policies: [{name: a, file: a.json}]}
    account_pairs: [{name: orchard-management, email: aws+orchard@example.gov, tags: {file: a.json}}]
"""
    file = team(path, customer)
    statement = '{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}'
    (file.parent / "a.json").write_text(f'{{"Version": "2012-10-17", "Statement": [{statement}]}}')
    declared = read_organization(path).declaration()
    assert isinstance(declared, ResellerPartnerDeclaration)
    orchard = declared.customers[-1]
    assert orchard.name == "orchard"
    assert orchard.account_pairs[0].tags == {"file": "a.json"}
    assert "iam:*" in orchard.guardrails.all("aws-us-gov")[0].document()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "account_pairs:\n- {name: extra, email: nobody}\n",
            "teams/a.yaml:2:24: account_pairs[0].email: The email 'nobody' must",
        ),
        (
            "account_pairs:\n- {name: log-archive, email: aws+x@example.gov}\n",
            "teams/a.yaml:2:10: account_pairs[0].name: 'log-archive' is the name of account_pairs[0] already",
        ),
        ("organizational_units:\n  Team:\n    a/b: {}\n", "teams/a.yaml:3:5: organizational_units.Team.a/b: 'a/b' has"),
        (
            "organizational_units: [Team, Team]\n",
            "teams/a.yaml:1:30: organizational_units[1]: The organizational ",
        ),
        ("owner: me\n", "teams/a.yaml:1:1: owner: Unknown key; an included file of this model has only account_"),
        ("account_pairs: 1\n", "teams/a.yaml:1:16: account_pairs: Expected a list."),
        ("- a\n", "teams/a.yaml:1:1: Expected a mapping with some of the keys account_pairs, customers, "),
        ("a: 'b\n", "teams/a.yaml:2:1: It is no valid YAML: "),
    ],
)
def test_a_complaint_is_about_the_team_s_own_line(organization: Write, text: str, complaint: str) -> None:
    path = organization(INCLUDE)
    team(path, text)
    found = lines(path)
    assert any(line.startswith(complaint) for line in found), found


def test_what_is_there_twice_names_the_other_file(organization: Write) -> None:
    path = organization(("max_new_pairs: 10\n", "include: [teams/a.yaml, teams/b.yaml]\n"))
    files = [team(path, "account_pairs: [{name: one, email: aws+one@example.gov}]\n", name) for name in ("a", "b")]
    found = lines(path)
    assert len(found) == 2
    assert all(line.startswith("teams/b.yaml:1:") for line in found)
    assert f"of account_pairs[0] of {files[0]} already" in found[1]


@pytest.mark.parametrize(
    ("include", "complaint"),
    [
        ("[../a.yaml]", "organization.yaml:20:11: include[0]: ../a.yaml is not in the folder of this file"),
        ("[organization.yaml]", "organization.yaml:20:11: include[0]: organization.yaml is included already, or is"),
        (
            "[teams/a.yaml, teams/a.yaml]",
            "organization.yaml:20:25: include[1]: teams/a.yaml is included already, or is",
        ),
        (
            "[teams/nowhere.yaml]",
            "organization.yaml:20:11: include[0]: There is no file teams/nowhere.yaml beside this one.",
        ),
        ("teams/a.yaml", "organization.yaml:20:10: include: Expected a list, not 'teams/a.yaml'."),
        ('["a\\0b"]', "organization.yaml:20:11: include[0]: 'a\\x00b' is no path of a file."),
        ("[1]", "organization.yaml:20:11: include[0]: Expected text, not 1"),
    ],
)
def test_what_cannot_be_included(organization: Write, include: str, complaint: str) -> None:
    path = organization(("max_new_pairs: 10\n", f"include: {include}\n"))
    team(path, "account_pairs: []\n")
    found = lines(path)
    assert [line for line in found if line.startswith(complaint)], found
