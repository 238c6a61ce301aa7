"""The table of claims: read from YAML, joined with what reports observed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from custom_resources.engine.claims import Observation, load_claims
from custom_resources.engine.claims.table import save_observations
from workbench.paths import PROJECT

FILE = """service: organizations
claims:
  accounts-have-names:
    behaviour: Every account has a name.
    source: a guess
    status: assumed
  accounts-have-emails:
    behaviour: Every account has an email.
    source: botocore model
    status: documented
    used_in: [README.md]
"""


def observation(report: str, made: str, confirmed: tuple[str, ...] = (), **contradicted: str) -> Observation:
    wrong = {name.replace("_", "-"): seen for name, seen in contradicted.items()}
    return Observation(
        report=report, made=made, govpair="0.1.0", botocore="1.44.5", confirmed=confirmed, contradicted=wrong
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "organizations.yaml").write_text(FILE)
    return tmp_path


def test_a_claim_stands_as_its_file_says_until_somebody_observes_it(folder: Path) -> None:
    claims = load_claims(folder)
    assert {name: claim.standing for name, claim in claims.items()} == {
        "accounts-have-names": "assumed",
        "accounts-have-emails": "documented",
    }
    assert claims["accounts-have-names"].service == "organizations"


def test_reports_that_confirm_make_it_observed_with_count_and_day(folder: Path) -> None:
    save_observations(
        [
            observation("b", "2026-12-02", ("accounts-have-names",)),
            observation("a", "2026-12-01", ("accounts-have-names",)),
        ],
        folder,
    )
    claim = load_claims(folder)["accounts-have-names"]
    assert (claim.standing, claim.confirmed, claim.last_observed) == ("observed", 2, "2026-12-02")


def test_one_report_that_contradicts_outweighs_those_that_confirm(folder: Path) -> None:
    save_observations(
        [
            observation("a", "2026-12-01", ("accounts-have-names",)),
            observation("b", "2026-12-02", accounts_have_names="none"),
        ],
        folder,
    )
    claim = load_claims(folder)["accounts-have-names"]
    assert (claim.standing, claim.contradicted, claim.seen) == ("contradicted", 1, "none")


def test_an_observation_of_a_claim_that_is_no_more_is_history(folder: Path) -> None:
    save_observations([observation("a", "2026-12-01", ("gone-by-now",))], folder)
    assert {claim.standing for claim in load_claims(folder).values()} == {"assumed", "documented"}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [("status: believed", "status"), ("status: assumed\n    sure: very", "sure"), ("status: [", "broken.yaml")],
)
def test_a_broken_file_is_named(folder: Path, wrong: str, told: str) -> None:
    (folder / "broken.yaml").write_text(FILE.replace("status: assumed", wrong))
    with pytest.raises(ValueError, match=r"broken\.yaml") as caught:
        load_claims(folder)
    assert told in str(caught.value)


def test_an_id_stands_once(folder: Path) -> None:
    (folder / "other.yaml").write_text(FILE)
    with pytest.raises(ValueError, match="accounts-have-names stands in another file"):
        load_claims(folder)


def test_the_table_is_read_without_the_simulator_and_its_libraries() -> None:
    script = (
        "import json, sys\n"
        "for name in ('moto', 'flask', 'werkzeug', 'partition_simulator'): sys.modules[name] = None\n"
        "from custom_resources.engine.claims import load_claims\n"
        "print(json.dumps(sorted(load_claims())))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == sorted(load_claims())
