from __future__ import annotations

from pathlib import Path

import pytest

from constructs_lib.required_providers import AWS
from custom_resources.scripts.provider_mirror import platform_name
from workbench.aws_mirror import BELOW, MINIMUM, find_aws_mirror


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GOVPAIR_PROVIDER_MIRROR", str(tmp_path))
    provider = tmp_path / "registry.terraform.io" / "hashicorp" / "aws"
    provider.mkdir(parents=True)
    return provider


def test_an_unpacked_version_is_found(mirror: Path, tmp_path: Path) -> None:
    (mirror / "6.3.0" / platform_name()).mkdir(parents=True)
    assert find_aws_mirror() == tmp_path


def test_a_packed_version_is_found(mirror: Path, tmp_path: Path) -> None:
    (mirror / f"terraform-provider-aws_5.100.0_{platform_name()}.zip").touch()
    assert find_aws_mirror() == tmp_path


def test_terraforms_implied_folder_below_each_shared_data_folder_is_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    implied = tmp_path / "share" / "terraform" / "plugins"
    (implied / "registry.terraform.io" / "hashicorp" / "aws" / "5.100.0" / platform_name()).mkdir(parents=True)
    monkeypatch.delenv("GOVPAIR_PROVIDER_MIRROR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_DIRS", f"{tmp_path / 'nothing'}:{tmp_path / 'share'}")
    assert find_aws_mirror() == implied


@pytest.mark.parametrize("version", ["5.99.1", "7.0.0", "6.0.0-beta1"])
def test_a_version_outside_the_constraint_is_passed_over(mirror: Path, tmp_path: Path, version: str) -> None:
    (mirror / version / platform_name()).mkdir(parents=True)
    assert find_aws_mirror() != tmp_path


def test_another_platform_is_passed_over(mirror: Path, tmp_path: Path) -> None:
    (mirror / "5.100.0" / "plan9_mips").mkdir(parents=True)
    assert find_aws_mirror() != tmp_path


def test_the_versions_looked_for_are_those_that_the_stacks_allow() -> None:
    lowest, below = (".".join(map(str, version)) for version in (MINIMUM, BELOW))
    assert AWS.constraint == f">= {lowest}, < {below}"
