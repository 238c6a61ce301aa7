"""The stage of the front in which faults happen."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from partition_simulator.faults.fault import Fault
from partition_simulator.http.errors import AwsError, Refused
from partition_simulator.http.message import ConnectionDropped

if TYPE_CHECKING:
    from partition_simulator.context import Call
    from partition_simulator.world.world import World

# How soon a waiting call hears that the simulator ends, or that another clock was restored; real seconds.
_LOOKS = 0.2


def draw(call: Call) -> Fault | None:
    """The fault that is to strike a call, if any; counts it."""
    account_id = call.principal.account_id
    return call.world.faults.take(call.now, call.partition.side, call.service, call.operation, account_id)


def strike(fault: Fault, world: World, stopping: threading.Event) -> None:
    """Let a fault happen, without the world's lock: Refused or ConnectionDropped, or return where the call goes on."""
    if fault.delay_seconds > 0:
        stopping.wait(fault.delay_seconds)
    if fault.virtual_delay_seconds > 0:
        end = world.clock.now() + fault.virtual_delay_seconds
        while world.clock.now() < end and not stopping.is_set():
            world.clock.wait_until(end, at_most=_LOOKS)
    if fault.drop == "before":
        raise ConnectionDropped
    if fault.code is not None:
        members = {"Reason": fault.reason} if fault.reason else {}
        raise Refused(AwsError(fault.code, fault.message, fault.status, members))
