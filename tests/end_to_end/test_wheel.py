"""The wheel in an environment of its own, away from the checkout: what somebody has who only installed govpair."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import missing
from tests.end_to_end.company import company
from tests.end_to_end.hcl import SOURCE, Expression, Folder, block, pair, shell_environment
from workbench.aws_mirror import REGISTRY
from workbench.paths import PROJECT
from workbench.python_package import build, build_sdist_and_wheel, copy_sources
from workbench.terraform_binary import Terraform

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(600)]

RELEASE = version("govpair")
ROOMS = ("constructs_lib", "custom_resources", "partition_simulator")


@dataclass(frozen=True)
class Installed:
    """govpair in an environment of its own; its commands run in ``folder``, which has nothing of the checkout.

    Attributes:
        programs: the environment's folder of programs.
        folder: the working directory.
        environment: of every command: this process's, without what leads Python into the checkout.
    """

    programs: Path
    folder: Path
    environment: dict[str, str]

    def run(self, *command: str, **more: str) -> str:
        """Run a program of the environment to its end, and return what it said."""
        done = subprocess.run(
            [str(self.programs / command[0]), *command[1:]],
            cwd=self.folder,
            env={**self.environment, **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def document(self, *command: str, **more: str) -> dict[str, Any]:
        """The same of a command of govpair's, with ``--json``."""
        found: dict[str, Any] = json.loads(self.run("govpair", *command, "--json", **more))
        return found


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """What `make package` makes: the sdist, and the wheel of it."""
    return build_sdist_and_wheel(tmp_path_factory.mktemp("packages"))


