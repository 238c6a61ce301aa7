"""`govpair simulate`, as a process: gives an environment that works, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.exceptions import ClientError

from custom_resources.scripts.cli import main
from tests.scripts.conftest import PROJECT, VEND

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(clean_environment: None) -> Iterator[Start]:
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "custom_resources", "simulate", *arguments]
        process = subprocess.Popen(
            command, cwd=PROJECT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ)
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _document(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if line == "}\n":
            break
    found = json.loads("".join(lines))
    assert isinstance(found, dict)
    return found


def _ended(process: subprocess.Popen[str], number: signal.Signals) -> str:
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert out == ""
    return err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_its_environment_leads_govpair_to_it_and_a_signal_ends_it_cleanly(
    start: Start, number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    process = start("--with-organizations", "--creation-seconds", "0", "--json")
    document = _document(process)
    for name, value in document["environment"].items():
        monkeypatch.setenv(name, value)

    assert main([*VEND, "--join", "--json"]) == 0
    vended = json.loads(capsys.readouterr().out)
    assert vended["membership"]["organization_id"] == document["organization_ids"]["govcloud"]

    folder = Path(document["environment"]["AWS_CONFIG_FILE"]).parent
    assert folder.is_dir()
    assert "nothing is left" in _ended(process, number)
    assert not folder.exists()
    for url in document["endpoints"].values():
        address = urlsplit(url)
        assert address.hostname == "127.0.0.1"
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((address.hostname, address.port or 0), timeout=5)


def test_its_lines_can_be_pasted_into_a_shell(start: Start) -> None:
    process = start("--seed-pair", "agency")
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(6)]

    asked = '. /dev/stdin; printf "%s" "$AWS_CONFIG_FILE"'
    pasted = subprocess.run(["sh", "-c", asked], input="".join(lines), capture_output=True, text=True, check=True)
    assert Path(pasted.stdout).is_file()
    assert "management pair agency" in lines[1]
    _ended(process, signal.SIGINT)


def test_a_config_folder_of_ones_own_is_kept(start: Start, tmp_path: Path) -> None:
    process = start("--config-dir", str(tmp_path / "aws"), "--json")
    document = _document(process)
    _ended(process, signal.SIGINT)

    assert document["environment"]["AWS_CONFIG_FILE"] == str(tmp_path / "aws" / "config")
    assert (tmp_path / "aws" / "config").is_file()


def test_limits_of_a_new_organization_are_met_by_hand_too(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    options = ["--finalizing-seconds", "3600", "--listing-delay-seconds", "5", "--account-quota", "10"]
    document = _document(start("--with-organizations", "--clock-scale", "0", *options, "--json"))
    for name, value in document["environment"].items():
        monkeypatch.setenv(name, value)
    commercial = boto3.Session(profile_name="commercial")
    with pytest.raises(ClientError) as error:
        commercial.client("organizations").create_gov_cloud_account(AccountName="x", Email="x@example.gov")
    assert error.value.response["Error"]["Code"] == "FinalizingOrganizationException"
    quota = commercial.client("service-quotas").get_service_quota(ServiceCode="organizations", QuotaCode="L-E619E033")
    assert quota["Quota"]["Value"] == 10


def test_a_port_that_is_taken_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["simulate", "--commercial-port", str(port)]) == 1
    shown = capsys.readouterr().err

    assert "starting the simulator" in shown
    assert f"--commercial-port {port}" in shown
    assert "Traceback" not in shown


def test_one_port_for_both_partitions_is_told_by_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    assert main(["simulate", "--commercial-port", port, "--govcloud-port", port]) == 1
    assert f"{port} for both partitions" in capsys.readouterr().err


def test_without_the_simulator_installed_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "partition_simulator", None)
    assert main(["simulate"]) == 1
    assert "[simulator]" in capsys.readouterr().err


def test_each_credential_set_comes_as_a_profile_and_as_variables(start: Start) -> None:
    process = start("--customer", "agency-a", "--customer", "agency-b", "--json")
    sets = _document(process)["credential_sets"]
    assert [(one["profile"], one["credential_sets"]) for one in sets] == [
        ("commercial", ["commercial"]),
        ("govcloud", ["govcloud_paired", "govcloud_management"]),
        ("agency-a", ["govcloud_management"]),
        ("agency-b", ["govcloud_management"]),
    ]
    for one in sets:
        who = _asked(one["environment"], "client('sts').get_caller_identity()['Account']")
        assert who == one["account_id"]
    managed = "client('organizations').describe_organization()['Organization']['MasterAccountId']"
    assert [_asked(one["environment"], managed) for one in sets] == [one["account_id"] for one in sets]
    _ended(process, signal.SIGINT)


def _asked(variables: dict[str, str], expression: str) -> str:
    """What boto3 answers in a process that has these variables and no other way in."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    away = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}

    code = f"import boto3; print(boto3.{expression})"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env={**clean, **away, **variables}, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_variables_of_a_set_stand_among_the_lines_ready_to_paste(start: Start) -> None:
    process = start()
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    pasted = [line.removeprefix("#") for line in lines if "export AWS_ACCESS_KEY_ID" in line]
    assert len(pasted) == 2
    for line in pasted:
        asked = '. /dev/stdin; printf "%s %s %s" "$AWS_ACCESS_KEY_ID" "$AWS_REGION" "$AWS_ENDPOINT_URL"'
        done = subprocess.run(["sh", "-c", asked], input=line, capture_output=True, text=True, check=True)
        assert len(done.stdout.split()) == 3
    page = next(line for line in lines if "in a browser" in line).split()[-1]
    with urllib.request.urlopen(urllib.request.Request(page, headers={"Accept": "text/html"}), timeout=10) as answer:
        assert "Partition simulator" in answer.read().decode()
    _ended(process, signal.SIGINT)


