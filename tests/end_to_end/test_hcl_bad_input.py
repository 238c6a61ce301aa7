"""Bad input in plain HCL: refused early, at the attribute, in words."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest

from tests.end_to_end.estate import SimulatedEstate, credential_block
from tests.end_to_end.hcl import Folder, block, pair

pytestmark = pytest.mark.terraform

# Each row of "Names and lengths" in the AWS facts, broken in each way that it can be.
BAD_PAIRS: list[tuple[str, Any]] = [
    *(
        ("email", value)
        for value in [
            "a@b.c",
            "a" * 60 + "@b.gov",
            "größe@example.gov",
            "two@at@example.gov",
            "none.example.gov",
            "a b@example.gov",
            *(f"a{character}b@example.gov" for character in "\"'()<>[]:;,\\|%&"),
            ".dot@example.gov",
            "a@no-dot-here",
            "abc@-example.gov",
            "abc@example.gov-",
            "abc@.example.gov",
            "abc@example.gov.",
            "abc@exa_mple.gov",
            "abcd@example.gov\n",
        ]
    ),
    *(("name", value) for value in ["", "x" * 51, "a<b", "größe", "a\n"]),
    *(("role_name", value) for value in ["", "x" * 65, "has space", "a/b", "Rolle\n"]),
    ("iam_user_access_to_billing", "MAYBE"),
    *(("parent_id", value) for value in ["", "r-abc", "o-abcdefghij", "ou-ab12-short", "ou-ab12-cd34ef56 ", "R-AB12"]),
    *(
        ("tags", value)
        for value in [
            {"": "v"},
            {"k" * 129: "v"},
            {"k": "v" * 257},
            {"aws:x": "v"},
            {"k": "a*b"},
            {"k!": "v"},
            {"k": None},
            {"govpair:owner": "me"},
            {f"k{number}": "v" for number in range(51)},
        ]
    ),
]

OTHERS_ROLE = "arn:aws-us-gov:iam::999999999999:role/x"
BAD_MEMBERSHIPS: list[tuple[str, Any]] = [
    *(("account_id", value) for value in ["", "12345678901", "1234567890123", "12345678901x", "123456789012\n"]),
    *(("role_name", value) for value in ["", "has space"]),
    *(("role_arn", value) for value in ["admin", "arn:aws-us-gov:iam::1:role/x", OTHERS_ROLE]),
    ("external_id", "x"),
    *(("parent_id", value) for value in ["root", "ou-1"]),
    ("tags", {"aws:x": "v"}),
    ("invitation_notes", "x" * 1025),
    ("on_destroy", "evict"),
]

BAD_SETS: list[tuple[str, Any]] = [
    ("region", "nowhere"),
    ("account_id", "123"),
    ("endpoints", {"sts": "localhost"}),
    ("endpoints", {"s3": "https://example.gov"}),
    ("assume_role", [{"role_arn": "admin"}]),
    ("secret_key", "alone"),
]


def owned(credentials: str) -> str:
    """A provider block with these credentials that could make a pair, if they were good."""
    return f'{credentials}\n  owner = "govpair"'


def hcl(values: Any) -> str:
    return json.dumps(values).replace("${", "$${").replace("%{", "%%{")


def errors(folder: Folder) -> dict[str, list[str]]:
    """What `terraform validate` finds: resource header to the attributes that its errors point at."""
    shown = json.loads(folder.run("validate", "-json").output)
    found: dict[str, list[str]] = {}
    for diagnostic in shown["diagnostics"]:
        snippet = diagnostic["snippet"]
        assert "Traceback" not in diagnostic["detail"]
        found.setdefault(snippet["context"], []).append(snippet["code"].split()[0])
    return found


def test_every_rule_for_a_pair_is_checked_at_validate_at_its_attribute(folder: Folder, estate: SimulatedEstate) -> None:
    folder.write("".join(pair(f"row{row}", **{name: value}) for row, (name, value) in enumerate(BAD_PAIRS)))
    found = errors(folder)
    for row, (name, value) in enumerate(BAD_PAIRS):
        assert found.get(f'resource "govpair_account_pair" "row{row}"') == [name], (name, value)
    assert estate.calls() == 0


def test_every_rule_for_a_membership_is_checked_at_validate_at_its_attribute(
    folder: Folder, estate: SimulatedEstate
) -> None:
    good = {"account_id": "123456789012"}
    folder.write(
        "".join(
            block(f'resource "govpair_membership" "row{row}"', good | {name: value})
            for row, (name, value) in enumerate(BAD_MEMBERSHIPS)
        )
    )
    found = errors(folder)
    for row, (name, value) in enumerate(BAD_MEMBERSHIPS):
        assert found.get(f'resource "govpair_membership" "row{row}"') == [name], (name, value)
    assert estate.calls() == 0


def test_a_timeout_that_is_no_duration_is_refused_at_validate(folder: Folder) -> None:
    for value in ("soon", "10", "-5m", "0s"):
        run = folder.write(pair("log", timeouts={"create": value})).run("validate", "-no-color")
        assert run.code == 1
        assert f'"{value}"' in run.words
        assert "timeouts.create" in run.words


@pytest.mark.parametrize(("name", "value"), BAD_SETS)
def test_every_rule_for_a_credential_set_is_checked_at_validate(name: str, value: Any, folder: Folder) -> None:
    folder.write(pair("log"), provider=f"  commercial = {{\n    {name} = {json.dumps(value)}\n  }}")
    run = folder.run("validate", "-no-color")
    assert run.code == 1
    assert f"commercial.{name}" in run.words  # Terraform itself only points at the provider block


@pytest.mark.parametrize("name", ["Log Archive", "log_archive", "log#1"])
def test_a_name_that_only_an_existing_account_may_have_is_refused_at_plan(
    name: str, folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(pair("log", name=name)).run("validate").succeeded()
    run = folder.plan().failed()
    assert "Invalid name for a new account pair" in run.words
    assert "  name = " in run.output
    assert estate.calls() == 0


@pytest.mark.parametrize(
    ("endpoint", "seen"), [("commercial", "Keys never work across partitions"), ("govcloud", "in partition aws-us-gov")]
)
def test_a_set_of_the_wrong_partition_is_refused_naming_what_was_expected(
    endpoint: str, seen: str, folder: Folder, estate: SimulatedEstate
) -> None:
    url = getattr(estate.simulator, endpoint).url
    wrong = credential_block("commercial", estate.govcloud, url, "us-east-1")
    run = folder.write(pair("log"), provider=owned(wrong)).apply().failed()
    for expected in ("set commercial", "in partition aws", seen):
        assert expected in run.words
    assert estate.govcloud.secret_access_key not in run.output
    assert estate.creations() == 0


def test_a_region_of_the_wrong_partition_is_refused_naming_what_was_expected(
    folder: Folder, estate: SimulatedEstate
) -> None:
    wrong = credential_block("commercial", estate.commercial, estate.simulator.commercial.url, "us-gov-west-1")
    run = folder.write(pair("log"), provider=owned(wrong)).apply().failed()
    assert "'us-gov-west-1' is in partition aws-us-gov; give one of aws" in run.words
    assert estate.calls() == 0


def test_a_set_of_the_wrong_account_is_refused_naming_both(folder: Folder, estate: SimulatedEstate) -> None:
    wrong = credential_block(
        "commercial", estate.commercial, estate.simulator.commercial.url, "us-east-1", account_id="123456789012"
    )
    run = folder.write(pair("log"), provider=owned(wrong)).apply().failed()
    assert "123456789012" in run.words
    assert estate.commercial.account_id in run.words
    assert estate.creations() == 0


def test_no_credentials_is_said_by_the_set_s_name(
    folder: Folder, estate: SimulatedEstate, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The provider is served from this process, so it is this process's environment that must have none.
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(folder.path / "absent"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    run = folder.write(pair("log"), provider=owned("")).apply().failed()
    assert "The credential set commercial has no usable credentials" in run.words


def test_an_unreachable_endpoint_is_said_in_words(folder: Folder, estate: SimulatedEstate) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        nowhere = credential_block("commercial", estate.commercial, url, "us-east-1")
        run = folder.write(pair("log"), provider=owned(nowhere)).apply().failed()
    assert "No answer with the credential set commercial" in run.words
    assert estate.commercial.secret_access_key not in run.output


def test_a_provider_setting_that_is_unknown_at_plan_is_refused_with_the_two_step_way(folder: Folder) -> None:
    folder.write(
        'resource "terraform_data" "later" {\n  input = "x"\n}\n' + pair("log"),
        provider="  commercial = {\n    profile = terraform_data.later.output\n  }",
    )
    run = folder.plan().failed()
    assert "commercial.profile" in run.words
    assert "two steps" in run.words
