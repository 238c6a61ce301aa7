"""States as earlier versions of the provider stored them: each file a whole `terraform.tfstate`, never edited."""

from pathlib import Path

VERSION_0 = Path(__file__).with_name("version_0.json")
"""Schema version 0 of `govpair_account_pair` (no `tags_all`, no `closed_accounts_parent_id`) and its membership."""
