"""`govpair discover --state`: what a state of hashicorp/aws tells, and the two ways out of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.estates import HandMade
from tests.scripts.conftest import Shell
from tests.scripts.test_discover import discover, imports, left_out, written

PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]'


@pytest.fixture
def estate(shell: Shell) -> HandMade:
    made = HandMade(shell.simulator, shell.payer, organizations=False)
    made.unit("Security")
    return made


def resource(name: str, *instances: dict[str, Any], kind: str = "aws_organizations_account", **more: Any) -> Any:
    return {
        "mode": "managed",
        "type": kind,
        "name": name,
        "provider": PROVIDER,
        "instances": list(instances),
        **more,
    }


def instance(account_id: str, key: object = None, **attributes: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"attributes": {"id": account_id, **attributes}}
    return found if key is None else found | {"index_key": key}


def state(folder: Path, *resources: Any) -> str:
    path = folder / "old.tfstate"
    path.write_text(json.dumps({"version": 4, "resources": list(resources)}))
    return str(path)


def text(folder: Path, name: str) -> str:
    return (folder / "hashicorp-aws" / f"{name}.tf").read_text()


def test_accounts_in_the_state_get_moved_blocks_with_their_keys_and_modules(
    shell: Shell, estate: HandMade, tmp_path: Path
) -> None:
    logs, app, bare = estate.pair("logs", "Security", tags={"a": "b"}), estate.pair("app"), estate.pair("bare")
    file = state(
        tmp_path,
        resource("logs", instance(logs[0])),
        resource("team", instance(app[0], "app"), module='module.teams["a"]'),
    )
    assert discover(shell, tmp_path, "--state", file).code == 0
    moved = text(tmp_path, "moved")

    assert "from = aws_organizations_account.logs\n  to   = govpair_account_pair.logs" in moved
    assert 'from = module.teams["a"].aws_organizations_account.team["app"]' in moved
    assert f'parent_id = "{estate.units[0]["Security"]}"' in moved
    assert '{ "a" = "b" }' in moved
    assert "bare" not in moved
    assert bare[0] in imports(tmp_path, "account-pairs")


def test_a_pair_whose_membership_the_file_cannot_say_is_moved_all_the_same_and_what_stays_is_told(
    shell: Shell, estate: HandMade, tmp_path: Path
) -> None:
    alone, apart = estate.pair("alone", join=False), estate.pair("apart", "Security", govcloud_path="")
    gone, app, second = estate.pair("gone"), estate.pair("app"), estate.pair("app", email="b@example.gov", join=False)
    estate.sides[0].close_account(AccountId=gone[0])
    ids = (alone[0], apart[0], gone[0], app[0], second[0])
    file = state(tmp_path, *(resource(f"r{number}", instance(each)) for number, each in enumerate(ids)))
    assert discover(shell, tmp_path, "--state", file, "--role-name", "Ops").code == 0
    moved = text(tmp_path, "moved")

    assert [each["name"] for each in written(tmp_path)["account_pairs"]] == ["app"]
    assert moved.count("moved {") == 3
    for number, name in ((0, "alone"), (1, "apart"), (3, "app")):
        assert f"from = aws_organizations_account.r{number}\n  to   = govpair_account_pair.{name}\n" in moved
    assert moved.count('role_name = "Ops"') == 3
    told = moved.partition("These stay")[2]
    assert f"#   aws_organizations_account.r2 ({gone[0]})\n#   aws_organizations_account.r4 ({second[0]})" in told
    assert alone[0] not in text(tmp_path, "removed")


def test_a_removed_block_has_no_keys_of_modules(shell: Shell, estate: HandMade, tmp_path: Path) -> None:
    logs, app, alone = estate.pair("logs"), estate.pair("app"), estate.pair("alone", join=False)
    file = state(
        tmp_path,
        resource("team", instance(logs[0]), module='module.teams["a]b.c"]'),
        resource("team", instance(app[0]), module="module.teams[0].module.inner"),
        resource("half", instance(app[0]), module='module.teams["a"]'),
        resource("half", instance(alone[0]), module='module.teams["b"]'),
    )
    discover(shell, tmp_path, "--state", file)
    removed = text(tmp_path, "removed")

    assert "from = module.teams.aws_organizations_account.team\n" in removed
    assert "from = module.teams.module.inner.aws_organizations_account.team\n" in removed
    assert f"# module.teams.aws_organizations_account.half stays: it has {alone[0]} too" in removed


def test_what_the_stacks_import_is_removed_from_the_old_state_and_only_whole_resources(
    shell: Shell, estate: HandMade, tmp_path: Path
) -> None:
    logs, alone = estate.pair("logs"), estate.pair("alone", join=False)
    unit = "aws_organizations_organizational_unit"
    file = state(
        tmp_path,
        resource("logs", instance(logs[0])),
        resource("security", instance(estate.units[0]["Security"]), kind=unit),
        resource("mixed", instance(logs[0], 0), instance(alone[0], 1)),
        resource("other", instance("999999999999")),
    )
    left_out(discover(shell, tmp_path, "--state", file))
    removed = text(tmp_path, "removed")

    assert "from = aws_organizations_account.logs\n" in removed
    assert f"from = {unit}.security\n" in removed
    assert f"# aws_organizations_account.mixed stays: it has {alone[0]} too" in removed
    assert "other" not in removed
    assert removed.count("destroy = false") == 2


def test_role_and_billing_access_come_from_the_state_else_from_the_option(
    shell: Shell, estate: HandMade, tmp_path: Path
) -> None:
    logs, app = estate.pair("logs"), estate.pair("app")
    made = instance(logs[0], role_name="Ops", iam_user_access_to_billing="DENY")
    discover(shell, tmp_path, "--state", state(tmp_path, resource("logs", made)), "--role-name", "Admin")
    app_pair, logs_pair = written(tmp_path)["account_pairs"]

    assert (logs_pair["role_name"], logs_pair["iam_user_access_to_billing"]) == ("Ops", "DENY")
    assert (app_pair["role_name"], "iam_user_access_to_billing" in app_pair) == ("Admin", False)
    assert f'"{logs[0]},iam_user_access_to_billing=DENY,role_name=Ops"' in imports(tmp_path, "account-pairs")
    assert f'"{app[1]}/Admin"' in imports(tmp_path, "govcloud-agency")


def test_resources_of_other_providers_and_data_sources_are_passed_over(
    shell: Shell, estate: HandMade, tmp_path: Path
) -> None:
    logs = estate.pair("logs")
    file = state(
        tmp_path,
        resource("a", instance(logs[0]), provider='provider["registry.terraform.io/else/cloud"]'),
        resource("b", instance(logs[0]), mode="data"),
        resource("c", instance(logs[0]), kind="aws_instance"),
    )
    discover(shell, tmp_path, "--state", file)

    assert "moved {" not in text(tmp_path, "moved")
    assert "removed {" not in text(tmp_path, "removed")


@pytest.mark.parametrize("content", [None, "no json", "[]", '{"version": 3, "resources": []}'])
def test_a_file_that_is_no_state_is_wrong_usage_before_any_call(
    shell: Shell, tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "old.tfstate"
    if content is not None:
        path.write_text(content)
    finished = discover(shell, tmp_path, "--state", str(path))

    assert finished.code == 2
    assert str(path) in finished.document["error"]["detail"]
    assert shell.calls("GetCallerIdentity") == 0
