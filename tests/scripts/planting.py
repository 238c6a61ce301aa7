"""Deviations planted into the simulator's answers, for `verify-aws` to find."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from partition_simulator.front import Front
from partition_simulator.http.message import HttpRequest, HttpResponse

Change = Callable[[dict[str, Any]], None]


def operation(request: HttpRequest) -> str:
    """The operation of a request, by the header of the JSON protocol or by its path."""
    target = request.headers.get("x-amz-target", "")
    return target.rpartition(".")[2] or request.path.rpartition("/")[2]


def plant(monkeypatch: pytest.MonkeyPatch, operations: tuple[str, ...], change: Change) -> None:
    """Let `change` rewrite every successful answer in JSON to these operations (or paths' last parts)."""
    serve = Front.__call__

    def answer(self: Front, request: HttpRequest) -> HttpResponse:
        given = serve(self, request)
        if operation(request) not in operations or given.status >= 300:
            return given
        document = json.loads(given.body)
        change(document)
        return HttpResponse(given.status, json.dumps(document).encode(), given.headers)

    monkeypatch.setattr(Front, "__call__", answer)


def each(member: str, change: Change) -> Change:
    """Change every structure that has the member name, wherever it is."""

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for inner in list(value.values()):
                walk(inner)
            if member in value:
                change(value)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    return walk


def without(name: str) -> Change:
    """A change that leaves a member out."""
    return each(name, lambda structure: structure.pop(name))


def instead(name: str, value: Any) -> Change:
    """A change that gives a member another value."""
    return each(name, lambda structure: structure.update({name: value}))
