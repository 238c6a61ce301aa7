"""Run as a program in the bindings' own environment: 2N accounts by the prebuilt AWS bindings; arguments N, OUTDIR."""

from __future__ import annotations

import sys

from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.organizations_account import OrganizationsAccount
from cdktf_cdktf_provider_aws.provider import AwsProvider

pairs, outdir = int(sys.argv[1]), sys.argv[2]
app = App(outdir=outdir, stack_traces=False)
stack = TerraformStack(app, "pairs")
AwsProvider(stack, "aws", profile="commercial", region="us-east-1")
for number in range(2 * pairs):
    OrganizationsAccount(
        stack, f"pair-{number}", email=f"pair-{number}@example.gov", name=f"pair-{number}", create_govcloud=True
    )
app.synth()
