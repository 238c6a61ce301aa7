"""Where the stacks' Terraform states are: the backend of each, and how a later stack reads it. Pure Python.

Arguments are Terraform's own (https://developer.hashicorp.com/terraform/language/backend). None of these takes a
secret: what a backend is given stands in the synthesized files, so those come from a profile or the environment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

LOCKFILE_CONSTRAINT = ">= 1.10"
"""Terraform that has the S3 backend's ``use_lockfile`` (Terraform 1.10 release notes)."""


class StateBackend(Protocol):
    """What a stack is told of its state."""

    @property
    def kind(self) -> str:
        """``local``, ``s3``, ``http`` or ``cloud``."""

    def backend(self, stack: str) -> dict[str, Any]:
        """Arguments of the stack's own ``backend`` (or ``cloud``) block."""

    def reader(self, stack: str) -> dict[str, Any]:
        """The ``config`` of a ``terraform_remote_state`` that reads the stack's outputs."""


@dataclass(frozen=True)
class LocalState:
    """Files ``DIRECTORY/STACK.tfstate``; the directory becomes absolute, as Terraform runs in the stack's folder."""

    directory: Path
    kind: str = field(default="local", init=False)

    def backend(self, stack: str) -> dict[str, Any]:
        """See StateBackend."""
        return {"path": str(self.directory.absolute() / f"{stack}.tfstate")}

    def reader(self, stack: str) -> dict[str, Any]:
        """See StateBackend."""
        return self.backend(stack)


@dataclass(frozen=True)
class S3State:
    """Encrypted objects ``KEY_PREFIX/STACK.tfstate``, each with a lock file beside it, so without a DynamoDB table.

    The bucket may be in either partition: the region says which. A lock file needs Terraform 1.10.

    Attributes:
        bucket: The bucket; versioning it is AWS's and HashiCorp's advice.
        region: Its region, such as ``us-gov-west-1``.
        key_prefix: What comes before the names; ``""`` for nothing.
        profile: AWS profile.
        role_arn: Role to assume; of the bucket's partition.
        kms_key_id: ARN of the KMS key to encrypt with; None is S3's own.
        endpoints: Endpoint URL by service (``s3``, ``sts``, ``iam``).
        use_path_style: Bucket in the path and not in the host name.
    """

    bucket: str
    region: str
    key_prefix: str = "govpair"
    profile: str | None = None
    role_arn: str | None = None
    kms_key_id: str | None = None
    endpoints: Mapping[str, str] = field(default_factory=dict)
    use_path_style: bool = False
    kind: str = field(default="s3", init=False)

    def backend(self, stack: str) -> dict[str, Any]:
        """See StateBackend."""
        own = {"encrypt": True, "use_lockfile": True}
        return {**self.reader(stack), **own, **({"kms_key_id": self.kms_key_id} if self.kms_key_id else {})}

    def reader(self, stack: str) -> dict[str, Any]:
        """See StateBackend."""
        optional = {
            "profile": self.profile,
            "assume_role": {"role_arn": self.role_arn} if self.role_arn else None,
            "endpoints": dict(self.endpoints) or None,
            "use_path_style": self.use_path_style or None,
        }
        return {
            "bucket": self.bucket,
            "key": f"{self.key_prefix.strip('/')}/{stack}.tfstate".lstrip("/"),
            "region": self.region,
            **{name: value for name, value in optional.items() if value is not None},
        }


@dataclass(frozen=True)
class HttpState:
    """A state server, such as GitLab's; the password comes from ``TF_HTTP_PASSWORD``.

    Attributes:
        address: URL with ``{stack}`` in it.
        lock_address: URL with ``{stack}`` to lock and unlock by; None is no locking.
        lock_method: HTTP method to lock with.
        unlock_method: HTTP method to unlock with.
        username: User name for basic authentication.

    Raises:
        ValueError: A URL has no ``{stack}``: all states would be one.
    """

    address: str
    lock_address: str | None = None
    lock_method: str = "LOCK"
    unlock_method: str = "UNLOCK"
    username: str | None = None
    kind: str = field(default="http", init=False)

    def __post_init__(self) -> None:
        """Refuse an address that all stacks would share."""
        for name, url in (("address", self.address), ("lock_address", self.lock_address)):
            if url is not None and "{stack}" not in url:
                raise ValueError(f"{name}: {url!r} has no {{stack}} in it: all stacks would have one state.")

    def backend(self, stack: str) -> dict[str, Any]:
        """See StateBackend."""
        if self.lock_address is None:
            return self.reader(stack)
        lock = self.lock_address.replace("{stack}", stack)
        methods = {"lock_method": self.lock_method, "unlock_method": self.unlock_method}
        return {**self.reader(stack), "lock_address": lock, "unlock_address": lock, **methods}

    def reader(self, stack: str) -> dict[str, Any]:
        """See StateBackend."""
        address = {"address": self.address.replace("{stack}", stack)}
        return {**address, **({"username": self.username} if self.username else {})}


@dataclass(frozen=True)
class CloudState:
    """Workspaces ``WORKSPACE_PREFIX + STACK`` of HCP Terraform or Terraform Enterprise.

    The token comes from ``terraform login`` or ``TF_TOKEN_…``. Workspaces run where Terraform finds the provider: with
    the execution mode *local* or on agents that have it. A workspace shares its state with the others that read it.
    """

    organization: str
    hostname: str = "app.terraform.io"
    workspace_prefix: str = ""
    kind: str = field(default="cloud", init=False)

    def backend(self, stack: str) -> dict[str, Any]:
        """See StateBackend."""
        workspaces = {"name": self.workspace_prefix + stack}
        return {"hostname": self.hostname, "organization": self.organization, "workspaces": workspaces}

    def reader(self, stack: str) -> dict[str, Any]:
        """See StateBackend."""
        return self.backend(stack)
