"""`make provider-package`: the archive of the registry's form, used from a mirror where there is no Python."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from custom_resources.scripts.provider_mirror import SOURCE, platform_name
from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, block, pair, shell_environment
from workbench.provider_package import build_package, lay_out_mirror
from workbench.terraform_binary import Terraform

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(400)]

RELEASE = version("govpair")
STEM = f"terraform-provider-govpair_{RELEASE}"
PROGRAM = f"terraform-provider-govpair_v{RELEASE}"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    build_package(folder / "out", folder / "work")
    return folder / "out"


def test_it_has_the_files_that_a_registry_asks_for(package: Path) -> None:
    archive, manifest = f"{STEM}_{platform_name()}.zip", f"{STEM}_manifest.json"
    assert {path.name for path in package.iterdir()} == {archive, manifest, f"{STEM}_SHA256SUMS"}
    assert json.loads((package / manifest).read_text())["metadata"]["protocol_versions"] == ["6.0"]
    assert (package / f"{STEM}_SHA256SUMS").read_text().splitlines() == [
        f"{hashlib.sha256((package / name).read_bytes()).hexdigest()}  {name}" for name in sorted((archive, manifest))
    ]


def test_the_archive_has_the_program_and_nothing_of_a_checkout_s_tools(package: Path) -> None:
    with zipfile.ZipFile(package / f"{STEM}_{platform_name()}.zip") as archive:
        modes = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}
    assert modes[PROGRAM] & 0o111
    assert {name.split("/")[0] for name in modes} == {PROGRAM, "lib"}
    packages = {name.split("/")[1] for name in modes if name.count("/") > 1}
    assert packages & {"pytest", "moto", "cdktf", "jsii", "sphinx", "partition_simulator", "constructs_lib"} == set()
    assert "custom_resources" in packages


def test_terraform_makes_and_joins_a_pair_with_it(
    package: Path, estate: SimulatedEstate, terraform: Terraform, tmp_path: Path
) -> None:
    lay_out_mirror(package, tmp_path / "mirror")
    config = tmp_path / "terraform.rc"
    config.write_text(
        f'provider_installation {{\n  filesystem_mirror {{\n    path = "{tmp_path / "mirror"}"\n  }}\n}}\n'
    )
    empty = tmp_path / "bin"
    empty.mkdir()
    environment = {**shell_environment(TF_CLI_CONFIG_FILE=str(config)), "PATH": str(empty)}
    module = tmp_path / "module"
    module.mkdir()
    folder = Folder(module, terraform.path, environment, estate.provider_block())
    estate.simulator.clock.set_scale(60.0)
    joined = block(
        'resource "govpair_membership" "log"',
        {"account_id": Expression("govpair_account_pair.log.govcloud_account_id")},
    )
    folder.write(pair("log") + joined).run("init", "-input=false", "-no-color").succeeded()
    (program,) = (module / ".terraform" / "providers" / SOURCE).rglob(PROGRAM)
    assert os.access(program, os.X_OK)
    folder.apply().succeeded()
    folder.plans_nothing()
    assert estate.creations() == 1
    refused = folder.write(pair("log", email="not-an-email")).run("plan", "-no-color").failed()
    assert "not-an-email" in refused.words
