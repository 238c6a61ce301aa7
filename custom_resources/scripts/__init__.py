"""The operator command line `govpair …`: the engine's operations as idempotent scripts, with AWS their only memory.

One command per file in `commands`; `cli.main` is the entry. Every command answers with an exit code of `exit_codes`
and, with `--json`, with one JSON document on standard output. Progress and errors go to standard error.
"""
