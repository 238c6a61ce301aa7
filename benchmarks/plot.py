"""Curves as SVG, both axes logarithmic: a straight line of slope 1 is linear growth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Points = Sequence[tuple[float, float]]

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 640, 400, 70, 200, 40, 50
_COLOURS = ("#0b6e4f", "#b3541e", "#3b4cc0", "#6b6b6b")
_DASHES = ("", "6 4", "2 3", "8 3 2 3")


def curves(title: str, x_label: str, y_label: str, series: Mapping[str, Points]) -> str:
    """An SVG document with a line for each series, told apart by colour and by dashes.

    Raises:
        ValueError: no series has a point, or one has a figure that isn't above nothing.
    """
    points = [point for each in series.values() for point in each]
    if not points or any(value <= 0 for point in points for value in point):
        raise ValueError("there must be points, and all above nothing: both axes are logarithmic")
    (left, right), (low, high) = (_span([point[axis] for point in points]) for axis in (0, 1))

    def x(value: float) -> float:
        return _LEFT + (math.log10(value) - left) / (right - left) * (_WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return _HEIGHT - _BOTTOM - (math.log10(value) - low) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(title)}" font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_LEFT}" y="22" font-size="14">{escape(title)}</text>',
        f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2}" y="{_HEIGHT - 10}" text-anchor="middle">{escape(x_label)}</text>',
        f'<text x="16" y="{_HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 16 {_HEIGHT / 2})">'
        f"{escape(y_label)}</text>",
    ]
    for power in range(left, right + 1):
        lines += _grid(x(10**power), _TOP, x(10**power), _HEIGHT - _BOTTOM)
        lines.append(
            f'<text x="{x(10**power)}" y="{_HEIGHT - _BOTTOM + 16}" text-anchor="middle">{_tick(power)}</text>'
        )
    for power in range(low, high + 1):
        lines += _grid(_LEFT, y(10**power), _WIDTH - _RIGHT, y(10**power))
        lines.append(f'<text x="{_LEFT - 6}" y="{y(10**power) + 4}" text-anchor="end">{_tick(power)}</text>')
    for number, (name, each) in enumerate(series.items()):
        colour, dash = _COLOURS[number % len(_COLOURS)], _DASHES[number % len(_DASHES)]
        path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in sorted(each))
        lines.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        lines += [f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3.5" fill="{colour}"/>' for a, b in each]
        last = max(each)
        lines.append(f'<text x="{x(last[0]) + 10:.1f}" y="{y(last[1]) + 4:.1f}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*lines, "</svg>", ""])


def _span(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten around the values; never the same one twice."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _grid(x1: float, y1: float, x2: float, y2: float) -> list[str]:
    return [f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#dddddd"/>']


def _tick(power: int) -> str:
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:g}"
