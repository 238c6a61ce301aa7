"""No secret of a full run is anywhere that outlives it or that others can see."""

from __future__ import annotations

import re
import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from custom_resources.plugin.core_files import core_limit
from tests.conftest import missing
from tests.end_to_end.estate import SimulatedEstate, credential_block, simulated_estate
from tests.end_to_end.hcl import pair
from tests.reliability.secrets.handed import secrets_of
from tests.reliability.secrets.run import FullRun, prepared, whole_life
from tests.reliability.secrets.search import forms, found, texts
from workbench.terraform_binary import Terraform

pytestmark = pytest.mark.terraform

EPHEMERAL = (1, 10)
WITH_KEY_IDS = {"refused apply", "terraform.log"}
"""Where a diagnostic tells the id of a wrong key: an id, no secret, and the only way to know which one it was."""


@pytest.fixture(scope="module")
def estate() -> Iterator[SimulatedEstate]:
    with simulated_estate(clock_scale=0.0, creation_seconds=0, closing_seconds=0) as made:
        made.simulator.clock.set_scale(60.0)
        yield made


@pytest.fixture(scope="module")
def sockets() -> Iterator[Path]:
    """Temporary files appear here alone; a socket's path must be short."""
    with tempfile.TemporaryDirectory(prefix="s", dir="/tmp") as short:
        yield Path(short)


@pytest.fixture(scope="module")
def done(
    estate: SimulatedEstate, terraform: Terraform, sockets: Path, tmp_path_factory: pytest.TempPathFactory
) -> FullRun:
    """The run, once for all tests."""
    if terraform.version < EPHEMERAL:
        missing("ephemeral variables need Terraform 1.10")
    run = prepared(estate, terraform.path, tmp_path_factory.mktemp("secrets"), sockets)
    whole_life(run, estate)
    return run


@pytest.fixture(scope="module")
def places(done: FullRun) -> list[tuple[str, bytes]]:
    """Every file that was left, every command's words, and every process's arguments."""
    return [
        *(text for path in done.left() for text in texts(path)),
        *done.said.items(),
        *(("arguments", each) for each in done.seen.arguments),
    ]


def test_all_that_could_hold_a_secret_is_looked_at(done: FullRun, places: list[tuple[str, bytes]]) -> None:
    names = {name for name, _ in places}
    assert {"terraform.tfstate", "terraform.tfstate.backup", "show plan", "show state"} <= names
    assert {"plan.bin", "plan.bin/tfplan", "plan.bin/tfstate", "plan.bin/tfconfig/m-/main.tf"} <= names
    assert {"terraform.log", "progress.jsonl", "report.html", "report as JSON"} <= names
    log = dict(places)["terraform.log"]
    assert log.count(b"[TRACE]") > 1000
    assert b"creating account pair log" in log
    for program in (b"terraform\0apply", b"recorder.py", b"custom_resources\0report"):
        assert any(program in each for each in done.seen.arguments), program


def test_no_secret_of_any_set_is_in_any_place(
    estate: SimulatedEstate, done: FullRun, places: list[tuple[str, bytes]]
) -> None:
    ids, secrets = secrets_of(estate.simulator)
    assumed = [name for name in secrets if name.startswith("token") and ":assumed-role/" in name]
    assert assumed, "the provider assumed no role"
    assert len({*secrets.values()}) == len(secrets) > 8
    assert found(secrets, places) == []
    assert found(ids, [each for each in places if each[0] not in WITH_KEY_IDS]) == []


def test_the_handshake_certificates_keys_are_in_no_place(done: FullRun, places: list[tuple[str, bytes]]) -> None:
    keys = re.findall(r"-----BEGIN PRIVATE KEY-----\n(.+?)-----END", done.keys.read_text(), re.S)
    assert len(keys) > 5
    lines = {f"line {row} of key {i}": line for i, key in enumerate(keys) for row, line in enumerate(key.split())}
    # The first line says only that it is a key on P-256, the same for all.
    own = {name: line for name, line in lines.items() if not name.startswith("line 0") and len(line) >= 16}
    assert len({*own.values()}) == len(own) >= len(keys)
    assert found(own, places) == []
    assert not any(b"PRIVATE KEY" in content for _, content in places)


def test_temporary_files_vanish_and_were_the_users_alone(done: FullRun) -> None:
    assert list(done.sockets.iterdir()) == []
    assert done.seen.modes == {0o700}
    assert done.seen.beside <= {"identity.pem"}


def test_no_core_file_would_hold_them(done: FullRun) -> None:
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    assert str(core_limit(hard, resource.RLIM_INFINITY)) in done.seen.core_limits.values()


def test_a_secret_that_is_written_into_the_configuration_is_found_in_the_plan(
    estate: SimulatedEstate, done: FullRun, tmp_path: Path
) -> None:
    """The search itself; and why docs/threat-model.md says to write none there."""
    keys = estate.commercial
    block = credential_block("commercial", keys, estate.simulator.commercial.url, "us-east-1")
    folder = type(done.folder)(tmp_path, done.folder.terraform, done.folder.environment, f'{block}\n  owner = "x"')
    folder.write(pair("log")).run("init", "-no-color").succeeded()
    folder.plan("-out=plan.bin").succeeded()
    where = found({"secret": keys.secret_access_key}, texts(tmp_path / "plan.bin"))
    assert where == ["secret in plan.bin/tfconfig/m-/main.tf"]


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_a_secret_is_found_however_it_is_written(before: str) -> None:
    import base64

    secret = "FakeSecret/with+signs=0123456789"
    for place in (
        f"{before}{secret}".encode(),
        base64.b64encode(f"{before}{secret} and more".encode()),
        secret.encode().hex().encode(),
        b"key=FakeSecret%2Fwith%2Bsigns%3D0123456789&",
    ):
        assert found({"it": secret}, [("there", place)]) == ["it in there"]
    assert found({"it": secret}, [("there", b"FakeSecret/with+other=0123456789")]) == []
    assert len(forms(secret)) == 6
