"""Another team's app: a company composed in Python, without an organization file.

    python app.py

writes the stacks to CDKTF_OUTDIR (default cdktf.out); their states are in GOVPAIR_STATE_DIR (default: here). Apply
commercial, account-pairs, govcloud-mission and baseline-mission, in this order.
"""

from __future__ import annotations

import os
from pathlib import Path

from constructs_lib import (
    CredentialSet,
    GuardrailsDeclaration,
    LogArchiveDeclaration,
    OrganizationDeclaration,
    OrganizationPolicy,
    PairDeclaration,
    SingleCompanyDeclaration,
    Statement,
)
from constructs_lib.synthesis import synthesize

BUCKET = "mission-log-archive"
UNITS = {"Security": {}, "Workloads": {}}  # type: ignore[var-annotated]

TEARDOWN = False
"""True lets the log bucket go: apply govcloud-mission and baseline-mission with it, then destroy baseline-mission."""

GUARDRAILS = GuardrailsDeclaration(
    ready_made={
        "deny-leaving-organization": {},
        "protect-trails": {},
        **({} if TEARDOWN else {"protect-log-bucket": {"bucket_name": BUCKET}}),
    },
    policies=[OrganizationPolicy("no-users", [Statement(actions=["iam:CreateUser"])], targets=["Workloads"])],
)

COMPANY = SingleCompanyDeclaration(
    owner="mission-team",
    commercial=OrganizationDeclaration(CredentialSet(profile="commercial", region="us-east-1"), UNITS),
    govcloud=OrganizationDeclaration(
        CredentialSet(profile="govcloud", region="us-gov-west-1"),
        UNITS,
        GUARDRAILS,
        log_archive=LogArchiveDeclaration("log-archive", BUCKET, trail_name="audit", teardown=TEARDOWN),
    ),
    govcloud_name="mission",
    account_pairs=[
        PairDeclaration("log-archive", "aws+log-archive@example.gov", organizational_unit="Security"),
        PairDeclaration("mission-app", "aws+mission-app@example.gov", organizational_unit="Workloads"),
    ],
)

if __name__ == "__main__":
    synthesize(
        COMPANY,
        outdir=Path(os.environ.get("CDKTF_OUTDIR") or "cdktf.out"),
        state_dir=Path(os.environ.get("GOVPAIR_STATE_DIR") or "."),
    )
