from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from constructs_lib.declarations import Declaration
from constructs_lib.quota_warnings import quota_warnings
from tests.constructs.conftest import declaration, pair, run_main
from tests.constructs.test_reseller_partner import RESELLER, customer, example


def company(pairs: int) -> Declaration:
    return declaration(*(pair(f"app-{number}") for number in range(pairs)))


@pytest.mark.parametrize(("pairs", "organizations"), [(9, 0), (10, 2)])
def test_more_accounts_than_aws_gives_by_default_are_said(pairs: int, organizations: int) -> None:
    assert len(list(quota_warnings(company(pairs)))) == organizations


def test_a_customer_s_own_organization_counts_by_itself() -> None:
    many = customer("many", account_pairs=[pair(f"many-{number}") for number in range(11)])
    said = list(quota_warnings(replace(example(), customers=[many])))
    assert [each.split(" would")[0] for each in said] == [
        "The commercial organization",
        "The GovCloud organization of many",
    ]


def test_the_program_warns_and_goes_on(tmp_path: Path) -> None:
    answer = run_main(str(RESELLER), "--outdir", str(tmp_path))
    assert answer.returncode == 0
    (line,) = answer.stderr.splitlines()
    assert line.startswith(f"{RESELLER}: warning: The commercial organization would have 12 accounts; AWS gives one 10")
