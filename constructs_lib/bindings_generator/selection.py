"""What bindings are made of: the schemas in use, out of the 1,500 that hashicorp/aws has."""

from __future__ import annotations

from constructs_lib.required_providers import AWS, GOVPAIR, RequiredProvider

PROVIDERS: dict[str, RequiredProvider] = {"AWS": AWS, "GOVPAIR": GOVPAIR}
"""Name of the constant in required_providers.py: the provider it stands for. Each gets a provider binding."""

RESOURCES: dict[str, tuple[str, ...]] = {
    "AWS": (
        "aws_account_alternate_contact",
        "aws_cloudtrail",
        "aws_organizations_delegated_administrator",
        "aws_organizations_organization",
        "aws_organizations_organizational_unit",
        "aws_organizations_policy",
        "aws_organizations_policy_attachment",
        "aws_s3_bucket",
        "aws_s3_bucket_lifecycle_configuration",
        "aws_s3_bucket_object_lock_configuration",
        "aws_s3_bucket_ownership_controls",
        "aws_s3_bucket_policy",
        "aws_s3_bucket_public_access_block",
        "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_versioning",
    ),
    "GOVPAIR": ("govpair_account_pair", "govpair_account_trail", "govpair_membership"),
}
"""The resource types to bind, by provider. What a schema calls deprecated is left out of their arguments."""

DATA_SOURCES: dict[str, tuple[str, ...]] = {"AWS": (), "GOVPAIR": ("govpair_readiness",)}
"""The data sources to bind, by provider."""

AWS_ENDPOINTS = frozenset({"account", "cloudtrail", "iam", "organizations", "s3", "sts"})
"""The services whose endpoint can be given to the aws provider, out of the 303 that its schema has."""

RESERVED = frozenset(
    {
        "add_move_target", "add_override", "alias", "arguments", "cdktf_stack", "cdktn_stack", "connection", "count",
        "depends_on", "for_each", "fqn", "friendly_unique_id", "has_resource_move", "id", "import_from", "lifecycle",
        "logical_id", "meta_attributes", "move_from_id", "move_to", "move_to_id", "node",
        "override_logical_id", "provider", "provisioners", "reference", "reset_override_logical_id", "scope",
        "taken_away", "terraform_generator_metadata", "terraform_meta_arguments", "terraform_provider_source",
        "terraform_resource_type", "to_metadata", "to_string", "with_",
    }
)  # fmt: skip
"""Names that an argument of a binding must not have: members of CDKTF's classes, which a property of the same name
would override, and the arguments that every binding has. ``id`` is free as a property (CDKTF has no such member)."""
