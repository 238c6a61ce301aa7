"""The provider as a process, without Terraform: the handshake line, TLS, and its end."""

from __future__ import annotations

import os
import resource
import signal
import socket
import ssl
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import grpclib.exceptions
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from custom_resources.plugin.core_files import core_limit
from custom_resources.plugin.handshake import COOKIE_NAME, COOKIE_VALUE
from tests.plugin.client import Client

PROJECT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "from tests.plugin.toy import main; main()"]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where the sockets appear; its name is short enough for a socket's address."""
    import shutil
    import tempfile

    short = Path(tempfile.mkdtemp(prefix="s", dir="/tmp"))
    yield short
    shutil.rmtree(short)


@contextmanager
def started(folder: Path, **environment: str) -> Iterator[tuple[subprocess.Popen[bytes], list[str]]]:
    """The process and the fields of its handshake line."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TF_", "PLUGIN_"))}
    process = subprocess.Popen(
        COMMAND,
        cwd=PROJECT,
        env={**kept, COOKIE_NAME: COOKIE_VALUE, "PLUGIN_UNIX_SOCKET_DIR": str(folder), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().decode().rstrip("\n").split("|")
    finally:
        process.kill()
        process.communicate()


def client_identity() -> tuple[str, Any]:
    """A certificate like Terraform's (P-521, self-signed, for localhost): PEM and key."""
    key = ec.generate_private_key(ec.SECP521R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA512())
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode(), key


def context_for(field: str, folder: Path, client: tuple[str, Any] | None) -> ssl.SSLContext:
    """The client's side of TLS: trusts exactly the certificate of the handshake line."""
    import base64

    der = base64.b64decode(field + "=" * (-len(field) % 4))
    context = ssl.create_default_context(cadata=der)
    context.set_alpn_protocols(["h2"])
    if client is not None:
        file = folder / "client.pem"
        encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        file.write_bytes(client[1].private_bytes(encoding, form, serialization.NoEncryption()) + client[0].encode())
        context.load_cert_chain(file)
    return context


