"""Where a checkout keeps what it makes for itself: everything below two ignored folders."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
TOOLS = PROJECT / ".tools"
"""Downloaded or generated tools: Terraform, the provider's mirror folder, the Terraform CLI configuration."""

DEMO = PROJECT / ".demo"
"""Everything one `make demo` leaves to look at; emptied at the start of the next."""
