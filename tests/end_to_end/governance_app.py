"""A small company's governance on CDKTF: `python -m tests.end_to_end.governance_app OUTDIR SETTINGS`, which are JSON.

Settings: ``organization_id``, ``root_id``, ``unit_id`` (the organizational unit that the workload is in), ``log`` and
``workload`` (account ids), ``denied`` (the action that the workload may not call), ``teardown``.
"""

from __future__ import annotations

import json
import sys

from constructs_lib import (
    AccountContacts,
    AccountTrail,
    AlternateContact,
    CredentialSet,
    DelegatedAdministrators,
    Guardrails,
    LogArchive,
    OrganizationPolicy,
    OrganizationTrail,
    ReadinessCheck,
    Statement,
    aws_provider,
    govpair_provider,
    ready_made,
)
from constructs_lib.cdk import App, LocalBackend, TerraformStack
from constructs_lib.identifiers import identifier

PARTITION, BUCKET, TRAIL = "aws-us-gov", "agency-log-archive", "audit"
GOVCLOUD = CredentialSet(profile="govcloud", region="us-gov-west-1")


def main(outdir: str, settings: dict[str, str]) -> None:
    """Synthesize the stack *governance*."""
    app = App(outdir=outdir, stack_traces=False)
    stack = TerraformStack(app, "governance")
    LocalBackend(stack, path="terraform.tfstate")
    aws_provider(stack, GOVCLOUD)
    role = f"arn:{PARTITION}:iam::{settings['log']}:role/OrganizationAccountAccessRole"
    log = aws_provider(stack, CredentialSet(profile="govcloud", region="us-gov-west-1", role_arn=role), alias="log")
    govpair_provider(
        stack,
        owner="agency",
        commercial=CredentialSet(profile="commercial", region="us-east-1"),
        govcloud_paired=GOVCLOUD,
    )
    teardown = bool(settings.get("teardown"))
    policies = [
        ready_made("deny-leaving-organization", PARTITION),
        ready_made("deny-root-use", PARTITION),
        ready_made("protect-trails", PARTITION),
        ready_made("allow-only-us-regions", PARTITION, regions=["us-gov-west-1"]),
        OrganizationPolicy("workloads", [Statement(actions=[settings["denied"]])], ["Workloads"]),
        OrganizationPolicy(
            "perimeter",
            [
                Statement(
                    actions=["s3:*"],
                    conditions={
                        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": settings["organization_id"]},
                        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
                    },
                )
            ],
            ["/"],
            "RESOURCE_CONTROL_POLICY",
        ),
        OrganizationPolicy(
            "tags", {"tags": {"Owner": {"tag_key": {"@@assign": "Owner"}}}}, ["Workloads"], "TAG_POLICY"
        ),
    ]
    if not teardown:
        policies.append(ready_made("protect-log-bucket", PARTITION, bucket_name=BUCKET, targets=["log"]))
    Guardrails(
        stack,
        "guardrails",
        partition=PARTITION,
        root_id=settings["root_id"],
        policies=policies,
        target_ids={"Workloads": settings["unit_id"], "log": settings["log"]},
        logical_id=identifier,
    )
    archive = LogArchive(
        stack,
        "logs",
        partition=PARTITION,
        bucket_name=BUCKET,
        organization_id=settings["organization_id"],
        retention_days=400,
        prevent_destroy=not teardown,
        force_destroy=teardown,
        logical_id="logs",
        provider=log,
    )
    AccountTrail.in_accounts(
        stack,
        "trails",
        {name: settings[name] for name in ("log", "workload")},
        s3_bucket_name=archive.bucket_name,
        name=TRAIL,
        on_destroy="delete",
        logical_id=identifier,
    )
    OrganizationTrail(stack, "trail", s3_bucket_name=archive.bucket_name, logical_id="organization")
    contact = AlternateContact("SECURITY", 'The "night" ${watch}', "Team", "sec@example.gov", "+1 (555) 0100")
    AccountContacts(stack, "contacts", account_id=settings["workload"], contacts=[contact])
    DelegatedAdministrators(
        stack,
        "administrators",
        administrators={"guardduty.amazonaws.com": ["log"]},
        account_ids={"log": settings["log"]},
    )
    ReadinessCheck(stack, "readiness")
    app.synth()


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
