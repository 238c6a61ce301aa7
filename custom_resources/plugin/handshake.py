"""The handshake between Terraform (go-plugin) and a plugin process: one line on standard output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# A plugin started by hand should say so instead of waiting for a client; Terraform proves itself with this pair, which
# is the same for every Terraform and every provider. It is no secret.
COOKIE_NAME = "TF_PLUGIN_MAGIC_COOKIE"
COOKIE_VALUE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"

CORE_VERSION = 1
PROTOCOL_VERSION = 6


class HandshakeError(Exception):
    """The process cannot serve whoever started it; the text is for that person."""


@dataclass(frozen=True)
class Invitation:
    """What the client said in the environment."""

    #: The client's certificate (PEM), or empty for plaintext.
    client_certificate: str
    #: Where the client wants the socket, or empty for anywhere.
    socket_directory: str


def read_invitation(environment: Mapping[str, str]) -> Invitation:
    """Check that Terraform started this process and speaks its protocol.

    :raises HandshakeError: when it doesn't.
    """
    if environment.get(COOKIE_NAME) != COOKIE_VALUE:
        raise HandshakeError(
            "This program is a Terraform provider. It is started by Terraform and does nothing by itself: name it in "
            "required_providers and run terraform init."
        )
    offered = environment.get("PLUGIN_PROTOCOL_VERSIONS", "")
    if offered and str(PROTOCOL_VERSION) not in offered.split(","):
        raise HandshakeError(
            f"This provider speaks plugin protocol {PROTOCOL_VERSION}; this Terraform speaks {offered}. "
            "Use Terraform 1.8 or later."
        )
    return Invitation(environment.get("PLUGIN_CLIENT_CERT", ""), environment.get("PLUGIN_UNIX_SOCKET_DIR", ""))


def handshake_line(socket: str, certificate: str) -> str:
    """The line that tells the client where to connect. ``certificate`` is empty for plaintext; its field stays."""
    return f"{CORE_VERSION}|{PROTOCOL_VERSION}|unix|{socket}|grpc|{certificate}\n"
