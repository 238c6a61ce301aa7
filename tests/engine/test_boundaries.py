"""What the engine promises to the rooms above: permissions declared, late imports, errors only of its own."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import custom_resources.engine
from custom_resources.engine import account_pairs, memberships
from custom_resources.engine.account_pairs import create_pair, find_pair
from custom_resources.engine.errors import EngineError
from custom_resources.engine.model import AccountPair, PairRequest
from custom_resources.engine.permissions import PERMISSIONS
from tests.engine.conftest import Bench

ENGINE = Path(custom_resources.engine.__file__).parent


def test_importing_the_engine_does_not_import_botocore() -> None:
    code = (
        "import sys, custom_resources.engine.estate, custom_resources.engine.account_pairs,"
        "custom_resources.engine.memberships; sys.exit('botocore' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ENGINE.parents[1], check=False).returncode == 0


def test_the_rules_import_nothing_but_the_standard_library() -> None:
    imports = re.findall(r"^(?:from|import) ([\w.]+)", (ENGINE / "rules.py").read_text(), re.MULTILINE)
    assert set(imports) <= {"re", "unicodedata", "collections.abc"}


def test_the_engine_knows_no_terraform_layer_and_no_simulator() -> None:
    text = "".join(path.read_text() for path in ENGINE.glob("*.py"))
    imports = set(re.findall(r"^\s*(?:from|import) ([\w.]+)", text, re.MULTILINE))
    outside = {name for name in imports if name.startswith(("custom_resources", "partition_simulator"))}
    assert all(name.startswith("custom_resources.engine") for name in outside)


def test_every_operation_that_the_engine_calls_has_its_permission_declared() -> None:
    from botocore import xform_name
    from botocore.session import Session

    for path in ENGINE.glob("*.py"):  # each declares its own
        importlib.import_module(f"custom_resources.engine.{path.stem}")
    declared = {action for actions in PERMISSIONS.values() for action in actions}
    text = "".join(path.read_text() for path in ENGINE.glob("*.py"))
    for service in ("organizations", "account", "sts"):
        for operation in Session().get_service_model(service).operation_names:
            if re.search(rf"\.{xform_name(operation)}\b", text):
                assert f"{service}:{operation}" in declared


def test_the_invited_accounts_role_needs_no_more_than_to_look_and_accept() -> None:
    assert set(PERMISSIONS["invited"]) == {
        "organizations:ListHandshakesForAccount",
        "organizations:DescribeHandshake",
        "organizations:DescribeOrganization",
        "organizations:AcceptHandshake",
        "iam:CreateServiceLinkedRole",
    }


@pytest.mark.parametrize("module", [account_pairs, memberships])
def test_everything_public_is_documented(module: object) -> None:
    for name in module.__all__:  # type: ignore[attr-defined]
        assert getattr(module, name).__doc__


def test_an_endpoint_that_is_no_url_is_an_error_of_the_engine(bench: Bench) -> None:
    estate = bench.estate(commercial=bench.keys("commercial", endpoints={"organizations": "nonsense"}))
    with pytest.raises(EngineError, match="nonsense"):
        find_pair(estate, email="a@example.gov")


def test_five_creations_at_once_share_one_estate(bench: Bench) -> None:
    estate, pairs = bench.estate(), list[AccountPair]()

    def create(number: int) -> None:
        # One clock moves for all, so every thread's waits pass for each of them: hence the long timeout.
        request = PairRequest(f"n{number}@example.gov", f"n{number}")
        pairs.append(create_pair(estate, request, timeout=1e6)[0])

    threads = [threading.Thread(target=create, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({pair.commercial_account_id for pair in pairs}) == len({pair.govcloud_account_id for pair in pairs}) == 5
    assert bench.calls("CreateGovCloudAccount") == 5
    assert bench.simulator.calls()["commercial sts.GetCallerIdentity"] == 1
