"""What answers in AWS's place (a proxy, a sign-in page) is told from AWS, and never taken for an empty listing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from custom_resources.engine.account_pairs import create_pair, find_pair
from custom_resources.engine.errors import Unreachable
from custom_resources.engine.estate import Estate
from custom_resources.engine.model import PairRequest
from custom_resources.engine.session import open_session
from custom_resources.provider.setting_rules import SERVICES
from tests.engine.conftest import Bench

PAGE = b"<html><body>Please sign in to the network<p></body></html>"


class _SignInPage(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def portal() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _SignInPage)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def estate_with(bench: Bench, service: str, url: str) -> Estate:
    endpoints = {**dict.fromkeys(SERVICES, bench.url("commercial")), service: url}
    return bench.estate(commercial=bench.keys("commercial", endpoints=endpoints))


@pytest.mark.parametrize("service", ["organizations", "account", "sts"])
def test_a_page_in_place_of_an_answer_is_no_answer(bench: Bench, portal: str, service: str) -> None:
    pair = bench.vend("logs")
    estate = estate_with(bench, service, portal)
    with pytest.raises(Unreachable, match=r"is not AWS.*proxy or a sign-in page"):
        find_pair(estate, account_id=pair.commercial_account_id)


def test_a_page_is_no_empty_listing(bench: Bench, portal: str) -> None:
    with pytest.raises(Unreachable):
        find_pair(estate_with(bench, "organizations", portal), email="logs@example.gov")


def test_a_page_after_a_creation_is_resolved_by_looking(
    bench: Bench, portal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    estate = bench.estate()
    organizations, signed_out = (
        estate.commercial.organizations,
        open_session(bench.keys("commercial", endpoints={"organizations": portal})),
    )
    answers = iter([signed_out.organizations(retries=False)])
    monkeypatch.setattr(
        estate.commercial,
        "organizations",
        lambda retries=True: organizations() if retries else next(answers, organizations(retries=False)),
    )
    _, existed = create_pair(estate, PairRequest("logs@example.gov", "logs"))
    assert not existed
    assert len(bench.account_ids_with("logs@example.gov")) == 2
