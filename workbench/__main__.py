"""`python -m workbench COMMAND`: what the Makefile calls, and what writes the files that are made from others."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from workbench.errors import WorkbenchError

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)


@app.command()
def setup() -> None:
    """Find or fetch Terraform, install the provider into the project's mirror folder, write the CLI configuration.

    Chromium is for one test only: where it can't be had, that is said, and is no failure.
    """
    from workbench.chromium import find_or_install_chromium
    from workbench.cli_config import write_cli_config
    from workbench.terraform_binary import find_or_fetch_terraform

    terraform = find_or_fetch_terraform()
    config = write_cli_config()
    print(f"Terraform {'.'.join(map(str, terraform.version))} at {terraform.path}; CLI configuration {config}")
    try:
        print(f"Chromium at {find_or_install_chromium()}")
    except WorkbenchError as problem:
        print(f"without a browser, the test of the report's page is skipped: {problem}")


@app.command()
def demo() -> None:
    """Vend and join the pairs of examples/single-company on the simulator, with real Terraform."""
    from workbench.demo import run_demo

    raise typer.Exit(run_demo())


@app.command()
def package() -> None:
    """Build the Python package's sdist and wheel into dist/."""
    from workbench.python_package import build_sdist_and_wheel

    print("\n".join(str(path) for path in build_sdist_and_wheel()))


@app.command()
def provider_package(mirror: Path | None = None) -> None:
    """Build the provider in the form of the registry, for this platform; --mirror lays out a mirror folder too."""
    from workbench.provider_package import build_package, lay_out_mirror

    files = build_package()
    print("\n".join(str(path) for path in files))
    if mirror is not None:
        print(lay_out_mirror(files[0].parent, mirror))


@app.command()
def reference() -> None:
    """Write docs/provider from the provider's schema and the examples."""
    from workbench.provider_reference import write_reference

    print(f"{len(write_reference())} pages")


@app.command()
def generated() -> None:
    """Write all that is made from schemas and tables: reference, bindings, JSON Schema, claims. Needs Terraform."""
    from workbench import generated as files

    told = files.write_generated(files.generated(files.installed_schemas()))
    print("\n".join(told) or "nothing differs")


@app.command()
def picture() -> None:
    """Make the README's picture: the report of examples/reseller, by real Terraform on the simulator. Takes minutes."""
    from workbench.report_picture import make_picture

    print(make_picture())


@app.command()
def snapshot() -> None:
    """Keep the public names as they are now: part of a release (CONTRIBUTING.md)."""
    from workbench.public_api import SNAPSHOT, public_api

    lines = public_api()
    SNAPSHOT.write_text("\n".join(lines) + "\n")
    print(f"{len(lines)} names in {SNAPSHOT}")


@app.command()
def release(version: str) -> None:
    """Give what is unreleased its version, today's date, and a snapshot of the public names (CONTRIBUTING.md)."""
    from datetime import UTC, datetime

    from workbench.release import prepare_release

    prepare_release(version, datetime.now(UTC).date())
    snapshot()


@app.command()
def sbom() -> None:
    """Write the SBOM (CycloneDX) of what users get into dist/."""
    from workbench.supply_chain import write_sbom

    print(write_sbom())


@app.command()
def licences() -> None:
    """Write the licences of what users get into docs/supply-chain.md."""
    from workbench.supply_chain import write_licences

    print(write_licences())


@app.command()
def audit() -> None:
    """Ask PyPI for known vulnerabilities of what users get."""
    from workbench.supply_chain import audit as known_vulnerabilities

    found = known_vulnerabilities()
    print("\n".join(found) or "no known vulnerability")
    raise typer.Exit(1 if found else 0)


@app.command()
def claims() -> None:
    """Write docs/simulator-claims.md and docs/simulator-deviations.md from their tables."""
    from workbench.claims_page import write_pages

    print(f"{len(write_pages())} pages")


@app.command()
def merge_report(file: Path) -> None:
    """Add a report of `govpair verify-aws` to the table of claims, and write its page anew."""
    from workbench.claims_page import write_pages
    from workbench.merge_report import merge_report

    added = merge_report(file)
    write_pages()
    print(f"report {added.report} of {added.made}: {len(added.confirmed)} claims confirmed")
    for name, seen in added.contradicted.items():
        print(f"contradicted: {name}: {seen}; change the product and the simulator, and the claim's id with its text")


def main() -> None:
    """Run a command; a problem that a person can mend is one line, not a traceback."""
    try:
        app()
    except WorkbenchError as problem:
        print(f"error: {problem}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
