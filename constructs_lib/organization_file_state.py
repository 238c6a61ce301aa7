"""What an organization file says of where the stacks' Terraform states are. Pure Python."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from constructs_lib.organization_file_parts import Part, by
from constructs_lib.partitions import foreign_arns, partition_of, region_problem
from constructs_lib.state_backends import CloudState, HttpState, LocalState, S3State, StateBackend
from custom_resources.engine import rules, trail_rules


def _stack_in(value: object) -> str | None:
    return None if "{stack}" in str(value) else "It has no {stack} in it: all stacks would have one state."


def _from_here(value: str, info: ValidationInfo) -> str:
    return str(Path((info.context or {}).get("folder", ".")) / value)


class LocalStatePart(Part):
    """Files in a folder."""

    directory: Annotated[str, AfterValidator(_from_here)] = Field(description="Its path from this file's folder.")


class S3StatePart(Part):
    """Encrypted objects in a bucket of either partition, with a lock file each (Terraform 1.10)."""

    bucket: Annotated[str, by(trail_rules.bucket_name)] = Field(description="The bucket.")
    region: Annotated[str, by(lambda value: region_problem(str(value)))] = Field(
        description="Its region, such as us-gov-west-1."
    )
    key_prefix: str = Field("govpair", description="What comes before STACK.tfstate.")
    profile: str | None = Field(None, min_length=1, description="AWS profile.")
    role_arn: Annotated[str, by(rules.role_arn)] | None = Field(None, description="Role to assume.")
    kms_key_id: Annotated[str, by(trail_rules.kms_key_arn)] | None = Field(
        None, description="ARN of the KMS key; default: S3's own key."
    )

    @model_validator(mode="after")
    def _of_one_partition(self) -> S3StatePart:
        """Role and key are of the partition that the bucket's region is in; the key of that region too (S3 backend)."""
        partition = partition_of(self.region)
        for key, arn in (("role_arn", self.role_arn), ("kms_key_id", self.kms_key_id)):
            if foreign := list(foreign_arns(arn or "", partition)):
                sentence = f"{key}: {foreign[0]} is not of the partition {partition}, in which {self.region} is."
                raise PydanticCustomError("rule", "{sentence}", {"sentence": sentence})
        region = (self.kms_key_id or "").split(":")[3:4]
        if region and region != [self.region]:
            sentence = (
                f"kms_key_id: {self.kms_key_id} is in {region[0]}; a bucket in {self.region} takes keys of its own."
            )
            raise PydanticCustomError("rule", "{sentence}", {"sentence": sentence})
        return self


class HttpStatePart(Part):
    """A state server, such as GitLab's; the password comes from TF_HTTP_PASSWORD."""

    address: Annotated[str, by(_stack_in)] = Field(description="URL with {stack} in it.")
    lock_address: Annotated[str, by(_stack_in)] | None = Field(None, description="URL with {stack} to lock by.")
    lock_method: str = Field("LOCK", description="HTTP method to lock with; GitLab: POST.")
    unlock_method: str = Field("UNLOCK", description="HTTP method to unlock with; GitLab: DELETE.")
    username: str | None = Field(None, description="User name.")


class CloudStatePart(Part):
    """Workspaces of HCP Terraform or Terraform Enterprise."""

    organization: str = Field(min_length=1, description="The organization there.")
    hostname: str = Field("app.terraform.io", description="The host.")
    workspace_prefix: str = Field("", description="Workspaces are called PREFIX + STACK.")


class StatePart(Part):
    """Where the states are: one of these."""

    local: LocalStatePart | None = None
    s3: S3StatePart | None = None
    http: HttpStatePart | None = None
    cloud: CloudStatePart | None = None

    @model_validator(mode="after")
    def _one(self) -> StatePart:
        given = list(self.model_fields_set)
        if len(given) != 1 or getattr(self, given[0]) is None:
            there = ", ".join(type(self).model_fields)
            sentence = f"It needs exactly one of {there}; it has {' and '.join(sorted(given)) or 'none'}."
            raise PydanticCustomError("rule", "{sentence}", {"sentence": sentence})
        return self

    def backend(self) -> StateBackend:
        """As the constructs take it."""
        if self.local:
            return LocalState(Path(self.local.directory))
        if self.s3:
            return S3State(**self.s3.model_dump())
        if self.http:
            return HttpState(**self.http.model_dump())
        assert self.cloud  # one of them is there
        return CloudState(**self.cloud.model_dump())
