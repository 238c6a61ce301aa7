"""The CDKTF app: reads an organization file, composes its stacks, synthesizes them for Terraform.

    python main.py [FILE]

FILE: the organization file; default GOVPAIR_ORGANIZATION, else examples/single-company/organization.yaml.
CDKTF_OUTDIR: where the stacks go; default cdktf.out. GOVPAIR_STATE_DIR: where their states are; default the current
directory. GOVPAIR_CDK: cdktf (default) or cdktn.
Exit codes: 0 done, 1 cannot synthesize here (Node.js or a package is missing), 2 the organization file is wrong.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

DEFAULT_ORGANIZATION = Path(__file__).resolve().parent / "examples" / "single-company" / "organization.yaml"
DEFAULT_OUTDIR = "cdktf.out"


def main(arguments: list[str] | None = None) -> int:
    """Synthesize; returns the exit code. Problems go to standard error, a line each, without a traceback."""
    parser = argparse.ArgumentParser(
        prog="main.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path, help="organization file")
    parser.add_argument("--outdir", type=Path, help="where the stacks go; default CDKTF_OUTDIR, else cdktf.out")
    chosen = parser.parse_args(arguments)
    file: Path = chosen.file or Path(os.environ.get("GOVPAIR_ORGANIZATION") or DEFAULT_ORGANIZATION)
    outdir: Path = chosen.outdir or Path(os.environ.get("CDKTF_OUTDIR") or DEFAULT_OUTDIR)
    state_dir = Path(os.environ.get("GOVPAIR_STATE_DIR") or ".")

    from constructs_lib.node_runtime import NodeError
    from constructs_lib.organization_yaml import OrganizationFileError, read_organization

    try:
        declaration = read_organization(file).declaration()
    except OrganizationFileError as wrong:
        return _fail(str(wrong), 2)
    try:
        from constructs_lib.synthesis import synthesize
    except (NodeError, RuntimeError) as missing:
        return _fail(f"error: {missing}", 1)

    from constructs_lib.errors import ConstructError

    try:
        synthesize(declaration, outdir=outdir, state_dir=state_dir)
    except ConstructError as wrong:
        # The file's own checks are meant to see everything first; this says it all the same.
        return _fail("\n".join(f"{file}: {line}" for line in str(wrong).splitlines()), 2)
    except OSError as problem:
        return _fail(f"error: cannot write to {outdir}: {problem.strerror}", 1)
    from constructs_lib.quota_warnings import quota_warnings

    for warning in quota_warnings(declaration):
        sys.stderr.write(f"{file}: warning: {warning}\n")
    return 0


def _fail(text: str, code: int) -> int:
    sys.stderr.write(text + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