@pytest.mark.parametrize("names", [["govcloud"], ["a", "A"], ["two words"]])
def test_a_customer_without_a_name_of_its_own_is_wrong_usage(
    names: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", *(part for name in names for part in ("--customer", name))]) == 2
    assert "--customer" in capsys.readouterr().err


def test_a_state_file_carries_everything_over_to_the_next_start(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "state.json"
    options = ("--state", str(path), "--config-dir", str(tmp_path / "aws"), "--json")
    process = start("--with-organizations", "--customer", "agency", "--creation-seconds", "0", *options)
    first = _document(process)
    for name, value in first["environment"].items():
        monkeypatch.setenv(name, value)
    assert main([*VEND, "--join", "--json"]) == 0
    vended = json.loads(capsys.readouterr().out)
    assert f"its state is in {path}" in _ended(process, signal.SIGTERM)

    ports = [f"--{side}-port={urlsplit(url).port}" for side, url in first["endpoints"].items()]
    process = start(*ports, *options)
    assert _document(process) == first
    # The same command once more finds what it made then.
    assert main([*VEND, "--join", "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["created"] is False
    assert (again["pair"], again["membership"]) == (vended["pair"], vended["membership"])
    _ended(process, signal.SIGINT)


def test_a_state_that_is_none_is_one_clear_line_and_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "state.json"
    path.write_text("[]")
    assert main(["simulate", "--state", str(path)]) == 1
    shown = capsys.readouterr().err
    assert "no state of the simulator" in shown
    assert "Traceback" not in shown
    assert path.read_text() == "[]"


def test_faults_and_rates_of_the_command_line_are_in_force(start: Start, tmp_path: Path) -> None:
    faults = [{"service": "sts", "operation": "*", "code": "ServiceUnavailable", "times": 2}]
    (tmp_path / "faults.json").write_text(json.dumps(faults))
    inline = (
        '{"service": "iam", "operation": "ListRoles", "code": "ServiceFailure", "status": 500, "for_seconds": 1800}'
    )
    process = start("--fault", str(tmp_path / "faults.json"), "--fault", inline, "--rates", "aws", "--json")
    url = _document(process)["endpoints"]["commercial"]
    with urllib.request.urlopen(f"{url}/_simulator/faults", timeout=10) as answer:
        listed = json.load(answer)["faults"]
    assert [(fault["service"], fault["code"]) for fault in listed] == [
        ("sts", "ServiceUnavailable"),
        ("iam", "ServiceFailure"),
    ]
    with urllib.request.urlopen(f"{url}/_simulator/rates", timeout=10) as answer:
        assert json.load(answer)["mode"] == "aws"
    _ended(process, signal.SIGINT)


@pytest.mark.parametrize("value", ["{", "no-such-file.json", '{"service": "sts"}', '{"servise": "sts"}', "[5]"])
def test_a_fault_that_makes_no_sense_is_wrong_usage(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--fault", value]) == 2
    assert "--fault" in capsys.readouterr().err
