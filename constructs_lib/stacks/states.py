"""A state backend as CDKTF's elements: of the stack itself, and of its readers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constructs_lib import cdk
from constructs_lib.state_backends import StateBackend


def declare_backend(stack: cdk.TerraformStack, name: str, state: StateBackend) -> None:
    """The backend block of the stack."""
    given = state.backend(name)
    made: cdk.TerraformBackend
    if state.kind == "local":
        made = cdk.LocalBackend(stack, path=given["path"])
    elif state.kind == "s3":
        made = cdk.S3Backend(stack, bucket=given["bucket"], key=given["key"])
    elif state.kind == "http":
        made = cdk.HttpBackend(stack, address=given["address"])
    else:
        workspaces = cdk.NamedCloudWorkspace(given["workspaces"]["name"])
        made = cdk.CloudBackend(
            stack, hostname=given["hostname"], organization=given["organization"], workspaces=workspaces
        )
    # CDKTF knows fewer arguments than Terraform (no lock file, and assuming a role in Terraform's old way).
    _add(made, given, "", known=("path", "bucket", "key", "address", "hostname", "organization", "workspaces"))


def declare_reader(reader: cdk.TerraformStack, id: str, name: str, state: StateBackend) -> cdk.TerraformRemoteState:
    """A ``terraform_remote_state`` of the stack of that name."""
    given = state.reader(name)
    made: cdk.TerraformRemoteState
    if state.kind == "local":
        made = cdk.DataTerraformRemoteStateLocal(reader, id, path=given["path"])
    elif state.kind == "s3":
        made = cdk.DataTerraformRemoteStateS3(reader, id, bucket=given["bucket"], key=given["key"])
    elif state.kind == "http":
        made = cdk.DataTerraformRemoteStateHttp(reader, id, address=given["address"])
    else:
        made = cdk.DataTerraformRemoteState(
            reader,
            id,
            hostname=given["hostname"],
            organization=given["organization"],
            workspaces=cdk.NamedRemoteWorkspace(given["workspaces"]["name"]),
        )
    _add(made, given, "config.", known=("path", "bucket", "key", "address", "hostname", "organization", "workspaces"))
    return made


def _add(element: cdk.TerraformElement, given: Mapping[str, Any], prefix: str, known: tuple[str, ...]) -> None:
    for argument, value in given.items():
        if argument not in known:
            element.add_override(prefix + argument, value)
