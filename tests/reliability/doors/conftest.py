"""The ground with another company on it, which has organizations on both sides, too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.provider.ground import Ground
from tests.provider.ground import ground as new_ground
from tests.provider.mishaps import no_waiting
from tests.scripts.conftest import clean_environment, shell, shell_with

__all__ = ["clean_environment", "shell", "shell_with", "there"]


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ground]:
    no_waiting(monkeypatch)
    with new_ground() as made:
        made.simulator.create_organization(made.simulator.seeded[1].commercial)
        yield made
