"""Curves as SVG."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from benchmarks.plot import curves
from benchmarks.record import Curve, Record

SVG = "{http://www.w3.org/2000/svg}"


def test_each_series_is_a_line_with_its_name_inside_the_picture() -> None:
    svg = ElementTree.fromstring(
        curves("Calls", "pairs", "calls", {"ours <b>": [(10, 20), (1000, 130)], "peer": [(10, 35), (1000, 3005)]})
    )
    lines = svg.findall(f"{SVG}polyline")
    assert len(lines) == 2
    width, height = (float(each) for each in svg.attrib["viewBox"].split()[2:])
    for line in lines:
        for point in line.attrib["points"].split():
            x, y = (float(each) for each in point.split(","))
            assert 0 < x < width
            assert 0 < y < height
    texts = [each.text for each in svg.findall(f"{SVG}text")]
    assert {"Calls", "pairs", "calls", "ours <b>", "peer"} <= set(texts)
    assert {"10", "100", "1,000"} <= set(texts)


def test_linear_growth_is_a_straight_line() -> None:
    svg = ElementTree.fromstring(curves("", "x", "y", {"linear": [(10, 10), (100, 100), (1000, 1000)]}))
    line = svg.find(f"{SVG}polyline")
    assert line is not None
    (x1, y1), (x2, y2), (x3, y3) = (map(float, each.split(",")) for each in line.attrib["points"].split())
    assert (y2 - y1) / (x2 - x1) == pytest.approx((y3 - y2) / (x3 - x2), rel=0.01)


@pytest.mark.parametrize("points", [[], [(0, 1)], [(1, -1)]])
def test_what_no_logarithm_has_is_refused(points: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="logarithmic"):
        curves("", "x", "y", {"bad": points})


def test_a_records_curve_has_the_medians_of_its_measures() -> None:
    record = Record(("ours", "peer"))
    for seconds in (1.0, 2.0, 9.0):
        record.add("small", "ours", {"seconds": seconds})
    record.add("large", "ours", {"seconds": 20.0})
    curve = Curve("Time", "seconds", {"small": 10, "large": 100})
    assert record.points(curve) == {"ours": [(10, 2.0), (100, 20.0)], "peer": []}
