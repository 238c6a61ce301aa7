"""The results of all rooms in two files: everything as JSON, the medians for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.record import Record

RESULTS = Path(__file__).with_name("results.json")


def write(room: str, record: Record, machine: dict[str, str], results: Path = RESULTS) -> Path:
    """Replace one room's results in ``results`` and in the page of the same name beside it; the page."""
    everything: dict[str, Any] = json.loads(results.read_text()) if results.exists() else {}
    everything[room] = {
        "machine": machine,
        "contestants": record.contestants,
        "targets": [str(target) for target in record.targets],
        "missed": record.missed(),
        "measures": record.describe(),
    }
    results.write_text(json.dumps(dict(sorted(everything.items())), indent=1) + "\n")
    page = results.with_suffix(".md")
    page.write_text("\n".join(_page(everything)) + "\n")
    return page


def _page(everything: dict[str, Any]) -> list[str]:
    lines = ["# Benchmarks", "", "Made by `make bench`; don't edit. Medians over the runs; ratios are the medians of"]
    lines += ["the ratios of runs that followed each other. The samples: results.json.", ""]
    for room, results in sorted(everything.items()):
        lines += [
            f"## {room}",
            "",
            "; ".join(f"{name}: {value}" for name, value in results["machine"].items()) + ".",
            "",
        ]
        targets = results["targets"]
        lines += [f"Targets: {'; '.join(targets)}." if targets else "", ""]
        missed = results["missed"]
        lines += [f"Missed: {'; '.join(missed)}." if missed else "All of them are reached.", ""]
        lines += _tables(results)
    return lines


def _tables(results: dict[str, Any]) -> list[str]:
    """A table for each set of metrics, of the measures that have them."""
    contestants = results["contestants"]
    by_metrics: dict[tuple[str, ...], list[str]] = {}
    for measure, found in results["measures"].items():
        seen = dict.fromkeys(metric for medians in found["medians"].values() for metric in medians)
        by_metrics.setdefault(tuple(seen), []).append(measure)
    lines: list[str] = []
    for metrics, measures in by_metrics.items():
        heads = [f"{metric} {name}" for metric in metrics for name in contestants]
        lines += ["| | " + " | ".join([*heads, "ratio"]) + " |", "|---|" + "---:|" * (len(heads) + 1)]
        for measure in measures:
            found = results["measures"][measure]
            values = [found["medians"].get(name, {}).get(metric) for metric in metrics for name in contestants]
            ratio = next(iter(found["ratios"].values()), None)
            lines.append(f"| {measure} | " + " | ".join(_number(value) for value in [*values, ratio]) + " |")
        lines.append("")
    return lines


def _number(value: float | None) -> str:
    return (
        "" if value is None else f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    )
