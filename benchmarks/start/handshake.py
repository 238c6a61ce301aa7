"""A provider process from its start to the line on which Terraform connects, asked for as Terraform asks."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from benchmarks.watched import children_cpu_seconds
from custom_resources.plugin.handshake import COOKIE_NAME, COOKIE_VALUE


def measure(provider: Path, certificate: str) -> dict[str, float]:
    """Start the program, read its line, end it; RuntimeError when it says something else.

    cpu_seconds: what it had used by the time it was ended, just after the line.
    """
    used = children_cpu_seconds()
    with tempfile.TemporaryDirectory(prefix="govpair-bench-") as sockets:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("TF_", "AWS_"))},
            COOKIE_NAME: COOKIE_VALUE,
            "PLUGIN_PROTOCOL_VERSIONS": "5,6",
            "PLUGIN_MIN_PORT": "10000",
            "PLUGIN_MAX_PORT": "25000",
            "PLUGIN_UNIX_SOCKET_DIR": sockets,
            "PLUGIN_CLIENT_CERT": certificate,
        }
        began = time.perf_counter()
        with subprocess.Popen(
            [str(provider)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            assert process.stdout is not None
            line = process.stdout.readline()
            took = time.perf_counter() - began
            process.kill()
    if line.count("|") < 5:
        raise RuntimeError(f"{provider} said {line!r} in place of a handshake")
    return {"seconds": took, "cpu_seconds": children_cpu_seconds() - used}


def client_certificate() -> str:
    """One as Terraform's: P-521, signed by itself, for localhost; PEM."""
    key = ec.generate_private_key(ec.SECP521R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now - timedelta(hours=1), now + timedelta(hours=1)
    )
    alternative = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    authority = x509.BasicConstraints(ca=True, path_length=None)
    signed = builder.add_extension(alternative, False).add_extension(authority, True).sign(key, hashes.SHA512())
    return signed.public_bytes(serialization.Encoding.PEM).decode()
