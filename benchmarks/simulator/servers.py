"""The two servers, each in a process of its own on a loopback port, ended by its process id."""

from __future__ import annotations

import configparser
import functools
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import boto3
from botocore.config import Config

from benchmarks.simulator.load import Address, run
from benchmarks.simulator.signing import signed

OURS, STOCK = "simulator", "stock moto"
REGION, GOVCLOUD_REGION = "us-east-1", "us-gov-west-1"
_TICKS = os.sysconf("SC_CLK_TCK")
_START_TIMEOUT = 60.0
# One session: it caches the models that every new one would load again.
_SESSION = boto3.session.Session()


@dataclass(frozen=True)
class Server:
    """A running server, and the keys of the account that the measurement works in.

    govcloud_url, govcloud_keys: of the simulator only: the other partition, and the payer's keys there.
    """

    name: str
    process: subprocess.Popen[str]
    url: str
    access_key_id: str
    secret_access_key: str
    govcloud_url: str = ""
    govcloud_keys: tuple[str, str] = ("", "")

    @property
    def address(self) -> Address:
        """Where the load goes."""
        host, _, port = self.url.removeprefix("http://").partition(":")
        return host, int(port)

    def client(self, service: str) -> Any:
        """A boto3 client."""
        return _client(service, self.url, self.access_key_id, self.secret_access_key)

    def hold_to_rates(self) -> None:
        """Let the simulator check AWS's rates, on a clock so fast that no bucket runs empty."""
        for path, change in (("rates", {"mode": "aws"}), ("clock", {"scale": 1e6})):
            request = urllib.request.Request(f"{self.url}/_simulator/{path}", json.dumps(change).encode())
            urllib.request.urlopen(request, timeout=10).close()

    def cpu_seconds(self) -> float:
        """Processor time used so far, in user and system mode: a figure that a busy machine changes little."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def resident_mib(self) -> float:
        """Resident memory now, in MiB."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


@functools.cache
def _client(service: str, url: str, access_key_id: str, secret_access_key: str) -> Any:
    # Path style, because a bucket's name can't be a host name below an address of numbers.
    config = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}, read_timeout=120)
    return _SESSION.client(
        service,  # type: ignore[call-overload]
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id=access_key_id,
        aws_secret_access_key=secret_access_key,
        config=config,
    )


@contextmanager
def running(name: str, folder: Path, options: tuple[str, ...] = ()) -> Iterator[tuple[Server, float]]:
    """Start a server and wait for its first answer, to sts:GetCallerIdentity; at the end stop it.

    Gives the server, and the seconds from its start to that answer. ``options``: more of `govpair simulate`'s.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _SESSION.client("sts", REGION)  # what this side has to load isn't the server's time
    began = time.perf_counter()
    with (folder / "log.txt").open("w") as log:
        server = _start_ours(folder, log, options) if name == OURS else _start_stock(log)
        try:
            _await_answer(server, folder)
            yield server, time.perf_counter() - began
        finally:
            server.process.terminate()
            try:
                server.process.wait(20)
            except subprocess.TimeoutExpired:
                server.process.kill()
                server.process.wait()


def _start_ours(folder: Path, log: IO[str], options: tuple[str, ...]) -> Server:
    common = ("--with-organizations", "--creation-seconds", "0", "--json", "--config-dir", str(folder / "aws"))
    command = [sys.executable, "-m", "custom_resources", "simulate", *common, *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=_environment())
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line == "}\n":
            break
    document = json.loads("".join(lines))
    credentials = configparser.ConfigParser()
    credentials.read(document["environment"]["AWS_SHARED_CREDENTIALS_FILE"])
    keys = {
        side: (credentials[side]["aws_access_key_id"], credentials[side]["aws_secret_access_key"])
        for side in ("commercial", "govcloud")
    }
    urls = document["endpoints"]
    return Server(OURS, process, urls["commercial"], *keys["commercial"], urls["govcloud"], keys["govcloud"])


def _start_stock(log: IO[str]) -> Server:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-p", str(port)]
    process = subprocess.Popen(command, stdout=log, stderr=log, text=True, env=_environment())
    return Server(STOCK, process, f"http://127.0.0.1:{port}", "AKIAFAKEFAKEFAKEFAKE", "FakeSecret")


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MOTO_"))}


def _await_answer(server: Server, folder: Path) -> None:
    request = signed(server.client("sts"), "get_caller_identity")
    deadline = time.perf_counter() + _START_TIMEOUT
    while True:
        try:
            answers = run(server.address, [[request]])
        except ConnectionRefusedError:
            if server.process.poll() is not None or time.perf_counter() > deadline:
                raise RuntimeError(f"{server.name} did not start: {(folder / 'log.txt').read_text()}") from None
            time.sleep(0.005)
        else:
            assert not answers.errors, answers.errors
            return
