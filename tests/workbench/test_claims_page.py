from __future__ import annotations

from workbench.claims_page import pages


def test_the_pages_in_docs_are_those_that_the_tables_make() -> None:
    stale = [str(path) for path, text in pages().items() if not path.exists() or path.read_text() != text]
    assert stale == [], "run `make generated`, and look at what it changes"
