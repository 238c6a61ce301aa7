"""The two Terraform providers that the synthesized stacks use, and the versions of them."""

from __future__ import annotations

from dataclasses import dataclass

TERRAFORM_CONSTRAINT = ">= 1.8"
"""Terraform or OpenTofu version every stack requires: 1.8 brought provider-defined functions."""


@dataclass(frozen=True)
class RequiredProvider:
    """One entry of a ``required_providers`` block.

    Attributes:
        name: Local name, which is also the prefix of its resource types.
        source: Provider source address without a version.
        constraint: Version constraint.
    """

    name: str
    source: str
    constraint: str


AWS = RequiredProvider("aws", "hashicorp/aws", ">= 5.100, < 7.0")
GOVPAIR = RequiredProvider("govpair", "terraform.local/govcloud/govpair", "0.1.0")
