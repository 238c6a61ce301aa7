"""An app with every construct of governance in one stack: `python -m tests.constructs.governance_app OUTDIR`."""

from __future__ import annotations

import sys

from constructs_lib import (
    AccountContacts,
    AccountTrail,
    AlternateContact,
    CredentialSet,
    DelegatedAdministrators,
    GovCloudOrganization,
    Guardrails,
    LogArchive,
    OrganizationalUnits,
    OrganizationPolicy,
    OrganizationTrail,
    ReadinessCheck,
    Statement,
    aws_provider,
    govpair_provider,
    ready_made,
)
from constructs_lib.cdk import App, TerraformStack
from constructs_lib.ready_made_policies import READY_MADE

PARTITION, BUCKET = "aws-us-gov", "agency-log-archive"
KEY = "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/12345678-1234-1234-1234-123456789012"
NASTY = r"""{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*",
"Condition": {"StringNotEquals": {"aws:PrincipalTag/x": "${aws:ResourceTag/x} %{y} \\ \"q\" é"}}}}"""
"""A policy whose text takes a program that forgets to quote for a ride."""


def everything(app: App) -> TerraformStack:
    """The stack."""
    stack = TerraformStack(app, "everything")
    aws_provider(stack, CredentialSet(profile="govcloud", region="us-gov-west-1"))
    role = f"arn:{PARTITION}:iam::111122223333:role/OrganizationAccountAccessRole"
    log = aws_provider(stack, CredentialSet(profile="govcloud", region="us-gov-west-1", role_arn=role), alias="log")
    govpair_provider(
        stack,
        commercial=CredentialSet(profile="c"),
        govcloud_paired=CredentialSet(profile="g"),
        default_tags={"CostCenter": "é = 1"},
        rates={"organizations:ListAccounts": {"per_second": 0.5, "burst": 2}},
    )
    organization = GovCloudOrganization(stack, "organization", enabled_policy_types=["SERVICE_CONTROL_POLICY"])
    units = OrganizationalUnits(
        stack, "units", parent_id=organization.root_id, tree={"Security": {}, "Workloads": {"Production": {}}}
    )
    archive = LogArchive(
        stack,
        "logs",
        partition=PARTITION,
        bucket_name=BUCKET,
        organization_id=organization.organization_id,
        key_prefix="gov",
        kms_key_arn=KEY,
        retention_days=400,
        archive_after_days=90,
        object_lock_days=30,
        tags={"Owner": "platform"},
        provider=log,
    )
    policies = [
        ready_made(name, PARTITION, **({"bucket_name": BUCKET} if name == "protect-log-bucket" else {}))
        for name in READY_MADE
    ]
    in_organization = {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": organization.organization_id}}
    policies += [
        OrganizationPolicy('R&D "é" ${x} \\ %{if}', NASTY, ["Workloads/Production", "111122223333"], description="$${"),
        OrganizationPolicy("bucket", [Statement(actions=["s3:*"], resources=[archive.bucket_arn])], ["/Workloads/"]),
        OrganizationPolicy(
            "perimeter",
            [Statement(actions=["s3:*"], conditions=in_organization)],
            ["/"],
            "RESOURCE_CONTROL_POLICY",
        ),
        OrganizationPolicy(
            "tags", {"tags": {"Owner": {"tag_key": {"@@assign": "Owner"}}}}, ["Workloads"], "TAG_POLICY"
        ),
        OrganizationPolicy(
            "images",
            {"ec2_attributes": {"image_block_public_access": {"state": {"@@assign": "block_new_sharing"}}}},
            ["Workloads"],
            "DECLARATIVE_POLICY_EC2",
        ),
    ]
    Guardrails(
        stack,
        "guardrails",
        partition=PARTITION,
        root_id=organization.root_id,
        policies=policies,
        target_ids=units.ids,
        tags={"Owner": "platform"},
        depends_on=[organization.resource],
    )
    accounts = {"a.b": "111122223333", "c": "444455556666"}
    AccountTrail.in_accounts(stack, "trails", accounts, s3_bucket_name=archive.bucket_name, name="audit")
    OrganizationTrail(stack, "trail", s3_bucket_name=archive.bucket_name)
    contact = AlternateContact("SECURITY", 'Security "Ops" ${x}', "Team", "sec@example.gov", "+1 (555) 0100")
    AccountContacts(stack, "contacts", account_id="111122223333", contacts=[contact])
    DelegatedAdministrators(
        stack, "administrators", administrators={"guardduty.amazonaws.com": ["c"]}, account_ids=accounts
    )
    ReadinessCheck(stack, "readiness", pairs=3)
    return stack


if __name__ == "__main__":
    made = App(outdir=sys.argv[1], stack_traces=False)
    everything(made)
    made.synth()
