"""The results of all rooms in two files: everything as JSON, the medians for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.plot import curves
from benchmarks.record import Record

RESULTS = Path(__file__).with_name("results.json")


def write(room: str, record: Record, machine: dict[str, str], results: Path = RESULTS) -> Path:
    """Replace one room's results in ``results`` and in the page of the same name beside it; the page."""
    everything: dict[str, Any] = json.loads(results.read_text()) if results.exists() else {}
    everything[room] = {
        "machine": machine,
        "contestants": record.contestants,
        "missed": record.missed(),
        "measures": record.describe(),
        "plots": _plots(room, record, results.parent),
    }
    results.write_text(json.dumps(dict(sorted(everything.items())), indent=1) + "\n")
    page = results.with_suffix(".md")
    page.write_text("\n".join(_page(everything)) + "\n")
    return page


def _plots(room: str, record: Record, folder: Path) -> dict[str, str]:
    """Draw the room's curves; by title the file's name."""
    drawn = {}
    for curve in record.curves:
        name = f"{room}-{curve.metric}.svg"
        (folder / name).write_text(curves(curve.title, "pairs", curve.metric, record.points(curve)))
        drawn[curve.title] = name
    return drawn


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
        lines += [*_summary(results), ""]
        for title, name in results.get("plots", {}).items():
            lines += [f"![{title}]({name})", ""]
        lines += _tables(results)
    return lines


def _summary(results: dict[str, Any]) -> list[str]:
    held = sum(len(found["targets"]) for found in results["measures"].values())
    missed = results["missed"]
    if not missed:
        return [f"All targets are reached ({held})."]
    return ["Not reached yet:", "", *(f"- {line}" for line in missed)]


def _tables(results: dict[str, Any]) -> list[str]:
    """A table for each set of metrics, of the measures that have them; targets stand beside the figures."""
    by_metrics: dict[tuple[str, ...], list[str]] = {}
    for measure, found in results["measures"].items():
        seen = dict.fromkeys(metric for medians in found["medians"].values() for metric in medians)
        by_metrics.setdefault(tuple(seen), []).append(measure)
    lines: list[str] = []
    for metrics, measures in by_metrics.items():
        lines += [*_table(results, metrics, measures), ""]
    return lines


def _table(results: dict[str, Any], metrics: tuple[str, ...], measures: list[str]) -> list[str]:
    contestants = results["contestants"]
    found = [results["measures"][measure] for measure in measures]
    # A ratio for what a target is about, and for the first metric.
    compared = {metrics[0]} | {target["metric"] for each in found for target in each["targets"]}
    heads, rows = [], [[measure] for measure in measures]
    for metric in metrics:
        heads += [f"{metric} {name}" for name in contestants]
        with_ratio = metric in compared and any(metric in each["ratios"] for each in found)
        heads += ["ratio"] if with_ratio else []
        for row, each in zip(rows, found, strict=True):
            row += [_number(each["medians"].get(name, {}).get(metric)) for name in contestants]
            row += [_number(each["ratios"].get(metric))] if with_ratio else []
    heads.append("runs")
    for row, each in zip(rows, found, strict=True):
        row.append(str(max(len(samples) for samples in each["samples"].values())))
    columns = "---:|" * len(heads)
    if any(each["targets"] for each in found):
        heads.append("targets")
        columns += "---|"
        for row, each in zip(rows, found, strict=True):
            row.append("; ".join(_target(target) for target in each["targets"]))
    return [f"| | {' | '.join(heads)} |", f"|---|{columns}", *(f"| {' | '.join(row)} |" for row in rows)]


def _target(target: dict[str, Any]) -> str:
    verdict = "reached" if target["reached"] else "not measured" if target["seen"] is None else "**not reached yet**"
    return f"{target['target']}: {verdict}"


def _number(value: float | None) -> str:
    return (
        "" if value is None else f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    )
