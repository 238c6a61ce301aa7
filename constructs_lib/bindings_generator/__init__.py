"""Generates `constructs_lib/bindings/` from what `terraform providers schema -json` says; see `__main__.py`."""
