"""The CDKTF app: reads an organization file, composes its stacks, synthesizes them for Terraform.

    python -m constructs_lib.app [FILE] [--outdir FOLDER] [--check]

FILE: the organization file; default GOVPAIR_ORGANIZATION. CDKTF_OUTDIR: where the stacks go; default cdktf.out.
GOVPAIR_STATE_DIR: where their states are; default the current directory. GOVPAIR_CDK: cdktf or cdktn.
Exit codes: 0 done, 1 cannot synthesize here (Node.js or a package is missing), 2 the organization file is wrong.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.declarations import Declaration

DEFAULT_OUTDIR = "cdktf.out"


def main(arguments: Sequence[str] | None = None, *, default: Path | None = None) -> int:
    """Synthesize, or check only; returns the exit code.

    Problems and warnings go to standard error, a line each, without a traceback; what was made to standard output.

    Args:
        arguments: The command line; the process's own by default.
        default: The organization file where none is named.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, help="organization file")
    parser.add_argument("--outdir", type=Path, help="where the stacks go; default CDKTF_OUTDIR, else cdktf.out")
    parser.add_argument("--check", action="store_true", help="only say what is wrong with the file; needs no Node.js")
    chosen = parser.parse_args(arguments)
    named = os.environ.get("GOVPAIR_ORGANIZATION")
    file: Path | None = chosen.file or (Path(named) if named else default)
    if file is None:
        parser.error("name an organization file, or set GOVPAIR_ORGANIZATION")

    from constructs_lib.organization_yaml import OrganizationFileError, read_organization
    from constructs_lib.quota_warnings import quota_warnings

    try:
        declaration = read_organization(file).declaration()
    except OrganizationFileError as wrong:
        return _fail(str(wrong), 2)
    if chosen.check:
        print(f"{file}: {_contents(declaration)}; nothing is wrong with it.")  # noqa: T201
    else:
        outdir: Path = chosen.outdir or Path(os.environ.get("CDKTF_OUTDIR") or DEFAULT_OUTDIR)
        if code := _synthesize(file, declaration, outdir):
            return code
    for warning in quota_warnings(declaration):
        sys.stderr.write(f"{file}: warning: {warning}\n")
    return 0


def _synthesize(file: Path, declaration: Declaration, outdir: Path) -> int:
    from constructs_lib.node_runtime import NodeError

    try:
        from constructs_lib.synthesis import synthesize
    except (NodeError, RuntimeError) as missing:
        return _fail(f"error: {missing}", 1)

    from constructs_lib.errors import ConstructError

    try:
        stacks = synthesize(declaration, outdir=outdir, state_dir=Path(os.environ.get("GOVPAIR_STATE_DIR") or "."))
    except ConstructError as wrong:
        # The file's own checks are meant to see everything first; this says it all the same.
        return _fail("\n".join(f"{file}: {line}" for line in str(wrong).splitlines()), 2)
    except OSError as problem:
        return _fail(f"error: cannot write to {outdir}: {problem.strerror or problem}", 1)
    print(f"{file}: {_contents(declaration)}; stacks in {outdir / 'stacks'}: {', '.join(stacks)}")  # noqa: T201
    for old in sorted({path.parent.name for path in (outdir / "stacks").glob("*/cdk.tf*")} - set(stacks)):
        # Left where it is: its Terraform state may be in there, and is all that knows what it made.
        sys.stderr.write(
            f"{file}: warning: {outdir / 'stacks' / old} is no stack of this file: it is of another with this outdir, "
            "or of an earlier synthesis. Nothing reads it; what it manages, if anything, goes on being there.\n"
        )
    return 0


def _contents(declaration: Declaration) -> str:
    """Such as "11 account pairs of 3 customers"."""
    from constructs_lib.declarations import SingleCompanyDeclaration

    if isinstance(declaration, SingleCompanyDeclaration):
        return _counted(len(declaration.account_pairs), "account pair")
    pairs = sum(len(each.account_pairs) for each in declaration.customers)
    return f"{_counted(pairs, 'account pair')} of {_counted(len(declaration.customers), 'customer')}"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")


def _fail(text: str, code: int) -> int:
    sys.stderr.write(text + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
