"""Measurements beside a peer in the same run; `make bench`. Never part of `make test`, which runs the harness small."""
