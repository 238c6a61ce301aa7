"""Run as a program: N pairs with their memberships in one stack, by our constructs; `declare_govpair.py N OUTDIR`."""

from __future__ import annotations

import sys

from constructs_lib.account_pair import AccountPair
from constructs_lib.cdk import App, TerraformStack
from constructs_lib.credential_set import CredentialSet
from constructs_lib.membership import Membership
from constructs_lib.providers import govpair_provider

pairs, outdir = int(sys.argv[1]), sys.argv[2]
app = App(outdir=outdir, stack_traces=False)
stack = TerraformStack(app, "pairs")
govpair_provider(
    stack,
    owner="benchmark",
    commercial=CredentialSet(profile="commercial", region="us-east-1"),
    govcloud_paired=CredentialSet(profile="govcloud", region="us-gov-west-1"),
)
for number in range(pairs):
    pair = AccountPair(stack, f"pair-{number}", email=f"pair-{number}@example.gov", name=f"pair-{number}")
    Membership.of_pair(stack, f"member-{number}", pair)
app.synth()
