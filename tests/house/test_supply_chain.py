"""What users get is locked, listed and licensed as docs/supply-chain.md says; and has no known vulnerability."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.utils import canonicalize_name

from workbench import supply_chain
from workbench.errors import WorkbenchError
from workbench.paths import PROJECT
from workbench.supply_chain import BEGIN, END, PAGE, licence_table, licences, locked

ALLOWED = re.compile(
    r"0BSD|MIT(-0)?|BSD-[23]-Clause|Apache-2\.0|ISC|MPL-2\.0|PSF-2\.0"
    r"|OSI Approved :: (BSD License|Apache Software License)"
)


def test_the_sbom_is_valid_and_has_what_is_locked_with_its_hashes(
    tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supply_chain, "SBOM", tmp_path / "dist" / "sbom.json")  # type: ignore[operator]
    text = supply_chain.write_sbom().read_text()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    document, wanted = json.loads(text), locked()
    found = {canonicalize_name(each["name"]): each for each in document["components"]}
    # What the lock file has for other platforms and Pythons isn't installed here.
    assert {name for name in wanted if "markers" not in wanted[name]} <= set(found) <= set(wanted)
    for name, component in found.items():
        assert f"=={component['version']}" == wanted[name]["version"]
        hashes = {each["value"] for each in component["properties"] if each["name"] == "govpair:locked_hash"}
        assert hashes == set(wanted[name]["hashes"])
    edges = {each["ref"]: each["dependsOn"] for each in document["dependencies"]}
    assert any(one.startswith("botocore==") for ref, ones in edges.items() if ref.startswith("boto3==") for one in ones)
    assert text == supply_chain.write_sbom().read_text()


@pytest.mark.parametrize("part", ["default", "develop"])
def test_every_locked_package_has_one_version_and_its_hashes(part: str) -> None:
    entries = json.loads((PROJECT / "Pipfile.lock").read_text())[part]
    assert len(entries) > 30
    assert {
        name for name, entry in entries.items() if not re.fullmatch(r"==[\w.+!]+", entry.get("version", ""))
    } == set()
    unhashed = {
        name
        for name, entry in entries.items()
        if not entry.get("hashes") or not all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in entry["hashes"])
    }
    assert unhashed == set()
    # Neither a folder nor a repository, which have no hash to hold them to.
    assert {name for name, entry in entries.items() if entry.keys() & {"git", "path", "file", "editable"}} == set()


def test_nothing_comes_from_npm() -> None:
    """CDKTF's JavaScript is in its wheel, so the wheel's hash holds it too."""
    tracked = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    names = {Path(line).name for line in tracked.splitlines()}
    assert "Pipfile.lock" in names
    assert names & {"package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", ".npmrc"} == set()


def test_every_licence_is_one_that_is_let_through() -> None:
    told = licences()
    assert len(told) > 30
    wrong = {
        name: licence
        for name, licence in told.items()
        if not all(ALLOWED.fullmatch(one) for one in licence.split(" OR ")[:1])
    }
    assert wrong == {}


def test_the_page_lists_the_licences_as_they_are() -> None:
    listed = PAGE.read_text().split(BEGIN)[1].split(END)[0]
    assert listed == licence_table(), "run `python -m workbench licences`"


def test_no_locked_version_has_a_known_vulnerability() -> None:
    try:
        known = supply_chain.audit()
    except WorkbenchError as why:
        pytest.skip(str(why))
    assert known == []