def test_without_the_cookie_it_explains_itself() -> None:
    environment = {name: value for name, value in os.environ.items() if name != COOKIE_NAME}
    done = subprocess.run(COMMAND, cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("This program is a Terraform provider.")
    assert "Traceback" not in done.stderr


def test_a_terraform_of_other_protocols_is_told() -> None:
    environment = {**os.environ, COOKIE_NAME: COOKIE_VALUE, "PLUGIN_PROTOCOL_VERSIONS": "4,5"}
    done = subprocess.run(COMMAND, cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "speaks plugin protocol 6; this Terraform speaks 4,5" in done.stderr


def test_plaintext_leaves_the_sixth_field_empty(folder: Path) -> None:
    with started(folder) as (_, fields):
        assert fields[:3] == ["1", "6", "unix"]
        assert fields[4:] == ["grpc", ""]
        with Client(fields[3]) as client:
            assert client.call("GetMetadata").resources


def test_the_sockets_directory_is_the_users_alone(folder: Path) -> None:
    with started(folder) as (_, fields):
        directory = Path(fields[3]).parent
        assert directory.parent == folder
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700
        assert [path.name for path in directory.iterdir()] == ["provider.sock"]


def test_tls_is_mutual(folder: Path) -> None:
    identity = client_identity()
    with started(folder, PLUGIN_CLIENT_CERT=identity[0]) as (_, fields):
        with Client(fields[3], context_for(fields[5], folder, identity)) as client:
            assert client.call("GetMetadata").resources
        certificate = x509.load_der_x509_certificate(context_for(fields[5], folder, None).get_ca_certs(True)[0])
        assert isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert names.get_values_for_type(x509.DNSName) == ["localhost"]
        assert certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


@pytest.mark.parametrize("other", [False, True], ids=["no certificate", "another certificate"])
def test_a_client_without_terraforms_certificate_is_refused(folder: Path, other: bool) -> None:
    with started(folder, PLUGIN_CLIENT_CERT=client_identity()[0]) as (_, fields):
        context = context_for(fields[5], folder, client_identity() if other else None)
        refusals = (ssl.SSLError, ConnectionError, grpclib.exceptions.StreamTerminatedError)
        with pytest.raises(refusals), Client(fields[3], context) as client:
            client.call("GetMetadata")


def test_a_second_client_is_refused_while_the_first_is_there_even_with_the_certificate(folder: Path) -> None:
    identity = client_identity()
    with started(folder, PLUGIN_CLIENT_CERT=identity[0]) as (_, fields):
        refusals = (ssl.SSLError, ConnectionError, grpclib.exceptions.StreamTerminatedError)
        with Client(fields[3], context_for(fields[5], folder, identity)) as first:
            assert first.call("GetMetadata").resources
            for _ in range(2):
                with pytest.raises(refusals), Client(fields[3], context_for(fields[5], folder, identity)) as second:
                    second.call("GetMetadata")
            assert first.call("GetMetadata").resources
        with Client(fields[3], context_for(fields[5], folder, identity)) as next_one:
            assert next_one.call("GetMetadata").resources


def test_who_has_no_certificate_takes_nobodys_place(folder: Path) -> None:
    identity = client_identity()
    with started(folder, PLUGIN_CLIENT_CERT=identity[0]) as (_, fields), socket.socket(socket.AF_UNIX) as silent:
        silent.connect(fields[3])
        with Client(fields[3], context_for(fields[5], folder, identity)) as client:
            assert client.call("GetMetadata").resources


def test_a_crash_leaves_no_core_file(folder: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    try:
        with started(folder) as (process, fields):
            assert fields[4] == "grpc"
            # Of an ended process nobody is told its limits, so they are asked for before.
            expected = core_limit(hard, resource.RLIM_INFINITY)
            if sys.platform == "linux":
                assert resource.prlimit(process.pid, resource.RLIMIT_CORE) == (expected, expected)
            process.send_signal(signal.SIGABRT)
            assert process.wait(10) == -signal.SIGABRT
            assert not list(PROJECT.glob("core*[0-9]")) + [each for each in PROJECT.glob("core") if each.is_file()]
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))


@pytest.mark.parametrize(("hard", "limit"), [(-1, 1), (0, 0), (1, 1), (4096, 1)])
def test_the_limit_of_core_files_is_one_byte_where_it_may_be(hard: int, limit: int) -> None:
    assert core_limit(hard, -1) == limit


def test_a_failed_start_is_told_as_a_panic(folder: Path) -> None:
    with started(folder, PLUGIN_CLIENT_CERT="no certificate") as (process, fields):
        assert fields == [""]
        _, errors = process.communicate(timeout=10)
        assert process.returncode == 1
        assert errors.startswith(b"panic: the provider could not start: ")
        assert list(folder.iterdir()) == []


def test_shutdown_ends_the_process_and_leaves_nothing(folder: Path) -> None:
    with started(folder) as (process, fields):
        with Client(fields[3]) as client:
            client.call("Shutdown", service="plugin.GRPCController")
        assert process.wait(10) == 0
        assert list(folder.iterdir()) == []


def test_an_interrupt_is_ignored_and_a_termination_is_not(folder: Path) -> None:
    with started(folder) as (process, fields):
        process.send_signal(signal.SIGINT)
        with Client(fields[3]) as client:
            assert client.call("GetMetadata").resources
        process.terminate()
        assert process.wait(10) == 0
        assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("level", "own"), [("INFO", ["info"]), ("TRACE", ["info", "debug"])])
def test_logs_are_json_lines_of_the_provider_at_the_wanted_level_and_of_libraries_their_warnings(
    folder: Path, level: str, own: list[str]
) -> None:
    import json

    with started(folder, TF_LOG_PROVIDER=level) as (process, fields):
        with Client(fields[3]) as client:
            client.configure(owner="me")
            client.call("Shutdown", service="plugin.GRPCController")
        assert process.wait(10) == 0
        assert process.stderr is not None
        lines = [json.loads(line) for line in process.stderr.read().splitlines()]
    assert [line["@level"] for line in lines if line["@module"] == "provider"] == own
    assert [line["@message"] for line in lines if line["@module"] != "provider"] == ["a library's warning"]


def test_importing_the_package_loads_nothing_heavy() -> None:
    """Terraform starts the process several times in each command."""
    script = "import sys, custom_resources.plugin; print(sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    for heavy in ("asyncio", "grpclib", "google", "cryptography", "msgpack", "botocore", "boto3", "pydantic"):
        assert f"'{heavy}'" not in done.stdout
