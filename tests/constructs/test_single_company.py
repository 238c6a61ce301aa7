from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from constructs_lib.cdk import App
from constructs_lib.errors import ConstructError
from constructs_lib.synthesis import synthesize
from tests.constructs.conftest import Json, declaration, pair, stacks_in

PAIRS = (
    pair("log-archive", organizational_unit="Security", tags={"CostCenter": "1"}),
    pair("prod", organizational_unit="Workloads/Production", role_name="Admin"),
    pair("sandbox"),
)


def stacks(tmp_path: Path, *pairs: Any, **changes: Any) -> dict[str, Json]:
    synthesize(declaration(*pairs, **changes), outdir=tmp_path, state_dir=tmp_path / "state")
    return stacks_in(tmp_path)


def test_the_stacks_come_in_the_order_to_apply_them(tmp_path: Path) -> None:
    order = synthesize(declaration(*PAIRS), outdir=tmp_path, state_dir=tmp_path)
    assert order == ["commercial", "account-pairs", "govcloud-agency"]
    assert set(stacks_in(tmp_path)) == set(order)


def test_each_stack_has_its_own_state_file(tmp_path: Path) -> None:
    for name, stack in stacks(tmp_path, *PAIRS).items():
        assert stack["terraform"]["backend"] == {"local": {"path": str(tmp_path / "state" / f"{name}.tfstate")}}


def test_the_state_directory_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    synthesize(declaration(), outdir=Path("out"), state_dir=Path("here"))
    backend = stacks_in(tmp_path / "out")["commercial"]["terraform"]["backend"]
    assert backend == {"local": {"path": str(tmp_path / "here" / "commercial.tfstate")}}


def test_every_stack_requires_a_terraform_that_is_recent_enough(tmp_path: Path) -> None:
    assert {stack["terraform"]["required_version"] for stack in stacks(tmp_path, *PAIRS).values()} == {">= 1.8"}


def test_each_side_uses_its_own_credentials(tmp_path: Path) -> None:
    found = stacks(tmp_path, *PAIRS)
    commercial, govcloud = (
        {"profile": "commercial", "region": "us-east-1"},
        {"profile": "govcloud", "region": "us-gov-west-1"},
    )
    both = {"commercial": commercial, "govcloud_paired": govcloud, "owner": "team"}
    assert found["commercial"]["provider"] == {"aws": [commercial]}
    assert found["account-pairs"]["provider"] == {"govpair": [both]}
    assert found["govcloud-agency"]["provider"] == {"aws": [govcloud], "govpair": [both]}


def test_a_pair_goes_to_its_unit_on_both_sides(tmp_path: Path) -> None:
    found = stacks(tmp_path, *PAIRS)
    made = found["account-pairs"]["resource"]["govpair_account_pair"]
    joined = found["govcloud-agency"]["resource"]["govpair_membership"]
    outputs = "data.terraform_remote_state.commercial.outputs"
    assert made["prod"]["parent_id"] == f'${{{outputs}.organizational_unit_ids["Workloads/Production"]}}'
    assert made["sandbox"]["parent_id"] == f"${{{outputs}.root_id}}"
    assert joined["log-archive"]["parent_id"] == "${aws_organizations_organizational_unit.Security.id}"
    assert joined["sandbox"]["parent_id"] == "${aws_organizations_organization.agency.roots[0].id}"


def test_a_closed_pair_stays_declared_and_has_no_membership(tmp_path: Path) -> None:
    found = stacks(tmp_path, pair("log-archive"), pair("prod", closed=True))
    assert found["account-pairs"]["resource"]["govpair_account_pair"]["prod"]["closed"] is True
    assert set(found["govcloud-agency"]["resource"]["govpair_membership"]) == {"log-archive"}


def test_a_membership_is_of_the_pair_of_its_name_through_its_role(tmp_path: Path) -> None:
    member = stacks(tmp_path, *PAIRS)["govcloud-agency"]["resource"]["govpair_membership"]["prod"]
    there = "data.terraform_remote_state.account-pairs.outputs"
    assert member["account_id"] == f'${{{there}.pairs["prod"].govcloud_account_id}}'
    assert member["role_name"] == "Admin"


def test_the_tags_are_the_same_on_both_sides(tmp_path: Path) -> None:
    found = stacks(tmp_path, *PAIRS)
    assert found["account-pairs"]["resource"]["govpair_account_pair"]["log-archive"]["tags"] == {"CostCenter": "1"}
    assert found["govcloud-agency"]["resource"]["govpair_membership"]["log-archive"]["tags"] == {"CostCenter": "1"}


