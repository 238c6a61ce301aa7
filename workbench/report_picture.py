"""`python -m workbench picture`: the picture of a report, of the reseller's example as real Terraform made it.

`govpair apply` makes the customers' organizations on the simulator, `govpair report` reads them, and Chromium shows the
page. The time that it tells is another each time.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from workbench.chromium import find_or_install_chromium
from workbench.cli_config import write_cli_config
from workbench.errors import WorkbenchError
from workbench.paths import PROJECT
from workbench.terraform_binary import find_or_fetch_terraform
from workbench.terraform_environment import terraform_environment

EXAMPLE = PROJECT / "examples" / "reseller" / "organization.yaml"
PICTURE = PROJECT / "docs" / "images" / "report-reseller.png"
CHOSEN = "meadow-prod"

_SIZE = (1440, 1000)


def make_picture(picture: Path = PICTURE, organization: Path = EXAMPLE, chosen: str = CHOSEN) -> Path:
    """Make an organization's report on the simulator, and its picture; returns ``picture``. The example takes minutes.

    Args:
        picture: The PNG to write.
        organization: The organization file.
        chosen: The name of the account whose pair is told in full.

    Raises:
        WorkbenchError: a tool is missing, or a command failed; with the end of what it said.
    """
    from partition_simulator import Simulator, SimulatorSettings

    browser = find_or_install_chromium()
    with tempfile.TemporaryDirectory() as name, Simulator(SimulatorSettings(creation_seconds=1)) as simulator:
        folder = Path(name)
        simulator.seed_management_pair()
        environment = {
            **terraform_environment(write_cli_config(folder / "terraform.rc"), simulator.aws_config(folder / "aws")),
            "GOVPAIR_TERRAFORM": str(find_or_fetch_terraform().path),
            "GOVPAIR_STATE_DIR": name,
        }
        _govpair(environment, "apply", "--organization", str(organization), "--outdir", str(folder / "stacks"), "--yes")
        page = folder / "report.html"
        _govpair(environment, "report", "--organization", str(organization), "--with-trails", "--output", str(page))
        _show(browser, page, picture, chosen)
    return picture


def _govpair(environment: Mapping[str, str], *arguments: str) -> None:
    command = [sys.executable, "-m", "custom_resources", *arguments]
    done = subprocess.run(command, cwd=PROJECT, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise WorkbenchError(f"`govpair {arguments[0]}` ended with {done.returncode}: {done.stderr.strip()[-2000:]}")


def _show(browser: Path, page: Path, picture: Path, chosen: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Root has no sandbox of Chromium's; the page is our own.
        running = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        width, height = _SIZE
        opened = running.new_page(viewport={"width": width, "height": height}, color_scheme="light")
        opened.goto(page.as_uri())
        opened.locator(".pane.commercial .row.account", has_text=chosen).click()
        opened.screenshot(path=picture)
        running.close()
