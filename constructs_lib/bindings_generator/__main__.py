"""`python -m constructs_lib.bindings_generator`: write `constructs_lib/bindings/` anew.

Needs Terraform (GOVPAIR_TERRAFORM, else on PATH) and both providers where its CLI configuration finds them, for which
`make setup` writes `.tools/terraform.rc`: ``TF_CLI_CONFIG_FILE=.tools/terraform.rc``. With ``--check`` nothing is
written, and the exit code is 1 when something would change. ``--schema FILE`` reads a saved
`terraform providers schema -json` instead of running Terraform.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from constructs_lib.bindings_generator.generate import BINDINGS, generate
from constructs_lib.bindings_generator.schema import SchemaError, read_schemas
from constructs_lib.bindings_generator.selection import PROVIDERS


def main(arguments: list[str] | None = None) -> int:
    """Generate; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m constructs_lib.bindings_generator", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say what would change")
    parser.add_argument("--schema", type=Path, help="output of `terraform providers schema -json`")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.schema:
            schemas = json.loads(chosen.schema.read_text())["provider_schemas"]
        else:
            schemas = read_schemas(os.environ.get("GOVPAIR_TERRAFORM", "terraform"), PROVIDERS.values())
        modules = generate(schemas)
    except SchemaError as problem:
        sys.stderr.write(f"error: {problem}\n")
        return 1
    changed = [name for name, source in modules.items() if not _same(BINDINGS / name, source)]
    for name in changed:
        if not chosen.check:
            (BINDINGS / name).write_text(modules[name])
        sys.stdout.write(f"{'differs' if chosen.check else 'written'}: {BINDINGS / name}\n")
    return 1 if chosen.check and changed else 0


def _same(path: Path, source: str) -> bool:
    return path.is_file() and path.read_text() == source


if __name__ == "__main__":
    sys.exit(main())
