"""The simulator's own HTTP interface, below ``/_simulator/`` on both ports. Unsigned, for loopback use."""

from __future__ import annotations

import ipaddress
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from partition_simulator.faults import read_fault
from partition_simulator.http.message import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from partition_simulator.simulator import Simulator

PREFIX = "/_simulator/"


class BadRequest(Exception):
    """The admin request can't be understood; the message says why."""


class Admin:
    """Answers admin requests for one simulator."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one; what there is stands in docs/simulator.md."""
        if _is_from_elsewhere(request, self._simulator.settings.host):
            return _json(
                403, {"error": "a web page of another place asked; only programs and the simulator's page may"}
            )
        name = request.path.removeprefix(PREFIX)
        try:
            if name == "snapshot":
                return self._snapshot(request)
            body = json.loads(request.body) if request.body else {}
            if not isinstance(body, dict):
                raise BadRequest("the body must be a JSON object")
            answer = self._answer(request.method, name, body)
        except (BadRequest, ValueError, TypeError, OSError) as error:
            return _json(400, {"error": str(error)})
        if answer is None:
            return _json(404, {"error": f"no {request.method} {PREFIX}{name}"})
        return _json(200, answer)

    def _snapshot(self, request: HttpRequest) -> HttpResponse:
        if request.method == "PUT":
            self._simulator.restore_snapshot(request.body, "the body")
            return _json(200, {})
        if request.method != "GET":
            return _json(404, {"error": f"no {request.method} {PREFIX}snapshot"})
        return HttpResponse(200, self._simulator.snapshot(), [("Content-Type", "application/json")])

    def _answer(self, method: str, name: str, body: dict[str, Any]) -> dict[str, Any] | None:
        simulator = self._simulator
        match (method, name):
            case ("GET", "state"):
                return simulator.state()
            case ("GET", "export"):
                return simulator.export()
            case ("POST", "reset"):
                simulator.reset()
            case ("POST", "save"):
                # Only where the owner of the process said: a request names no file of this machine.
                path = simulator.settings.state_file
                if path is None:
                    raise BadRequest("the simulator was started without a state file; GET snapshot instead")
                simulator.save(path)
                return {"saved": str(path)}
            case ("GET", "calls"):
                return dict(simulator.calls())
            case ("DELETE", "calls"):
                simulator.reset_calls()
            case ("GET", "traffic"):
                return {"operations": simulator.traffic()}
            case ("DELETE", "traffic"):
                simulator.reset_traffic()
            case ("GET", "rates"):
                return simulator.rates()
            case ("POST", "rates"):
                _change_rates(simulator, body)
                return simulator.rates()
            case ("GET", "agenda"):
                return {"events": simulator.agenda()}
            case ("POST", "clock"):
                if "scale" in body:
                    simulator.clock.set_scale(float(body["scale"]))
                simulator.clock.advance(float(body.get("advance", 0)))
                if body.get("next_event"):
                    simulator.advance_to_next_event()
                return {"now": simulator.clock.now(), "scale": simulator.clock.scale}
            case ("POST", "reopenings"):
                account_id = body.get("account")
                if account_id not in simulator.world.accounts:
                    raise BadRequest(f"there is no account {account_id!r} to reopen")
                simulator.reopen(account_id)
            case ("POST", "faults"):
                return {"id": simulator.inject(read_fault(body))}
            case ("GET", "faults"):
                return {"faults": simulator.faults()}
            case ("DELETE", str(path)) if path.startswith("faults/"):
                return {} if simulator.remove_fault(path.removeprefix("faults/")) else None
            case ("DELETE", "faults"):
                simulator.clear_faults()
            case ("POST", "management-pairs"):
                if not {"name", "email"} <= set(body):
                    raise BadRequest("a management pair needs name and email")
                if not (isinstance(body["name"], str) and isinstance(body["email"], str)):
                    raise BadRequest("name and email of a management pair are text")
                return simulator.seed_management_pair(name=body["name"], email=body["email"]).describe()
            case _:
                return None
        return {}


def _change_rates(simulator: Simulator, body: dict[str, Any]) -> None:
    """``{"mode": …}``, or ``{"operation": …, "per_second": …, "burst": …}``, or ``{"operation": …, "limit": null}``."""
    given = set(body)
    if given == {"mode"}:
        simulator.set_rates(body["mode"])
    elif given - {"per"} == {"operation", "per_second", "burst"}:
        simulator.set_rate(body["operation"], (body["per_second"], body["burst"]), body.get("per", "account"))
    elif given - {"per"} == {"operation", "limit"} and body["limit"] is None:
        simulator.set_rate(body["operation"], None, body.get("per", "account"))
    else:
        raise BadRequest(
            'give mode; or operation, per_second and burst; or operation and "limit": null; with per, if any'
        )


def _is_from_elsewhere(request: HttpRequest, listening: str) -> bool:
    """Whether another site's page may have sent it: the interface is unsigned, loopback or not.

    A browser tells the page's origin; but whoever owns a name can let it mean this machine for a moment ("DNS
    rebinding"), and then his page is of this origin. So on loopback the simulator goes by no other names.
    """
    origin, host = request.headers.get("origin"), request.headers.get("host", "")
    if origin is not None and urlsplit(origin).netloc != host:
        return True
    return _is_loopback(listening) and not _is_loopback(urlsplit(f"//{host}").hostname or "")


def _is_loopback(name: str) -> bool:
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _json(status: int, payload: dict[str, Any]) -> HttpResponse:
    return HttpResponse(status, json.dumps(payload, indent=1).encode(), [("Content-Type", "application/json")])
