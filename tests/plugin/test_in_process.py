from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from custom_resources.plugin import InProcessServer
from tests.plugin import toy
from tests.plugin.client import Client, errors, thing, value


def test_the_reattach_value_is_what_terraform_reads(world: toy.World) -> None:
    with InProcessServer(toy.Toy(), toy.SOURCE) as server:
        [(source, settings)] = json.loads(server.reattach).items()
        assert source == toy.SOURCE
        assert settings["Pid"] == os.getpid()
        assert (settings["Protocol"], settings["ProtocolVersion"], settings["Test"]) == ("grpc", 6, True)
        assert settings["Addr"] == {"Network": "unix", "String": server.socket}
        assert stat.S_IMODE(Path(server.socket).parent.stat().st_mode) == 0o700


def test_it_leaves_nothing_behind_and_can_be_entered_again(world: toy.World) -> None:
    server = InProcessServer(toy.Toy(), toy.SOURCE)
    sockets = []
    for _ in range(2):
        with server:
            sockets.append(server.socket)
            with Client(server.socket) as client:
                assert errors(client.configure()) == []
        assert not Path(server.socket).parent.exists()
    assert len(set(sockets)) == 2


def test_its_end_stops_the_calls_under_way(world: toy.World) -> None:
    waiting = thing(behaviour="wait", flag=False)
    fields = {"type_name": "toy_thing", "planned_state": value(waiting), "config": value(waiting)}
    with InProcessServer(toy.Toy(), toy.SOURCE) as server:
        client = Client(server.socket)
        with client.begin("ApplyResourceChange", **fields):
            pass
    assert world.done.wait(10)
    client.close()


def test_a_server_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("custom_resources.plugin.service.ProviderServer.__init__", refuse)
    with pytest.raises(OSError, match="no room"), InProcessServer(toy.Toy(), toy.SOURCE):
        pass
