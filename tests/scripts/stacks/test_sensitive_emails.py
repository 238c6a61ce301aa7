"""An email that is declared as sensitive finds its pair, and isn't shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from custom_resources.scripts.stacks.declared import DeclaredStack
from custom_resources.scripts.stacks.manifest import Stack


@pytest.mark.parametrize(
    ("declared", "email", "sensitive"),
    [
        ("aws+a@example.gov", "aws+a@example.gov", False),
        ('${sensitive("aws+a@example.gov")}', "aws+a@example.gov", True),
        ('${sensitive("a\\"b@example.gov")}', 'a"b@example.gov', True),
        ("${var.email}", "${var.email}", False),
    ],
)
def test_the_email_of_a_declared_pair(declared: str, email: str, sensitive: bool) -> None:
    resources = {"govpair_account_pair.a": {"name": "a", "email": declared}}
    (pair,) = DeclaredStack(Stack("account-pairs", Path("account-pairs"), ()), resources).pairs
    assert (pair.email, pair.sensitive_email) == (email, sensitive)
