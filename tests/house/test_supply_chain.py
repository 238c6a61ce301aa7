"""What users get is locked, listed and licensed as docs/supply-chain.md says; and has no known vulnerability."""

from __future__ import annotations

import json
import re

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.utils import canonicalize_name

from workbench import supply_chain
from workbench.errors import WorkbenchError
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
