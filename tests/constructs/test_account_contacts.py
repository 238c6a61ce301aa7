from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.account_contacts import AccountContacts
from constructs_lib.alternate_contact import AlternateContact
from constructs_lib.cdk import TerraformStack
from constructs_lib.credential_set import CredentialSet
from constructs_lib.errors import ConstructError
from constructs_lib.providers import aws_provider
from tests.constructs.conftest import Json, synth


def contact(kind: str = "SECURITY", **changes: str) -> AlternateContact:
    given: dict[str, Any] = {"name": "Ops", "title": "Team", "email": "ops@example.gov", "phone": "+1 (555) 0100"}
    return AlternateContact(kind, **{**given, **changes})


def test_each_kind_becomes_a_resource_of_the_member(stack: TerraformStack) -> None:
    aws_provider(stack, CredentialSet())
    AccountContacts(
        stack,
        "contacts",
        account_id="111122223333",
        contacts=[contact(), contact("BILLING", name="${x}")],
        logical_id=lambda kind: f"log-{kind}",
    )
    made = synth(stack)["resource"]["aws_account_alternate_contact"]
    assert set(made) == {"log-security", "log-billing"}
    assert {key: value for key, value in made["log-billing"].items() if key != "//"} == {
        "account_id": "111122223333",
        "alternate_contact_type": "BILLING",
        "name": "$${x}",
        "title": "Team",
        "email_address": "ops@example.gov",
        "phone_number": "+1 (555) 0100",
    }


def test_the_own_account_is_left_out(stack: TerraformStack) -> None:
    aws_provider(stack, CredentialSet())
    AccountContacts(stack, "contacts", contacts=[contact()])
    (made,) = synth(stack)["resource"]["aws_account_alternate_contact"].values()
    assert "account_id" not in made


@pytest.mark.parametrize(
    ("contacts", "more", "problem"),
    [
        ([contact("LEGAL")], {}, "LEGAL kind: It must be BILLING, OPERATIONS or SECURITY"),
        ([contact(name="x" * 65)], {}, "SECURITY name: It has 1 to 64 characters; this one has 65"),
        ([contact(title="")], {}, "SECURITY title: It has 1 to 50"),
        ([contact(email="ops")], {}, "SECURITY email: 'ops' is no email address"),
        ([contact(phone="call me")], {}, "SECURITY phone: 'call me' is not"),
        ([contact(), contact()], {}, "SECURITY: An account has one such contact"),
        ([contact()], {"account_id": "1"}, "account_id: "),
    ],
)
def test_what_aws_would_refuse_is_refused(
    stack: TerraformStack, contacts: list[AlternateContact], more: Json, problem: str
) -> None:
    with pytest.raises(ConstructError) as raised:
        AccountContacts(stack, "contacts", contacts=contacts, **more)
    assert [each.startswith(problem) for each in raised.value.problems] == [True]
