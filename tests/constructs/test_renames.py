"""What gets another name keeps its Terraform resource, whatever it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from constructs_lib.declarations import CustomersCommercialDeclaration, GuardrailsDeclaration
from constructs_lib.errors import ConstructError
from constructs_lib.identifiers import identifier
from constructs_lib.organizational_unit_tree import Tree
from constructs_lib.renames import path_before, rename_problems, unit_rename_problems
from constructs_lib.synthesis import synthesize
from tests.constructs.conftest import Json, declaration, pair, stacks_in
from tests.constructs.test_governance_in_models import NO_USERS
from tests.constructs.test_reseller_partner import customer, example

TREE: Tree = {"Work": {"Live": {}, "Test": {}}, "Security": {}}
RENAMED = {"Work": "Workloads", "Work/Live": "Production"}
RAILS = GuardrailsDeclaration(
    policies=[replace(NO_USERS, name="nobody", renamed_from="no-users", targets=["Work/Live", "/"])]
)


def moves(stack: Json) -> dict[str, str]:
    """Old address by new; each new one is declared, and no old one."""
    found = {each["to"]: each["from"] for each in stack.get("moved", ())}
    declared = {f"{kind}.{name}" for kind, named in stack["resource"].items() for name in named}
    assert declared >= set(found) and not declared & set(found.values())
    return found


def test_a_path_before_follows_every_renamed_unit_above() -> None:
    paths = ("Work", "Work/Live", "Work/Test", "Security")
    before = ["Workloads", "Workloads/Production", "Workloads/Test", "Security"]
    assert [path_before(path, RENAMED) for path in paths] == before


UNIT, POLICY = "aws_organizations_organizational_unit", "aws_organizations_policy"


def moved(kind: str, new: str, old: str) -> tuple[str, str]:
    """Both addresses."""
    return f"{kind}.{identifier(new)}", f"{kind}.{identifier(old)}"


def test_a_company_renames_units_policies_and_its_govcloud_organization(tmp_path: Path) -> None:
    side = {"organizational_units_renamed_from": RENAMED, "guardrails": RAILS}
    names = {"govcloud_name": "new", "govcloud_renamed_from": "old"}
    declared = declaration(pair("app"), organizational_units=TREE, commercial=side, govcloud=side, **names)
    synthesize(declared, outdir=tmp_path, state_dir=tmp_path)
    both = dict(
        [
            moved(UNIT, "Work", "Workloads"),
            moved(UNIT, "Work/Live", "Workloads/Production"),
            moved(UNIT, "Work/Test", "Workloads/Test"),
            moved(POLICY, "nobody", "no-users"),
            moved(f"{POLICY}_attachment", "nobody@/", "no-users@/"),
            moved(f"{POLICY}_attachment", "nobody@Work/Live", "no-users@Workloads/Production"),
        ]
    )
    organization = dict([moved("aws_organizations_organization", "new", "old")])
    assert moves(stacks_in(tmp_path)["commercial"]) == both
    assert moves(stacks_in(tmp_path)["govcloud-new"]) == both | organization


def test_a_customers_new_name_reaches_its_unit_all_below_and_its_policies(tmp_path: Path) -> None:
    renamed = replace(
        customer("new"),
        renamed_from="old",
        organizational_units=TREE,
        organizational_units_renamed_from=RENAMED,
        commercial=CustomersCommercialDeclaration(guardrails=RAILS),
    )
    reseller = example()
    commercial = replace(reseller.commercial, enabled_policy_types=["SERVICE_CONTROL_POLICY"])
    synthesize(replace(reseller, commercial=commercial, customers=[renamed]), outdir=tmp_path, state_dir=tmp_path)
    assert moves(stacks_in(tmp_path)["account-pairs-new"]) == dict(
        [
            moved(UNIT, "new", "old"),
            moved(UNIT, "new/Security", "old/Security"),
            moved(UNIT, "new/Work", "old/Workloads"),
            moved(UNIT, "new/Work/Live", "old/Workloads/Production"),
            moved(UNIT, "new/Work/Test", "old/Workloads/Test"),
            moved(POLICY, "new-nobody", "old-no-users"),
            moved(f"{POLICY}_attachment", "new-nobody@/", "old-no-users@/"),
            moved(f"{POLICY}_attachment", "new-nobody@Work/Live", "old-no-users@Workloads/Production"),
        ]
    )
    organization = dict([moved("aws_organizations_organization", "new", "old")])
    assert organization.items() <= moves(stacks_in(tmp_path)["govcloud-new"]).items()


@pytest.mark.parametrize(
    ("renamed", "said"),
    [
        (
            {"Nowhere": "x"},
            "There is no organizational unit 'Nowhere'; there are: Work, Work/Live, Work/Test, Security.",
        ),
        ({"Work": "Work"}, "It is the name that the organizational unit has."),
        ({"Work": "Security"}, "There is an organizational unit 'Security': apply one renaming before"),
        ({"Work/Live": "old", "Work/Test": "old"}, "Another organizational unit was 'Work/old' too."),
        ({"Work": "Work/loads"}, "has a /, which stands between the names of a path"),
    ],
)
def test_a_unit_cannot_have_been_called(renamed: dict[str, str], said: str) -> None:
    assert said in " ".join(sentence for _, sentence in unit_rename_problems(TREE, renamed))


def test_names_cannot_be_swapped_in_one_step() -> None:
    # Terraform refuses such moves: "Moved object still exists".
    assert [position for position, _ in rename_problems("pair", [("a", "b"), ("b", "a"), ("c", None)])] == [0, 1]


def test_what_the_file_refuses_is_refused_from_python_too(tmp_path: Path) -> None:
    pairs = (pair("app"), pair("new", renamed_from="app"))
    with pytest.raises(ConstructError, match="new: renamed_from: There is a pair 'app'"):
        synthesize(declaration(*pairs), outdir=tmp_path, state_dir=tmp_path)
    side = {"organizational_units_renamed_from": {"Nowhere": "x"}}
    with pytest.raises(ConstructError, match="Nowhere: There is no organizational unit"):
        synthesize(declaration(pair("app"), commercial=side), outdir=tmp_path, state_dir=tmp_path)
    rails = GuardrailsDeclaration(
        policies=[replace(NO_USERS, targets=["/"]), replace(RAILS.policies[0], targets=["/"])]
    )
    with pytest.raises(ConstructError, match="nobody: renamed_from: There is a policy 'no-users'"):
        synthesize(declaration(pair("app"), govcloud={"guardrails": rails}), outdir=tmp_path, state_dir=tmp_path)
