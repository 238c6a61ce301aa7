"""What looks at every answer before it leaves. Empty in use; tests add the check against botocore's models."""

from __future__ import annotations

from collections.abc import Callable

from partition_simulator.context import Call
from partition_simulator.http.incoming import Incoming
from partition_simulator.http.message import HttpResponse
from partition_simulator.partitions import Partition

# The call is None where it was refused before anybody knew who calls.
Observer = Callable[[Partition, Incoming, Call | None, HttpResponse], None]

OBSERVERS: list[Observer] = []
"""Called in turn, for every simulator of this process; they can't change the answer."""


def observe(partition: Partition, incoming: Incoming, call: Call | None, answer: HttpResponse) -> None:
    """Show an answer to all observers."""
    for observer in OBSERVERS:
        observer(partition, incoming, call, answer)
