"""The README: its links within the checkout lead somewhere, and no claim of its comparison stands without proof."""

from __future__ import annotations

import re

import pytest

from workbench.paths import PROJECT

TEXT = (PROJECT / "README.md").read_text()
DEFINED = dict(re.findall(r"^\[([^\]]+)\]: (\S+)$", TEXT, re.MULTILINE))
LINK, REFERENCE, COMMAND = (
    re.compile(r"\]\(([^)\s]+)\)"),
    re.compile(r"\]\[([^\]]+)\]"),
    re.compile(r"`(make [a-z-]+)[^`]*`"),
)


def cells() -> list[list[str]]:
    """The rows of the comparison's tables, without their heads."""
    part = TEXT.split("## Beside the others\n", 1)[1].split("\n## ", 1)[0]
    tables = re.findall(r"(?:^\|.*\n)+", part, re.MULTILINE)
    assert len(tables) == 2
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for table in tables for line in table.splitlines()[2:]
    ]


def proofs(text: str) -> list[str]:
    return LINK.findall(text) + REFERENCE.findall(text) + COMMAND.findall(text)


@pytest.mark.parametrize("row", cells(), ids=lambda row: row[0][:40])
def test_each_claim_of_the_comparison_has_a_link_or_a_command(row: list[str]) -> None:
    # A row of figures names its command in its first cell.
    assert proofs(row[0]) or all(proofs(cell) for cell in row[1:])


def test_each_link_that_is_named_is_defined_and_each_defined_one_is_named() -> None:
    assert set(REFERENCE.findall(TEXT)) == set(DEFINED)
    assert all(address.startswith("https://") for address in DEFINED.values())


def test_each_link_within_the_checkout_leads_to_a_file_or_heading() -> None:
    headings = {
        re.sub(r"[^\w -]", "", line).strip().lower().replace(" ", "-") for line in re.findall(r"^#+(.*)$", TEXT, re.M)
    }
    for target in LINK.findall(TEXT):
        path, _, anchor = target.partition("#")
        if not target.startswith("https://"):
            assert (PROJECT / path).exists(), target
            assert path or anchor in headings, target


def test_each_command_of_the_comparison_is_a_target() -> None:
    makefile = (PROJECT / "Makefile").read_text()
    for command in COMMAND.findall(TEXT):
        assert re.search(rf"^{command.removeprefix('make ')}:", makefile, re.MULTILINE), command


MEASURED = {
    "make bench ROOMS=plans": "no-change plan, 100 pairs",
    "make bench ROOMS=vending": "50 pairs vended and joined",
}
COLUMN = {"make bench ROOMS=plans": "calls", "make bench ROOMS=vending": "pairs"}


@pytest.mark.parametrize("command", MEASURED)
def test_the_figures_beside_hashicorp_aws_are_the_last_measured_ones(command: str) -> None:
    results = (PROJECT / "benchmarks" / "results.md").read_text()
    tables = re.findall(r"(?:^\|.*\n)+", results, re.MULTILINE)
    rows = [table.splitlines() for table in tables if f"{COLUMN[command]} govpair" in table.splitlines()[0]]
    measured = [
        dict(zip(table[0].split(" | "), line.split(" | "), strict=True))
        for table in rows
        for line in table[2:]
        if re.match(rf"\| {MEASURED[command]} (under|\|)", line)
    ]
    (shown,) = (row for row in cells() if command in row[0])
    for cell, who in zip(shown[1:], ("govpair", "hashicorp/aws 5.100.0"), strict=True):
        (figure,) = {line[f"{COLUMN[command]} {who}"] for line in measured}
        assert re.findall(r"\d+", cell)[0] == str(round(float(figure)))
