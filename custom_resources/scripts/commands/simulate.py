"""`govpair simulate`: both AWS partitions on this machine, until Ctrl-C."""

from __future__ import annotations

import ipaddress
import socket
import tempfile
import threading
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from custom_resources.engine import rules
from custom_resources.scripts.answer import Answer, Problem, give, say
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.interruption import stop_on_signals
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.simulated_environment import Seeds, customer_names, started
from custom_resources.scripts.simulated_faults import described_faults, faults_in
from custom_resources.scripts.values import obeying

if TYPE_CHECKING:
    from partition_simulator import Fault, Simulator, SimulatorSettings

EXAMPLES = (
    "govpair simulate --with-organizations --clock-scale 60",
    "govpair simulate --config-dir ./aws --json",
    "govpair simulate --with-organizations --state ./simulator.json --rates aws",
)
LOOPBACK = "127.0.0.1"


class Rates(StrEnum):
    """Whose rates callers are held to."""

    OFF = "off"
    AWS = "aws"


def simulate(
    output: OutputOptions,
    creation_seconds: Annotated[float, typer.Option(min=0, help="From a creation's request to its end.")] = 60.0,
    role_delay_seconds: Annotated[float, typer.Option(min=0, help="From there until the roles can be assumed.")] = 0.0,
    closing_seconds: Annotated[float, typer.Option(min=0, help="From closing an account to its suspension.")] = 60.0,
    finalizing_seconds: Annotated[
        float, typer.Option(min=0, help="For so long a new organization neither makes nor invites accounts.")
    ] = 0.0,
    listing_delay_seconds: Annotated[
        float, typer.Option(min=0, help="For so long a new account is missing from listings.")
    ] = 0.0,
    account_quota: Annotated[int, typer.Option(min=1, help="How many accounts an organization may have.")] = 1000,
    clock_scale: Annotated[
        float, typer.Option(min=0, max=1e6, help="How fast the simulator's clock runs; 60 makes a minute of a second.")
    ] = 1.0,
    seed_pair: Annotated[
        str,
        typer.Option(help="Name of the management pair made at the start.", callback=obeying(rules.new_account_name)),
    ] = "payer",
    with_organizations: Annotated[
        bool, typer.Option("--with-organizations", help="Make the organization on both sides, too, as `vend` needs it.")
    ] = False,
    customer: Annotated[
        list[str] | None,
        typer.Option(
            help="A reseller's customer, with a GovCloud organization and a profile of this name; may be repeated. "
            "Implies --with-organizations.",
            callback=customer_names,
        ),
    ] = None,
    config_dir: Annotated[
        Path | None, typer.Option(help="Where to leave the AWS profiles; else a folder that goes with the simulator.")
    ] = None,
    host: Annotated[str, typer.Option(help="Where to listen. Anything but loopback lets others in.")] = LOOPBACK,
    commercial_port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 0,
    govcloud_port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 0,
    rates: Annotated[
        Rates, typer.Option(help="Hold callers to AWS's published rates per operation, or to none.")
    ] = Rates.OFF,
    fault: Annotated[
        list[str] | None,
        typer.Option(
            metavar="JSON|FILE",
            help='What is to go wrong, as {"service": "organizations", "operation": "DescribeAccount", "code": '
            '"TooManyRequestsException", "times": 3}, or a file of one or a list of such; may be repeated.',
            callback=described_faults,
        ),
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Go on from this file where it is there, with the pairs, keys and all else that is in it; and save to "
            "it at the end.",
        ),
    ] = None,
) -> int:
    """Serve both AWS partitions on this machine until Ctrl-C, and show the environment that leads there.

    Nothing of it is real, and without --state nothing is kept. Paste the shown lines into another shell: govpair,
    terraform and any AWS SDK then talk to the simulator by the profiles commercial and govcloud.
    """
    try:
        from partition_simulator import Simulator, SimulatorSettings, StateError, read_fault
    except ModuleNotFoundError as error:
        problem = Problem("starting the simulator", f"The package {error.name} is not installed.")
        step = "Install govpair with the extra `simulator`: pip install '.[simulator]'."
        return give("simulate", Answer({}, "", ExitCode.FAILED, problem, step), as_json=output.as_json)
    settings = SimulatorSettings(
        creation_seconds=creation_seconds,
        role_delay_seconds=role_delay_seconds,
        closing_seconds=closing_seconds,
        finalizing_seconds=finalizing_seconds,
        listing_delay_seconds=listing_delay_seconds,
        account_quota=account_quota,
        clock_scale=clock_scale,
        host=host,
        commercial_port=commercial_port,
        govcloud_port=govcloud_port,
        rates="aws" if rates is Rates.AWS else "off",
        state_file=state,
    )
    try:
        faults = [read_fault(described) for text in fault or () for described in faults_in(text)]
    except ValueError as error:
        raise typer.BadParameter(f"--fault: {error}") from error
    seeds = Seeds(seed_pair, tuple(customer or ()), with_organizations or bool(customer))
    try:
        return _serve(Simulator(settings), seeds, faults, config_dir, output)
    except StateError as error:
        problem = Problem("restoring or saving the simulator's state", str(error))
        step = "Give another file for --state, or begin without one."
        return give("simulate", Answer({}, "", ExitCode.FAILED, problem, step), as_json=output.as_json)


def _serve(
    simulator: Simulator, seeds: Seeds, faults: Sequence[Fault], config_dir: Path | None, output: OutputOptions
) -> int:
    settings, stop = simulator.settings, threading.Event()
    if not _is_loopback(settings.host):
        say(f"govpair simulate: listening on {settings.host}: whoever reaches it can use the simulator.")
    with stop_on_signals(stop), tempfile.TemporaryDirectory(prefix="govpair-simulator-") as folder:
        try:
            with simulator:
                # What the file brought along gives way to what this command line says.
                simulator.clock.set_scale(settings.clock_scale)
                if simulator.rates()["mode"] != settings.rates:
                    simulator.set_rates(settings.rates)
                for fault in faults:
                    simulator.inject(fault)
                answer = started(simulator, seeds, config_dir or Path(folder))
                give("simulate", answer, as_json=output.as_json)
                while not stop.wait(0.5):
                    pass
        except OSError as error:
            problem = Problem("starting the simulator", _why(error, settings))
            step = "Give other values for --host, --commercial-port, --govcloud-port, --config-dir or --state."
            return give("simulate", Answer({}, "", ExitCode.FAILED, problem, step), as_json=output.as_json)
    kept = f"its state is in {settings.state_file}" if settings.state_file is not None else "nothing is left of it"
    say(f"govpair simulate: ended; {kept}.")
    return int(ExitCode.DONE)


def _why(error: OSError, settings: SimulatorSettings) -> str:
    """Say what could not be had: the port, or the file."""
    words = error.strerror or str(error)
    if error.filename:
        return f"{error.filename}: {words}."
    ports = {"--commercial-port": settings.commercial_port, "--govcloud-port": settings.govcloud_port}
    taken = [f"{option} {port}" for option, port in ports.items() if port and not _is_free(settings.host, port)]
    if not taken and ports["--commercial-port"] == ports["--govcloud-port"] != 0:
        taken = [f"{ports['--commercial-port']} for both partitions"]
    return f"{', '.join(taken)} ({settings.host}): {words}." if taken else f"{settings.host}: {words}."


def _is_free(host: str, port: int) -> bool:
    try:
        with socket.create_server((host, port)):
            return True
    except OSError:
        return False


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
