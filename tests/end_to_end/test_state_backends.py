"""States on a server: stacks that lock, write and read them over HTTP, by real Terraform."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import boto3
import pytest

from constructs_lib.credential_set import CredentialSet
from constructs_lib.declarations import OrganizationDeclaration, PairDeclaration, SingleCompanyDeclaration
from constructs_lib.organizational_unit_tree import Tree
from constructs_lib.state_backends import HttpState, S3State
from constructs_lib.synthesis import synthesize
from partition_simulator import Simulator, SimulatorSettings
from tests.end_to_end.hcl import Folder, shell_environment
from workbench.terraform_binary import Terraform

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(300)]

UNITS: Tree = {"Workloads": {}}
COMPANY = SingleCompanyDeclaration(
    owner="team",
    commercial=OrganizationDeclaration(CredentialSet(profile="commercial", region="us-east-1"), UNITS),
    govcloud=OrganizationDeclaration(CredentialSet(profile="govcloud", region="us-gov-west-1"), UNITS),
    govcloud_name="agency",
    account_pairs=[PairDeclaration("app", "aws+app@example.gov", organizational_unit="Workloads")],
)


class States(ThreadingHTTPServer):
    """A state server as Terraform's http backend wants one, in memory."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.states: dict[str, bytes] = {}
        self.locks: dict[str, bytes] = {}
        self.asked: list[tuple[str, str]] = []


class Handler(BaseHTTPRequestHandler):
    """GET, POST, LOCK and UNLOCK."""

    server: States

    def answer(self, code: int, body: bytes = b"") -> None:
        """Read what was sent, note the request, answer."""
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self) -> bytes:
        """What was sent."""
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def key(self) -> str:
        """The path without the lock's id."""
        path = self.path.split("?")[0]
        self.server.asked.append((self.command, path))
        return path

    def do_GET(self) -> None:
        state = self.server.states.get(self.key())
        self.answer(404 if state is None else 200, state or b"")

    def do_POST(self) -> None:
        key, body = self.key(), self.body()
        if key + "/lock" not in self.server.locks:
            self.answer(409)
            return
        self.server.states[key] = body
        self.answer(200)

    def do_LOCK(self) -> None:
        key, body = self.key(), self.body()
        holder = self.server.locks.setdefault(key, body)
        self.answer(200 if holder == body else 423, b"" if holder == body else holder)

    def do_UNLOCK(self) -> None:
        key, _ = self.key(), self.body()
        self.server.locks.pop(key, None)
        self.answer(200)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[States]:
    """The server, on a free port."""
    with States() as made:
        thread = Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def test_stacks_keep_their_states_on_a_server_and_read_each_others(
    server: States, terraform: Terraform, cli_config: Path, tmp_path: Path
) -> None:
    url = f"http://127.0.0.1:{server.server_port}/{{stack}}"
    company = replace(COMPANY, state=HttpState(url, lock_address=url + "/lock"))
    order = synthesize(company, outdir=tmp_path, state_dir=tmp_path)
    with Simulator(SimulatorSettings(creation_seconds=0)) as simulator:
        simulator.seed_management_pair()
        environment = shell_environment(TF_CLI_CONFIG_FILE=str(cli_config), **simulator.aws_config(tmp_path / "aws"))
        for name in order[:2]:
            folder = Folder(tmp_path / "stacks" / name, terraform.path, environment, "")
            folder.run("init", "-input=false", "-no-color").succeeded()
            folder.apply().succeeded()
            folder.plans_nothing()
    assert set(server.states) == {f"/{name}" for name in order[:2]}
    assert server.locks == {}
    assert ("LOCK", "/account-pairs/lock") in server.asked
    pairs = json.loads(server.states["/account-pairs"])["outputs"]["pairs"]["value"]
    unit = json.loads(server.states["/commercial"])["outputs"]["organizational_unit_ids"]["value"]["Workloads"]
    assert pairs["app"]["parent_id"] == unit
    assert list(tmp_path.glob("*.tfstate")) == []


def test_stacks_keep_their_states_in_a_bucket_with_a_lock_file(
    terraform: Terraform, cli_config: Path, tmp_path: Path
) -> None:
    with Simulator(SimulatorSettings(creation_seconds=0)) as simulator:
        payer = simulator.seed_management_pair()
        s3 = boto3.client(
            "s3",
            region_name="us-gov-west-1",
            endpoint_url=simulator.govcloud.url,
            aws_access_key_id=payer.govcloud.access_key_id,
            aws_secret_access_key=payer.govcloud.secret_access_key,
        )
        s3.create_bucket(Bucket="agency-states", CreateBucketConfiguration={"LocationConstraint": "us-gov-west-1"})
        url = simulator.govcloud.url
        state = S3State(
            "agency-states",
            "us-gov-west-1",
            profile="govcloud",
            endpoints={"s3": url, "sts": url, "iam": url},
            use_path_style=True,
        )
        order = synthesize(replace(COMPANY, state=state), outdir=tmp_path, state_dir=tmp_path)
        environment = shell_environment(TF_CLI_CONFIG_FILE=str(cli_config), **simulator.aws_config(tmp_path / "aws"))
        folders = [Folder(tmp_path / "stacks" / name, terraform.path, environment, "") for name in order[:2]]
        for folder in folders:
            folder.run("init", "-input=false", "-no-color").succeeded()
            folder.apply().succeeded()
            folder.plans_nothing()
        keys = {each["Key"] for each in s3.list_objects_v2(Bucket="agency-states")["Contents"]}
        assert keys == {f"govpair/{name}.tfstate" for name in order[:2]}
        assert list(tmp_path.glob("*.tfstate")) == []

        # Somebody else holds the lock: nothing is planned.
        s3.put_object(Bucket="agency-states", Key="govpair/commercial.tfstate.tflock", Body=b'{"ID": "theirs"}')
        refused = folders[0].run("plan", "-input=false", "-no-color")
        assert refused.code == 1
        assert "Error acquiring the state lock" in refused.output
