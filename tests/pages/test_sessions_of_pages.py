"""The other pages that are gone through as they are written, each on a simulator of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.blocks import Block
from tests.pages.grounds import Ground
from tests.pages.playing import play, sessions
from workbench.terraform_binary import Terraform

pytestmark = pytest.mark.timeout(900)


@pytest.mark.parametrize(("ground", "played"), sessions(lambda page: "docs/how-to/" not in page))
def test_a_page_works_as_it_is_written(
    ground: Ground, played: list[Block], terraform: Terraform, cli_config: Path, tmp_path: Path
) -> None:
    play(ground, played, terraform, cli_config, tmp_path)