@pytest.mark.parametrize(("given", "expected"), [({}, None), ({"Team": "b"}, {"Team": "b"})])
def test_the_govcloud_account_may_have_tags_of_its_own(
    tmp_path: Path, given: dict[str, str], expected: dict[str, str] | None
) -> None:
    found = stacks(tmp_path, pair("logs", tags={"Team": "a"}, govcloud_tags=given))
    assert found["account-pairs"]["resource"]["govpair_account_pair"]["logs"]["tags"] == {"Team": "a"}
    assert found["govcloud-agency"]["resource"]["govpair_membership"]["logs"].get("tags") == expected


def test_the_outputs_have_their_own_names_and_are_shown(tmp_path: Path) -> None:
    found = stacks(tmp_path, *PAIRS)
    assert {name: sorted(stack["output"]) for name, stack in found.items()} == {
        "commercial": ["organization_id", "organizational_unit_ids", "root_id"],
        "account-pairs": ["pairs"],
        "govcloud-agency": ["memberships", "organization_id", "organizational_unit_ids", "root_id"],
    }
    assert not [output for stack in found.values() for output in stack["output"].values() if "sensitive" in output]


def test_the_output_of_the_pairs_has_both_ids(tmp_path: Path) -> None:
    output = stacks(tmp_path, pair("a"))["account-pairs"]["output"]["pairs"]["value"]
    assert output == {
        "a": {
            "email": "${govpair_account_pair.a.email}",
            "commercial_account_id": "${govpair_account_pair.a.commercial_account_id}",
            "govcloud_account_id": "${govpair_account_pair.a.govcloud_account_id}",
            "parent_id": "${govpair_account_pair.a.parent_id}",
        }
    }


def test_a_pair_called_fqn_does_not_hide_the_others(tmp_path: Path) -> None:
    """CDKTF takes a mapping with a key "fqn" for an element, and writes only that key's value."""
    output = stacks(tmp_path, pair("fqn"), pair("other"))["account-pairs"]["output"]["pairs"]["value"]
    assert sorted(output) == ["fqn", "other"]


@pytest.mark.parametrize("name", ["backend", "pairs", "aws", "govpair", "outputs", "1st", "a.b", "commercial-outputs"])
def test_a_pair_may_have_any_name_that_aws_takes(tmp_path: Path, name: str) -> None:
    made = stacks(tmp_path, pair(name), pair("ab"))["account-pairs"]["resource"]["govpair_account_pair"]
    assert {arguments["name"] for arguments in made.values()} == {name, "ab"}


def test_the_order_of_pairs_means_nothing(tmp_path: Path) -> None:
    forwards, backwards = tmp_path / "forwards", tmp_path / "backwards"
    synthesize(declaration(*PAIRS), outdir=forwards, state_dir=tmp_path)
    synthesize(declaration(*reversed(PAIRS)), outdir=backwards, state_dir=tmp_path)
    for path in forwards.rglob("*.json"):
        assert path.read_bytes() == (backwards / path.relative_to(forwards)).read_bytes()


def test_a_new_pair_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    def made(folder: Path, *pairs: Any) -> Json:
        resources: Json = stacks(folder, *pairs)["account-pairs"]["resource"]["govpair_account_pair"]
        return resources

    before = made(tmp_path / "before", *PAIRS)
    after = made(tmp_path / "after", pair("another"), *PAIRS)
    assert {name: after[name] for name in before} == before
    assert list(after.keys() - before.keys()) == ["another"]


def test_no_pairs_and_no_units_are_a_company_too(tmp_path: Path) -> None:
    found = stacks(tmp_path, organizational_units={})
    assert "resource" not in found["account-pairs"]
    assert found["account-pairs"]["output"]["pairs"]["value"] == {}


def test_an_unknown_unit_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(
        ConstructError, match="prod: there is no organizational unit 'Production'; there are: Security, "
    ):
        stacks(tmp_path, pair("prod", organizational_unit="Production"))


def test_nothing_of_the_synthesizing_machine_but_the_state_folder_is_written(tmp_path: Path) -> None:
    stacks(tmp_path, *PAIRS)
    text = "".join(path.read_text() for path in tmp_path.glob("stacks/*/cdk.tf.json"))
    assert str(Path(__file__).parent) not in text
    assert "stackTrace" not in text


def test_the_app_is_the_callers_own(tmp_path: Path) -> None:
    from constructs_lib import SingleCompany

    app = App(outdir=str(tmp_path))
    company = SingleCompany(app, declaration(*PAIRS), state_dir=tmp_path)
    assert set(company.account_pairs.pairs) == set(company.govcloud.memberships) == {each.name for each in PAIRS}
