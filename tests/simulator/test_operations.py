"""The one table of simulated operations."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import custom_resources.engine
from custom_resources.engine.permissions import PERMISSIONS
from partition_simulator.http.services import operation_model
from partition_simulator.operations import SIMULATED


@pytest.mark.parametrize("service", SIMULATED)
def test_the_table_names_operations_of_aws(service: str) -> None:
    assert [name for name in SIMULATED[service] if operation_model(service, name) is None] == []


def test_what_the_engine_calls_is_simulated() -> None:
    for module in pkgutil.walk_packages(custom_resources.engine.__path__, "custom_resources.engine."):
        importlib.import_module(module.name)
    needed = {tuple(action.split(":")) for actions in PERMISSIONS.values() for action in actions}
    assert ("organizations", "CreateGovCloudAccount") in needed
    missing = {(service, name) for service, name in needed if name not in SIMULATED[service]}
    # A permission that AcceptHandshake and CreateTrail need, and no call of their own.
    assert missing - {("iam", "CreateServiceLinkedRole")} == set()
