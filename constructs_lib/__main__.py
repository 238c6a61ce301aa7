"""`python -m constructs_lib`: write organization.schema.json anew from the model of the organization file."""

from __future__ import annotations

import json
from pathlib import Path

from constructs_lib.organization_file import json_schema

SCHEMA = Path(__file__).resolve().parent / "organization.schema.json"


def rendered() -> str:
    """What stands in organization.schema.json."""
    return json.dumps(json_schema(), indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(rendered())
