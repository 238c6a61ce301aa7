"""`govpair discover`: an estate made by hand becomes an organization file; what it can't say stays out, with why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from constructs_lib.organization_yaml import read_organization
from tests.estates import HandMade
from tests.scripts.conftest import Finished, Shell
from tests.scripts.planting import each, plant


@pytest.fixture
def estate(shell: Shell) -> HandMade:
    made = HandMade(shell.simulator, shell.payer, organizations=False)
    for path in ("Security", "Workloads", "Workloads/Prod"):
        made.unit(path)
    shell.simulator.reset_calls()
    return made


def discover(shell: Shell, folder: Path, *more: str) -> Finished:
    return shell.run("discover", "--owner", "platform-team", "--directory", str(folder), "--json", *more)


def written(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load((folder / "organization.yaml").read_text())
    return found


def left_out(finished: Finished) -> dict[str, list[str]]:
    assert finished.code == 0, finished.err
    found: dict[str, list[str]] = {}
    for one in finished.document["left_out"]:
        found.setdefault(one["kind"], []).append(f"{one['what']}: {one['why']}")
    return found


def imports(folder: Path, stack: str) -> str:
    return " ".join((folder / "cdktf.out" / "stacks" / stack / "imports.tf").read_text().split())


def test_pairs_units_and_settings_are_written_as_they_are(shell: Shell, estate: HandMade, tmp_path: Path) -> None:
    estate.trust(0, "sso.amazonaws.com", "cloudtrail.amazonaws.com")
    estate.trust(1, "guardduty.amazonaws.com")
    estate.enable(1, "TAG_POLICY")
    estate.pair("logs", "Security", tags={"CostCenter": "100"})
    estate.pair("app", "Workloads/Prod", tags={"Stage": "prod", "CostCenter": "200"}, govcloud_tags={})
    estate.pair("bare")
    finished = discover(shell, tmp_path)

    assert finished.code == 0, finished.err
    payer = estate.payer
    assert written(tmp_path) == {
        "version": 1,
        "model": "single-company",
        "owner": "platform-team",
        "commercial": {
            "profile": "commercial",
            "account_id": payer.commercial.account_id,
            "trusted_services": ["cloudtrail.amazonaws.com", "sso.amazonaws.com"],
        },
        "govcloud": {
            "name": "agency",
            "profile": "govcloud",
            "account_id": payer.govcloud.account_id,
            "trusted_services": ["account.amazonaws.com", "guardduty.amazonaws.com"],
            "enabled_policy_types": ["TAG_POLICY"],
        },
        "organizational_units": {"Security": {}, "Workloads": {"Prod": {}}},
        "account_pairs": [
            {
                "name": "app",
                "email": "aws+app@example.gov",
                "organizational_unit": "Workloads/Prod",
                "tags": {"CostCenter": "200", "Stage": "prod"},
                "govcloud_tags": {},
            },
            {"name": "bare", "email": "aws+bare@example.gov"},
            {
                "name": "logs",
                "email": "aws+logs@example.gov",
                "organizational_unit": "Security",
                "tags": {"CostCenter": "100"},
            },
        ],
    }
    assert finished.document["left_out"] == []
    assert finished.document["would_change"] == []


def test_the_file_names_a_schema_that_is_there_and_is_read_as_it_stands(
    shell: Shell, estate: HandMade, tmp_path: Path
) -> None:
    estate.pair("logs", "Security")
    discover(shell, tmp_path / "new" / "folder")
    file = tmp_path / "new" / "folder" / "organization.yaml"

    _, equals, schema = file.read_text().splitlines()[0].partition("$schema=")
    assert equals
    assert (file.parent / schema).is_file()
    assert read_organization(file).owner == "platform-team"


def test_two_discoveries_of_an_unchanged_estate_write_the_same(shell: Shell, estate: HandMade, tmp_path: Path) -> None:
    for name in ("zebra", "app", "logs"):
        estate.pair(name, "Workloads/Prod", tags={"b": "2", "a": "1"})
    estate.pair("alone", join=False)
    discover(shell, tmp_path)
    before = {path: path.read_text() for path in tmp_path.rglob("*") if path.suffix in (".yaml", ".tf")}
    assert discover(shell, tmp_path, "--force").code == 0

    assert {path: path.read_text() for path in before} == before
    assert len(before) == 4


def test_import_blocks_are_beside_the_stacks_that_they_belong_to(
    shell: Shell, estate: HandMade, tmp_path: Path
) -> None:
    ids = estate.pair("logs", "Security")
    discover(shell, tmp_path, "--name", "harbor")

    def block(address: str, import_id: str) -> str:
        return f'import {{ to = {address} id = "{import_id}" }}'

    commercial, pairs, govcloud = (
        imports(tmp_path, each) for each in ("commercial", "account-pairs", "govcloud-harbor")
    )
    unit = "aws_organizations_organizational_unit"
    assert block(f"{unit}.Security", estate.units[0]["Security"]) in commercial
    assert block(f"{unit}.Security", estate.units[1]["Security"]) in govcloud
    assert "aws_organizations_organization.commercial" in commercial
    assert "aws_organizations_organization.harbor" in govcloud
    assert block("govpair_account_pair.logs", ids[0]) in pairs
    assert block("govpair_membership.logs", ids[1]) in govcloud
    assert [text.count("import {") for text in (commercial, pairs, govcloud)] == [4, 1, 5]


def test_a_name_with_spaces_is_adopted_in_file_and_import(shell: Shell, estate: HandMade, tmp_path: Path) -> None:
    ids = estate.pair("Mission App")
    finished = discover(shell, tmp_path)

    assert written(tmp_path)["account_pairs"][0]["adopt_existing"] is True
    assert f'"{ids[0]},adopt_existing=true"' in imports(tmp_path, "account-pairs")
    assert finished.document["differences"] == [
        f"Mission App ({ids[0]} and {ids[1]}): its GovCloud account is called Mission-App."
    ]


def test_what_is_no_whole_pair_is_left_out_and_told_with_its_ids(
    shell: Shell, estate: HandMade, tmp_path: Path
) -> None:
    alone = estate.pair("alone", join=False)
    gone = estate.pair("gone", "Security")
    estate.sides[0].close_account(AccountId=gone[0])
    status = estate.sides[0].create_account(Email="plain@example.gov", AccountName="plain")["CreateAccountStatus"]
    shell.simulator.clock.advance(900)
    described = estate.sides[0].describe_create_account_status(CreateAccountRequestId=status["Id"])
    plain = described["CreateAccountStatus"]["AccountId"]
    found = left_out(discover(shell, tmp_path))

    assert list(found) == ["pair that is not active", "pair that is not joined", "unpaired account"]
    assert f"alone ({alone[0]} and {alone[1]})" in found["pair that is not joined"][0]
    assert "SUSPENDED" in found["pair that is not active"][0]
    assert f"plain ({plain}, ACTIVE)" in found["unpaired account"][0]
    assert written(tmp_path)["account_pairs"] == []
    assert alone[0] in (tmp_path / "organization.yaml").read_text()
    assert "import" not in imports(tmp_path, "account-pairs").partition("import {")[1]


def test_a_govcloud_member_of_somebody_else_is_told(shell: Shell, estate: HandMade, tmp_path: Path) -> None:
    other = shell.simulator.seed_management_pair("stranger", "stranger@example.gov")
    stranger = estate.invite(other.govcloud)
    found = left_out(discover(shell, tmp_path))

    assert found == {
        "foreign GovCloud member": [
            f"stranger ({stranger}, ACTIVE): No account of the commercial organization is paired with it."
        ]
    }


def test_a_pair_in_two_places_is_left_out_rather_than_moved(shell: Shell, estate: HandMade, tmp_path: Path) -> None:
    estate.pair("app", "Workloads/Prod", govcloud_path="")
    found = left_out(discover(shell, tmp_path))

    assert "Workloads/Prod on the commercial side, the root in GovCloud" in found["pair in two places"][0]


def test_a_unit_of_one_side_is_left_out_with_the_pairs_in_it(shell: Shell, estate: HandMade, tmp_path: Path) -> None:
    estate.unit("Sandbox", (0,))
    estate.unit("Sandbox/Inner", (0,))
    found = left_out(discover(shell, tmp_path))

    assert len(found["organizational unit of one side"]) == 2
    assert f"Sandbox ({estate.units[0]['Sandbox']}, commercial)" in found["organizational unit of one side"][0]
    assert "Sandbox" not in written(tmp_path)["organizational_units"]


def test_a_unit_with_a_slash_in_its_name_is_left_out_with_what_is_in_it(
    shell: Shell, estate: HandMade, tmp_path: Path
) -> None:
    for side in (0, 1):
        made = estate.sides[side].create_organizational_unit(ParentId=estate.roots[side], Name="Dev/Test")
        estate.units[side]["odd"] = made["OrganizationalUnit"]["Id"]
    estate.pair("app", "odd")
    found = left_out(discover(shell, tmp_path))

    assert len(found["organizational unit with a /"]) == 2
    assert "app" in found["pair in a unit that is left out"][0]


def test_a_unit_with_a_slash_is_not_taken_for_two_nor_are_those_in_it_forgotten(
    shell: Shell, estate: HandMade, tmp_path: Path
) -> None:
    estate.unit("Dev")
    estate.unit("Dev/Test")
    for side in (0, 1):
        made = estate.sides[side].create_organizational_unit(ParentId=estate.roots[side], Name="Dev/Test")
        estate.units[side]["odd"] = made["OrganizationalUnit"]["Id"]
    estate.unit("odd/Inner")
    estate.pair("app", "odd")
    estate.pair("inner", "odd/Inner")
    estate.pair("right", "Dev/Test")
    found = left_out(discover(shell, tmp_path))

    assert len(found["organizational unit with a /"]) == 2
    assert [each.split(" (")[0] for each in found["organizational unit in one left out"]] == ["Dev/Test/Inner"] * 2
    assert [each.split(" (")[0] for each in found["pair in a unit that is left out"]] == ["app", "inner"]
    assert [each["name"] for each in written(tmp_path)["account_pairs"]] == ["right"]


def test_a_pair_that_another_owner_made_is_left_out(shell: Shell, estate: HandMade, tmp_path: Path) -> None:
    ids = estate.pair("theirs")
    mine = estate.pair("mine")
    for account, owner in ((ids[0], "another-team"), (mine[0], "platform-team")):
        estate.sides[0].tag_resource(ResourceId=account, Tags=[{"Key": "govpair:owner", "Value": owner}])
    found = left_out(discover(shell, tmp_path))

    assert "another-team" in found["another owner's pair"][0]
    assert written(tmp_path)["account_pairs"] == [{"name": "mine", "email": "aws+mine@example.gov"}]


def test_a_second_pair_of_the_same_name_is_left_out(shell: Shell, estate: HandMade, tmp_path: Path) -> None:
    first = estate.pair("app")
    second = estate.pair("app", email="aws+second@example.gov")
    found = left_out(discover(shell, tmp_path))

    assert min(first[0], second[0]) in found["pair with a name that is taken"][0]
    assert len(written(tmp_path)["account_pairs"]) == 1


def test_accounts_of_which_aws_does_not_tell_are_reported_and_trusted_access_too(
    shell: Shell, estate: HandMade, tmp_path: Path
) -> None:
    estate.sides[0].create_account(Email="plain@example.gov", AccountName="plain")
    ids = estate.pair("logs")
    shell.simulator.clock.advance(900)
    estate.sides[0].disable_aws_service_access(ServicePrincipal="account.amazonaws.com")
    finished = discover(shell, tmp_path)
    found = left_out(finished)

    assert "plain" in found["account of which AWS doesn't tell"][0]
    assert "switches it on" in finished.document["would_change"][0]
    # The journal of creations knows the pair; a refresh doesn't ask it, so the import says both ids.
    assert f'"{ids[0]}/{ids[1]}"' in imports(tmp_path, "account-pairs")


def test_nothing_that_is_there_is_replaced_without_force(shell: Shell, estate: HandMade, tmp_path: Path) -> None:
    file = tmp_path / "organization.yaml"
    file.write_text("mine")
    finished = discover(shell, tmp_path)

    assert finished.code == 2
    assert str(file) in finished.document["error"]["detail"]
    assert file.read_text() == "mine"
    assert shell.calls("ListAccounts") == 0
    assert discover(shell, tmp_path, "--force").code == 0
    assert file.read_text() != "mine"


def test_an_import_file_that_is_there_is_not_replaced_either(shell: Shell, estate: HandMade, tmp_path: Path) -> None:
    discover(shell, tmp_path)
    (tmp_path / "organization.yaml").unlink()

    assert discover(shell, tmp_path).code == 2


def test_a_govcloud_organization_of_another_manager_is_refused_and_nothing_written(
    shell: Shell, estate: HandMade, tmp_path: Path
) -> None:
    shell.simulator.seed_customer("harbor", "harbor@example.gov")
    shell.simulator.aws_config(tmp_path / "aws")
    finished = discover(shell, tmp_path / "new", "--govcloud-management-profile", "harbor")

    assert finished.code == 1
    assert "no single-company model" in finished.document["error"]["detail"]
    assert not (tmp_path / "new").exists()


def test_without_a_govcloud_organization_nothing_is_written(shell: Shell, tmp_path: Path) -> None:
    HandMade(shell.simulator, shell.payer, organizations=False).sides[1].delete_organization()
    finished = discover(shell, tmp_path / "new")

    assert finished.code == 1
    assert "could not be read" in finished.document["error"]["detail"]
    assert not (tmp_path / "new").exists()


def test_a_policy_type_that_the_file_does_not_know_is_told(
    shell: Shell, estate: HandMade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def more(structure: dict[str, Any]) -> None:
        structure["PolicyTypes"].append({"Type": "SECURITYHUB_POLICY", "Status": "ENABLED"})

    plant(monkeypatch, ("ListRoots",), each("PolicyTypes", more))
    finished = discover(shell, tmp_path)

    assert "SECURITYHUB_POLICY" in finished.document["would_change"][0]
    assert "enabled_policy_types" not in written(tmp_path)["commercial"]


@pytest.mark.parametrize("arguments", [("--name", "Not A Name"), ("--name", "commercial")])
def test_a_name_that_no_stack_can_have_is_wrong_usage(shell: Shell, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    finished = discover(shell, tmp_path, *arguments)

    assert finished.code == 2
    assert "--name" in finished.document["error"]["detail"]


def test_an_owner_is_needed(shell: Shell, tmp_path: Path) -> None:
    finished = shell.run("discover", "--directory", str(tmp_path))

    assert finished.code == 2
    assert "--owner" in finished.err


def test_the_report_tells_people_what_comes_next(shell: Shell, estate: HandMade, tmp_path: Path) -> None:
    estate.pair("logs", "Security")
    estate.pair("alone", join=False)
    estate.pair("lonely", join=False)
    document = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}'
    estate.enable(0, "SERVICE_CONTROL_POLICY")
    estate.sides[0].create_policy(Name="no-s3", Description="-", Type="SERVICE_CONTROL_POLICY", Content=document)
    finished = shell.run("discover", "--owner", "platform-team", "--directory", str(tmp_path))

    assert finished.code == 0, finished.err
    for words in (
        "account pairs",
        "pair that is not joined (2)",
        "1 SERVICE_CONTROL_POLICY: no-s3",
        "constructs_lib.app",
        "AWS never",
        f"terraform -chdir={tmp_path}/cdktf.out/stacks/commercial init",
    ):
        assert words in finished.out


def test_discovering_changes_nothing(shell: Shell, estate: HandMade, tmp_path: Path) -> None:
    estate.pair("logs", "Security", tags={"a": "b"})
    shell.simulator.reset_calls()
    discover(shell, tmp_path)

    made = {call.rpartition(".")[2] for call in shell.simulator.calls()}
    assert not [each for each in made if not each.startswith(("Get", "List", "Describe"))]
