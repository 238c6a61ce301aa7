"""The commands of `govpair`, one per file; `cli` lists them."""
