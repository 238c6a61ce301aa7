"""Everything that the provider offers is in a file of its own, beside a test file of the same name."""

from __future__ import annotations

from collections import Counter

import pytest

from custom_resources.provider.provider import GovpairProvider
from workbench.paths import PROJECT

OFFERED: list[type] = [
    *GovpairProvider.resources,
    *GovpairProvider.data_sources,
    *GovpairProvider.ephemeral_resources,
    *GovpairProvider.functions,
]


def module_of(offered: type) -> str:
    return offered.__module__.rpartition(".")[2]


def test_no_two_share_a_file() -> None:
    assert [name for name, count in Counter(map(module_of, OFFERED)).items() if count > 1] == []


@pytest.mark.parametrize("offered", OFFERED, ids=module_of)
def test_a_test_file_of_the_same_name_tests_it(offered: type) -> None:
    path = PROJECT / "tests" / "provider" / f"test_{module_of(offered)}.py"
    assert path.is_file(), f"Test {offered.__name__} in {path.relative_to(PROJECT)}."
    assert offered.__name__ in path.read_text(), f"{path.name} doesn't mention {offered.__name__}."


@pytest.mark.parametrize("kind", ["resources", "data_sources", "ephemeral_resources"])
def test_real_terraform_runs_everything_with_a_state(kind: str) -> None:
    texts = "".join(path.read_text() for path in (PROJECT / "tests" / "end_to_end").glob("test_*.py"))
    assert [each.name for each in getattr(GovpairProvider, kind) if f"govpair_{each.name}" not in texts] == []
