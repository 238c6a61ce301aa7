from __future__ import annotations

import hashlib
import io
import json
import socket
import zipfile
from pathlib import Path

import pytest

from custom_resources.scripts.provider_mirror import platform_name
from workbench import terraform_binary
from workbench.errors import WorkbenchError
from workbench.terraform_binary import RELEASES, fetch_terraform, find_or_fetch_terraform, find_terraform


def program(path: Path, version: str, name: str = "Terraform") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\necho "{name} v{version}"\n')
    path.chmod(0o755)
    return path


def releases(folder: Path, archive: bytes, url: str, digest: str | None = None) -> Path:
    table = {
        "version": "9.9.9",
        "url": url,
        "sha256": {platform_name(): digest or hashlib.sha256(archive).hexdigest()},
    }
    path = folder / "releases.json"
    path.write_text(json.dumps(table))
    return path


def archive_with(content: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        opened.writestr("terraform", content)
    return buffer.getvalue()


@pytest.fixture
def empty_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A PATH with nothing on it and no Terraform fetched before."""
    monkeypatch.delenv("GOVPAIR_TERRAFORM", raising=False)
    monkeypatch.setattr(terraform_binary, "TOOLS", tmp_path / "tools")
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}")
    return tmp_path


def test_terraform_on_path_is_taken(empty_machine: Path) -> None:
    program(empty_machine / "bin" / "terraform", "1.9.2")
    found = find_terraform()
    assert found is not None
    assert found.version == (1, 9, 2)
    assert found.path == empty_machine / "bin" / "terraform"


def test_opentofu_serves_where_terraform_is_too_old(empty_machine: Path) -> None:
    program(empty_machine / "bin" / "terraform", "1.7.5")
    program(empty_machine / "bin" / "tofu", "1.9.0", "OpenTofu")
    found = find_terraform()
    assert found is not None
    assert found.path == empty_machine / "bin" / "tofu"


def test_one_fetched_before_is_found(empty_machine: Path) -> None:
    program(empty_machine / "tools" / "terraform" / "terraform", "1.11.4")
    found = find_terraform()
    assert found is not None
    assert found.path.parent.name == "terraform"


def test_a_program_that_is_no_terraform_is_passed_over(empty_machine: Path) -> None:
    program(empty_machine / "bin" / "terraform", "x", "Something else")
    assert find_terraform() is None


def test_a_chosen_program_that_is_too_old_is_an_error_that_names_it(
    empty_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = program(empty_machine / "elsewhere" / "terraform", "1.5.7")
    monkeypatch.setenv("GOVPAIR_TERRAFORM", str(old))
    with pytest.raises(WorkbenchError, match=r"GOVPAIR_TERRAFORM is .*elsewhere/terraform.*1\.8 or later"):
        find_terraform()


def test_a_release_with_the_right_checksum_is_unpacked(tmp_path: Path) -> None:
    archive = archive_with("#!/bin/sh\necho Terraform v9.9.9\n")
    (tmp_path / "release.zip").write_bytes(archive)
    table = releases(tmp_path, archive, (tmp_path / "release.zip").as_uri())
    fetch_terraform(tmp_path / "out" / "terraform", table)
    assert (tmp_path / "out" / "terraform").stat().st_mode & 0o111
    assert not list(tmp_path.glob("out/*.partial"))


def test_a_release_with_another_checksum_is_refused_and_nothing_is_unpacked(tmp_path: Path) -> None:
    archive = archive_with("tampered with")
    (tmp_path / "release.zip").write_bytes(archive)
    table = releases(tmp_path, archive, (tmp_path / "release.zip").as_uri(), digest="0" * 64)
    with pytest.raises(WorkbenchError, match=r"SHA-256 .* expected 0{64}; nothing was unpacked"):
        fetch_terraform(tmp_path / "out" / "terraform", table)
    assert not (tmp_path / "out").exists()


def test_offline_it_says_in_one_line_what_is_missing_and_how_to_get_it(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    table = releases(tmp_path, b"", f"http://127.0.0.1:{port}/terraform.zip")
    with pytest.raises(WorkbenchError) as caught:
        fetch_terraform(tmp_path / "terraform", table)
    text = str(caught.value)
    assert "not on PATH" in text
    assert "install it from https://developer.hashicorp.com/terraform/install" in text
    assert "\n" not in text


def test_a_platform_without_a_known_checksum_is_refused_before_any_download(
    empty_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.machine", lambda: "mips")
    with pytest.raises(WorkbenchError, match=r"no release with a known checksum exists here for \w+_mips"):
        find_or_fetch_terraform()


def test_the_committed_table_has_a_checksum_for_each_common_platform() -> None:
    table = json.loads(RELEASES.read_text())
    assert {"linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"} <= set(table["sha256"])
    assert all(len(digest) == 64 and int(digest, 16) >= 0 for digest in table["sha256"].values())
