"""A pair made and joined by the scripts alone, and every command again without doing anything twice."""

from __future__ import annotations

from pathlib import Path

from tests.scripts.conftest import EMAIL, NAME, VEND, Shell, new_unit


def test_vend_wait_invite_accept_and_status_lead_to_a_joined_pair(shell: Shell) -> None:
    vended = shell.run(*VEND, "--tag", "CostCenter=100", "--json").document["pair"]
    assert shell.run("wait", "--name", NAME, "--for", "assumable").code == 0
    invited = shell.run("invite", "--name", NAME, "--json").document["handshake"]
    accepted = shell.run("accept", "--account-id", vended["govcloud_account_id"], "--json").document["handshake"]
    shown = shell.run("status", "--email", EMAIL, "--json").document

    assert vended["tags"] == {"CostCenter": "100"}
    assert (invited["state"], accepted["state"]) == ("OPEN", "ACCEPTED")
    assert accepted["id"] == invited["id"]
    assert shown["pair"] == vended
    assert shown["membership"]["account_id"] == vended["govcloud_account_id"]
    assert shown["membership"]["state"] == "ACTIVE"


def test_vend_with_join_does_it_all_and_places_and_tags_both_halves(shell: Shell) -> None:
    units = {side: new_unit(side) for side in ("commercial", "govcloud")}
    finished = shell.run(
        *VEND,
        *("--parent-id", units["commercial"], "--tag", "CostCenter=100"),
        *("--join", "--govcloud-parent-id", units["govcloud"], "--govcloud-tag", "Level=high", "--json"),
    )

    assert finished.code == 0
    document = finished.document
    assert document["created"] is True
    assert document["pair"]["parent_id"] == units["commercial"]
    assert document["membership"]["parent_id"] == units["govcloud"]
    assert document["membership"]["tags"] == {"Level": "high"}
    assert document["membership"]["account_id"] == document["pair"]["govcloud_account_id"]


def test_vend_again_makes_no_second_pair(shell: Shell) -> None:
    first = shell.run(*VEND, "--json").document
    second = shell.run(*VEND, "--json").document

    assert (first["created"], second["created"]) == (True, False)
    assert second["pair"] == first["pair"]
    assert shell.calls("CreateGovCloudAccount") == 1
    assert shell.accounts_with(EMAIL) == 2


def test_vend_with_join_again_changes_nothing(shell: Shell) -> None:
    first = shell.run(*VEND, "--join", "--govcloud-tag", "Level=high", "--json").document
    shell.simulator.reset_calls()
    second = shell.run(*VEND, "--join", "--govcloud-tag", "Level=high", "--json").document

    assert second["membership"] == first["membership"]
    changes = ("CreateGovCloudAccount", "InviteAccountToOrganization", "AcceptHandshake", "MoveAccount", "TagResource")
    assert {operation: shell.calls(operation) for operation in changes} == dict.fromkeys(changes, 0)


def test_invite_again_shows_the_open_invitation_and_sends_none(shell: Shell) -> None:
    shell.run(*VEND)
    first = shell.run("invite", "--name", NAME, "--json").document
    second = shell.run("invite", "--name", NAME, "--json").document

    assert second == first
    assert shell.calls("InviteAccountToOrganization") == 1


def test_invite_and_accept_leave_a_member_alone(shell: Shell) -> None:
    joined = shell.run(*VEND, "--join", "--json").document
    account_id = joined["pair"]["govcloud_account_id"]
    shell.simulator.reset_calls()

    for command in ("invite", "accept"):
        finished = shell.run(command, "--account-id", account_id, "--json")
        assert finished.code == 0
        assert finished.document["membership"]["account_id"] == account_id
    assert shell.calls("InviteAccountToOrganization") + shell.calls("AcceptHandshake") == 0


def test_accept_with_an_organization_id_needs_no_credentials_of_that_organization(shell: Shell) -> None:
    account_id = shell.run(*VEND, "--json").document["pair"]["govcloud_account_id"]
    organization_id = shell.run("invite", "--account-id", account_id, "--json").document["handshake"]["organization_id"]
    arguments = ("accept", "--account-id", account_id, "--organization-id", organization_id, "--json")

    for _ in range(2):
        finished = shell.run(*arguments, "--govcloud-management-profile", "nobody")
        assert finished.code == 0, finished.err
        assert finished.document["handshake"]["state"] == "ACCEPTED"
    assert shell.calls("AcceptHandshake") == 1


def test_vending_needs_no_govcloud_credentials(shell: Shell) -> None:
    for variable in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        _rename_govcloud_profile(Path(shell.environment[variable]))
    finished = shell.run(*VEND, "--json")

    assert finished.code == 0, finished.err
    status = shell.run("status", "--name", NAME, "--json")
    assert status.code == 0
    assert status.document["membership_unknown"].startswith("no credentials")


def test_expired_govcloud_credentials_keep_nobody_from_vending(shell: Shell) -> None:
    shell.fault("GetCallerIdentity", service="sts", partition="govcloud", code="ExpiredToken", status=403, times=99)

    assert shell.run(*VEND).code == 0
    shown = shell.run("status", "--name", NAME, "--json")
    assert shown.code == 0
    assert "expired" in shown.document["membership_unknown"]


def test_an_organization_of_a_customers_own_is_joined_with_a_third_credential_set(shell: Shell) -> None:
    customer = shell.simulator.seed_management_pair(name="customer", email="customer@example.gov")
    organization_id = shell.simulator.create_organization(customer.govcloud)
    with Path(shell.environment["AWS_CONFIG_FILE"]).open("a", encoding="utf-8") as config:
        config.write(
            f"\n[profile customer]\nregion = us-gov-west-1\nendpoint_url = {shell.simulator.govcloud.url}\n"
            f"aws_access_key_id = {customer.govcloud.access_key_id}\n"
            f"aws_secret_access_key = {customer.govcloud.secret_access_key}\n"
        )
    finished = shell.run(*VEND, "--join", "--govcloud-management-profile", "customer", "--json")

    assert finished.code == 0, finished.err
    assert finished.document["membership"]["organization_id"] == organization_id


def _rename_govcloud_profile(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace("govcloud]", "somebody-else]"), encoding="utf-8")