@pytest.fixture(scope="module")
def installed(packages: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel with its extras, by pip, from wherever pip gets packages here."""
    folder = tmp_path_factory.mktemp("installed")
    kept = {name: value for name, value in shell_environment().items() if not name.startswith(("PYTHON", "GOVPAIR_"))}
    (folder / "work").mkdir()
    # A home of its own: neither a provider nor settings of the user's are found.
    environment = {name: value for name, value in kept.items() if name not in ("VIRTUAL_ENV", "JSII_NODE")}
    environment["HOME"] = str(folder / "home")
    one = Installed(folder / "venv" / "bin", folder / "work", environment)
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    pip = (one.programs / "python", "-m", "pip", "--disable-pip-version-check", "--quiet")
    # pip's settings may be in the user's home.
    probe = subprocess.run(
        [*pip, "download", "--no-deps", "--dest", folder / "probe", "six"], env=kept, capture_output=True, check=False
    )
    if probe.returncode:
        missing("pip reaches no package index here")
    wheel = f"{packages[1]}[cdktf,cdktn,node,simulator]"
    done = subprocess.run([*pip, "install", wheel], env=kept, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return one


@pytest.fixture(scope="module")
def mirrored(installed: Installed, aws_provider: Path | None) -> dict[str, str]:
    """Terraform's setting by which it finds the installed provider, in a folder that is no mirror by itself."""
    mirror = installed.folder / "providers"
    told = installed.document("provider", "install", "--folder", str(mirror))["provider"]
    assert (told["source"], told["version"]) == (SOURCE, RELEASE)
    assert Path(told["launcher"]).is_relative_to(mirror)
    ours = f'  filesystem_mirror {{\n    path = "{mirror}"\n    include = ["{SOURCE}"]\n  }}\n'
    aws = f"{REGISTRY}/hashicorp/aws"
    theirs = f'  filesystem_mirror {{\n    path = "{aws_provider}"\n    include = ["{aws}"]\n  }}\n'
    direct = f"  direct {{\n    exclude = {json.dumps([SOURCE, *([aws] if aws_provider else [])])}\n  }}\n"
    config = installed.folder / "terraform.rc"
    config.write_text(f"provider_installation {{\n{ours}{theirs if aws_provider else ''}{direct}}}\n")
    return {"TF_CLI_CONFIG_FILE": str(config)}


@pytest.fixture
def simulated(installed: Installed, request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """`govpair simulate` of the installed package, until the test ends; the environment that leads to it."""
    options = ["--clock-scale", "60", "--config-dir", "aws", "--json", *getattr(request, "param", ())]
    process = subprocess.Popen(
        [installed.programs / "govpair", "simulate", *options],
        cwd=installed.folder,
        env=installed.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield _first_document(process.stdout)["environment"]
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 0


def _first_document(lines: Iterable[str]) -> dict[str, Any]:
    text = ""
    for line in lines:
        text += line
        try:
            found: dict[str, Any] = json.loads(text)
        except ValueError:
            continue
        return found
    raise AssertionError(f"no document: {text}")


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_checkout_and_the_sdist_build_the_same_wheel(packages: list[Path], tmp_path: Path) -> None:
    sdist, wheel = packages
    assert sdist.name == f"govpair-{RELEASE}.tar.gz"
    direct = build("wheel", copy_sources(tmp_path / "checkout"), tmp_path / "out")
    assert direct.name == wheel.name
    assert contents(direct) == contents(wheel)


def test_the_wheel_has_every_module_and_data_file_of_the_three_rooms(packages: list[Path]) -> None:
    there = {
        str(path.relative_to(PROJECT))
        for room in ROOMS
        for path in (PROJECT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in contents(packages[1]) if ".dist-info/" not in name}
    assert packed == there
    assert {f"{room}/py.typed" for room in ROOMS} <= packed


def test_nothing_that_it_imports_is_of_the_checkout(installed: Installed) -> None:
    names = ", ".join(ROOMS)
    code = f"import json, sys, {names}; print(json.dumps([sys.path, [each.__file__ for each in ({names})]]))"
    paths, files = json.loads(installed.run("python", "-c", code))
    assert not [path for path in paths if Path(path).is_relative_to(PROJECT)]
    assert all(Path(file).is_relative_to(installed.programs.parent) for file in files)


def test_it_tells_the_version_of_its_metadata(installed: Installed) -> None:
    versions = installed.document("version")["versions"]
    assert versions["govpair"] == RELEASE
    assert versions["moto"]


def test_govpair_apply_makes_a_whole_organization(
    installed: Installed, mirrored: dict[str, str], simulated: dict[str, str], terraform: Terraform
) -> None:
    (installed.folder / "organization.yaml").write_text(company("app-one"))
    told = {**simulated, **mirrored, "GOVPAIR_TERRAFORM": str(terraform.path)}
    made = installed.document("apply", "--organization", "organization.yaml", "--yes", **told)
    assert [(one["stack"], one["outcome"]) for one in made["stacks"]] == [
        ("commercial", "applied"),
        ("account-pairs", "applied"),
        ("govcloud-agency", "applied"),
    ]
    assert [(one["name"], one["state"]) for one in made["pairs"]] == [("app-one", "placed")]
    again = installed.document("plan", "--organization", "organization.yaml", **told)
    assert {one["state"] for one in again["stacks"]} == {"no_changes"}
    report = installed.folder / "report.html"
    installed.run("govpair", "report", "--organization", "organization.yaml", "--output", str(report), **told)
    assert "app-one" in report.read_text()


@pytest.mark.parametrize("simulated", [("--with-organizations",)], indirect=True)
def test_hcl_makes_and_joins_a_pair(
    installed: Installed, mirrored: dict[str, str], simulated: dict[str, str], terraform: Terraform
) -> None:
    module = installed.folder / "module"
    module.mkdir()
    provider = (
        'owner = "platform-team"\n'
        'commercial = { profile = "commercial", region = "us-east-1" }\n'
        'govcloud_paired = { profile = "govcloud", region = "us-gov-west-1" }'
    )
    folder = Folder(module, terraform.path, {**installed.environment, **simulated, **mirrored}, provider)
    joined = {"account_id": Expression("govpair_account_pair.log.govcloud_account_id")}
    folder.write(pair("log") + block('resource "govpair_membership" "log"', joined))
    folder.run("init", "-input=false", "-no-color").succeeded()
    folder.apply().succeeded()
    folder.plans_nothing()
    state = folder.state()
    assert state["govpair_membership.log"]["account_id"] == state["govpair_account_pair.log"]["govcloud_account_id"]


def test_both_cdks_synthesize_from_it(installed: Installed) -> None:
    (installed.folder / "organization.yaml").write_text(company("app-one"))
    for cdk in ("cdktf", "cdktn"):
        command = ("python", "-m", "constructs_lib.app", "organization.yaml", "--outdir", cdk)
        installed.run(*command, GOVPAIR_CDK=cdk)
        stacks = {path.name for path in (installed.folder / cdk / "stacks").iterdir()}
        assert stacks == {"account-pairs", "commercial", "govcloud-agency"}
