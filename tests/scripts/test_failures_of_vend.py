"""What AWS refuses: exit code 1, with AWS's reason and what to do."""

from __future__ import annotations

import pytest

from tests.scripts.conftest import EMAIL, VEND, Shell, new_unit


@pytest.mark.parametrize(
    ("reason", "words"),
    [("ACCOUNT_LIMIT_EXCEEDED", "higher quota"), ("MISSING_PAYMENT_INSTRUMENT", "payment method")],
)
def test_a_creation_that_fails_gives_the_reason(shell: Shell, reason: str, words: str) -> None:
    shell.fault("CreateGovCloudAccount", reason=reason)
    finished = shell.run(*VEND, "--json")

    assert finished.code == 1
    assert finished.document["error"]["reason"] == reason
    assert words in finished.err
    assert finished.document["pair"] is None


def test_an_account_of_somebody_else_is_left_alone_unless_asked_for(shell: Shell) -> None:
    made = shell.run(*VEND, "--owner", "somebody-else", "--json").document["pair"]
    refused = shell.run(*VEND, "--json")

    assert refused.code == 1
    assert refused.document["error"]["commercial_account_id"] == made["commercial_account_id"]
    assert "--adopt-existing" in refused.err or "--adopt-existing" in refused.document["next_step"]

    assert refused.document["error"]["detail"].endswith("Nothing was made or changed.")
    assert "adopt_existing" not in refused.err
    assert "Import it" not in refused.err

    adopted = shell.run(*VEND, "--adopt-existing", "--json")
    assert adopted.code == 0
    assert adopted.document["created"] is False
    assert adopted.document["pair"]["owner"] == "govpair"
    assert shell.accounts_with(EMAIL) == 2


def test_a_parent_that_does_not_exist_is_refused_before_anything_is_made(shell: Shell) -> None:
    finished = shell.run(*VEND, "--parent-id", "ou-ab12-cd34ef56", "--json")

    assert finished.code == 1
    assert finished.document["error"]["attribute"] == "parent_id"
    assert shell.calls("CreateGovCloudAccount") == 0


def test_a_move_that_is_refused_leaves_a_pair_and_says_so(shell: Shell) -> None:
    unit = new_unit("commercial")
    shell.fault("MoveAccount", code="AccessDeniedException", message="no")
    finished = shell.run(*VEND, "--parent-id", unit, "--json")

    assert finished.code == 3
    assert finished.document["error"]["commercial_account_id"]
    assert shell.run(*VEND, "--parent-id", unit).code == 0
    assert shell.calls("CreateGovCloudAccount") == 1
