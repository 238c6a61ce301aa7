"""``python -m partition_simulator``: serve both partitions until interrupted."""

from __future__ import annotations

import argparse
import json
import shlex
import signal
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from partition_simulator import Simulator, SimulatorSettings
from partition_simulator.seeding import SeededPair


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="partition_simulator", description=__doc__)
    defaults = SimulatorSettings()
    parser.add_argument("--creation-seconds", type=float, default=defaults.creation_seconds, metavar="S")
    parser.add_argument("--role-delay-seconds", type=float, default=defaults.role_delay_seconds, metavar="S")
    parser.add_argument("--closing-seconds", type=float, default=defaults.closing_seconds, metavar="S")
    parser.add_argument("--clock-scale", type=float, default=defaults.clock_scale, metavar="X")
    parser.add_argument("--commercial-port", type=int, default=0, metavar="PORT")
    parser.add_argument("--govcloud-port", type=int, default=0, metavar="PORT")
    parser.add_argument(
        "--seed-pair", default="payer", metavar="NAME", help="name of the management pair made at start"
    )
    parser.add_argument("--config-dir", type=Path, metavar="DIR", help="where to leave the AWS profiles")
    parser.add_argument("--json", action="store_true", help="print one line of JSON instead of shell commands")
    return parser.parse_args(argv)


def _announce(simulator: Simulator, pair: SeededPair, environment: dict[str, str], as_json: bool) -> str:
    if as_json:
        facts = {
            "commercial_url": simulator.commercial.url,
            "govcloud_url": simulator.govcloud.url,
            "environment": environment,
            "management_pair": pair.describe(),
        }
        return json.dumps(facts)
    lines = [
        f"# commercial partition: {simulator.commercial.url}   GovCloud partition: {simulator.govcloud.url}",
        f"# management pair {pair.name}: {pair.commercial.account_id} / {pair.govcloud.account_id}",
        *(f"export {name}={shlex.quote(value)}" for name, value in environment.items()),
        "# then, for example: aws --profile govcloud sts get-caller-identity. Ctrl-C ends the simulator.",
    ]
    return "\n".join(lines)


def run(settings: SimulatorSettings, seed_pair: str, config_dir: Path | None, as_json: bool) -> int:
    """Serve until SIGINT or SIGTERM. Profiles go to ``config_dir``, or to a directory that is removed at the end."""
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())
    with tempfile.TemporaryDirectory(prefix="govpair-simulator-") as temporary, Simulator(settings) as simulator:
        pair = simulator.seed_management_pair(name=seed_pair, email=f"{seed_pair}@example.gov")
        environment = simulator.aws_config(config_dir or Path(temporary))
        sys.stdout.write(_announce(simulator, pair, environment, as_json) + "\n")
        sys.stdout.flush()
        asked.wait()
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point; the exit code."""
    arguments = _arguments(argv)
    settings = SimulatorSettings(
        creation_seconds=arguments.creation_seconds,
        role_delay_seconds=arguments.role_delay_seconds,
        closing_seconds=arguments.closing_seconds,
        clock_scale=arguments.clock_scale,
        commercial_port=arguments.commercial_port,
        govcloud_port=arguments.govcloud_port,
    )
    return run(settings, arguments.seed_pair, arguments.config_dir, arguments.json)


if __name__ == "__main__":
    raise SystemExit(main())
