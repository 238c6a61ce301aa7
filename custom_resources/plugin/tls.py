"""Mutual TLS as Terraform's plugin client wants it.

Terraform sends its certificate in ``PLUGIN_CLIENT_CERT`` and trusts exactly the one certificate that comes back in the
handshake line, for the name ``localhost``. Its own key is on P-521, which the standard library's OpenSSL verifies (and
gRPC's BoringSSL does not): hence this module and grpclib.
"""

from __future__ import annotations

import base64
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path


@dataclass(frozen=True)
class Identity:
    """A certificate with its key, made for one process and forgotten with it."""

    certificate_pem: bytes
    key_pem: bytes
    certificate_der: bytes

    def handshake_field(self) -> str:
        """The certificate as the handshake line carries it: base64 of the DER form, without padding."""
        return base64.b64encode(self.certificate_der).decode().rstrip("=")


def new_identity() -> Identity:
    """A self-signed P-256 certificate for ``localhost`` that is its own authority, good for the longest apply."""
    # Here and not above: these take longer to import than all the rest, and a plaintext server doesn't need them.
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(timezone.utc)  # noqa: UP017 - the same on every supported Python
    usage = x509.KeyUsage(
        digital_signature=True,
        key_encipherment=True,
        key_agreement=True,
        key_cert_sign=True,
        content_commitment=False,
        data_encipherment=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A clock that is set right, or wrong, between this line and Terraform's look at it changes nothing: what makes
        # the certificate good is that it is the one in the handshake line.
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    return Identity(
        certificate.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        certificate.public_bytes(serialization.Encoding.DER),
    )


def server_context(identity: Identity, client_certificate: str, directory: Path) -> ssl.SSLContext:
    """The TLS settings of a server that serves only the holder of ``client_certificate`` (PEM).

    ``directory`` must be readable by this user alone: the standard library takes a key only from a file, which stands
    there for the time of this call.

    :raises ssl.SSLError: when the client's certificate isn't one.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=client_certificate)
    context.set_alpn_protocols(["h2"])
    both = directory / "identity.pem"
    both.touch(mode=0o600)
    try:
        both.write_bytes(identity.key_pem + identity.certificate_pem)
        context.load_cert_chain(both)
    finally:
        both.unlink()
    return context
