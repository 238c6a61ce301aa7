"""What this project survives, tried and counted; `make reliability`. Results: docs/reliability.md."""
