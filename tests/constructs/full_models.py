"""Both models with everything that they can have: `python -m tests.constructs.full_models MODEL OUTDIR [backwards]`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from constructs_lib.alternate_contact import AlternateContact
from constructs_lib.declarations import (
    CustomersCommercialDeclaration,
    Declaration,
    GuardrailsDeclaration,
    LogArchiveDeclaration,
    ResellerPartnerDeclaration,
)
from constructs_lib.organization_policy import OrganizationPolicy
from constructs_lib.policy_document import Statement
from constructs_lib.ready_made_policies import READY_MADE
from constructs_lib.state_backends import S3State
from constructs_lib.synthesis import synthesize
from tests.constructs.conftest import declaration, pair
from tests.constructs.test_reseller_partner import customer, example

SERVICES = ["cloudtrail.amazonaws.com", "guardduty.amazonaws.com"]
ADMINISTRATORS = {"guardduty.amazonaws.com": ["logs"]}
CONTACTS = [
    AlternateContact(kind, 'The "night" ${watch} %{if}', "Team", "watch@example.gov", "+1 555 0100")
    for kind in ("BILLING", "SECURITY")
]
OPTIONS = {
    "protect-log-bucket": {"bucket_name": "agency-logs", "targets": ["Security"]},
    "allow-only-us-regions": {},
}
GUARDRAILS = GuardrailsDeclaration(
    {name: OPTIONS.get(name, {}) for name in READY_MADE},
    [
        OrganizationPolicy("no-users", [Statement(actions=["iam:CreateUser"])], ["Security"]),
        OrganizationPolicy("tags", {"tags": {"Owner": {"tag_key": {"@@assign": "Owner"}}}}, ["/"], "TAG_POLICY"),
    ],
)
ARCHIVE = LogArchiveDeclaration("logs", "agency-logs", retention_days=400, object_lock_days=30)
STATE = S3State("agency-states", "us-gov-west-1", role_arn="arn:aws-us-gov:iam::111122223333:role/states")


def company() -> Declaration:
    """A single company."""
    side = {
        "guardrails": GUARDRAILS,
        "trusted_services": SERVICES,
        "delegated_administrators": ADMINISTRATORS,
        "contacts": CONTACTS,
    }
    trail = replace(ARCHIVE, bucket_name="agency-commercial-logs", organization_trail=True)
    return declaration(
        pair("logs", organizational_unit="Security", tags={"Owner": "team"}),
        pair("app"),
        pair("old", closed=True),
        commercial={**side, "log_archive": trail},
        govcloud={**side, "log_archive": ARCHIVE},
        state=STATE,
    )


def reseller() -> ResellerPartnerDeclaration:
    """A reseller with three customers, of which one leaves."""
    archive = LogArchiveDeclaration("one-logs", "one-logs", organization_trail=True)
    commercial = CustomersCommercialDeclaration(
        GUARDRAILS, CONTACTS, replace(archive, bucket_name="one-commercial-logs", organization_trail=False)
    )
    one = customer(
        "one",
        guardrails=GUARDRAILS,
        log_archive=archive,
        trusted_services=SERVICES,
        delegated_administrators={"guardduty.amazonaws.com": ["one-logs"]},
        contacts=CONTACTS,
        commercial=commercial,
    )
    declared = example()
    side = replace(declared.commercial, enabled_policy_types=["SERVICE_CONTROL_POLICY", "TAG_POLICY"])
    return replace(declared, commercial=side, customers=[one, customer("two"), customer("three", closed=True)])


def backwards(value: Any) -> Any:
    """The same, every list and mapping turned round; but for what a policy says, whose order is the user's."""
    if isinstance(value, OrganizationPolicy):
        return replace(value, targets=list(value.targets)[::-1])
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{each.name: backwards(getattr(value, each.name)) for each in fields(value) if each.init}
        )
    if isinstance(value, Mapping):
        return {key: backwards(item) for key, item in reversed(list(value.items()))}
    if isinstance(value, list | tuple):
        return [backwards(item) for item in reversed(value)]
    return value


if __name__ == "__main__":
    chosen = {"company": company, "reseller": reseller}[sys.argv[1]]()
    if sys.argv[3:]:
        chosen = backwards(chosen)
    synthesize(chosen, outdir=Path(sys.argv[2]), state_dir=Path())
