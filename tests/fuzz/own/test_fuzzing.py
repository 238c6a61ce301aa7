from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from custom_resources.plugin import NUMBER, UNKNOWN, Typed
from tests.fuzz import corpus_files, page
from tests.fuzz.fuzzing import Fuzz, TooSlow
from tests.fuzz.plain import from_plain, to_plain


@pytest.fixture(autouse=True)
def empty_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(corpus_files, "CORPUS", tmp_path)
    for name in ("FUZZ_EXAMPLES", "FUZZ_KEEP", "FUZZ_CURRENT"):
        monkeypatch.delenv(name, raising=False)
    yield tmp_path


def under_ten(case: int) -> str:
    assert case < 10
    return "small"


@pytest.mark.parametrize(
    "value",
    [
        {"a": [1, None, True, "é", "\ud800"]},
        {"?": "decimal", 1: b"\x00\xff"},
        [UNKNOWN, Decimal("0.10"), float("inf"), Typed(NUMBER, [UNKNOWN])],
    ],
)
def test_an_input_comes_back_from_its_file(value: Any) -> None:
    path = corpus_files.keep("it", corpus_files.KEPT, "any", value)
    assert list(corpus_files.stored("it")) == [(path, value)]
    assert from_plain(json.loads(json.dumps(to_plain(value)))) == value


def test_the_smallest_crash_is_shown_and_in_a_long_run_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    fuzz = Fuzz()
    with pytest.raises(AssertionError) as raised:
        fuzz.run("it", st.integers(0), under_ten, examples=100)
    assert '"input": 10' in "".join(raised.value.__notes__)
    assert list(corpus_files.stored("it")) == []
    monkeypatch.setenv("FUZZ_EXAMPLES", "100")
    with pytest.raises(AssertionError):
        fuzz.run("it", st.integers(0), under_ten, examples=1)
    ((path, case),) = corpus_files.stored("it")
    assert (path.name.startswith("found-"), case) == (True, 10)
    assert [counted.failed for counted in fuzz.done] == [True, True]


def test_what_is_kept_is_tried_first() -> None:
    path = corpus_files.keep("it", corpus_files.CRASH, "too large", 11)
    fuzz = Fuzz()
    with pytest.raises(AssertionError) as raised:
        fuzz.run("it", st.just(1), under_ten, examples=1)
    assert raised.value.__notes__ == [f"kept input: {path.name}"]
    assert fuzz.done[0].executions == 0


def test_an_input_that_takes_too_long_is_a_crash() -> None:
    with pytest.raises(TooSlow):
        Fuzz().run("it", st.just(1), under_ten, examples=1, patience=-1)


def test_a_long_run_makes_as_many_as_asked_for_and_keeps_one_of_each_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUZZ_EXAMPLES", "600")
    monkeypatch.setenv("FUZZ_KEEP", "1")
    counted = Fuzz().run("it", st.integers(0, 10**6), lambda case: "even" if case % 2 == 0 else "odd", examples=1)
    assert counted.executions == 600
    assert {path.name.split("-")[1] for path, _ in corpus_files.stored("it")} == {"even", "odd"}


def test_the_page_has_the_last_run_of_each_subject(tmp_path: Path) -> None:
    corpus_files.keep("it", corpus_files.CRASH, "once", 1)
    results, text = tmp_path / "results.json", tmp_path / "page.md"
    run = {"date": "2026-11-27", "commit": "abc", "machine": "a machine"}
    counted = {"executions": 1200, "replayed": 1, "seconds": 3.0, "slowest": 0.5, "failed": False, "outcomes": {"a": 1}}
    page.keep({"it": counted}, run, results)
    page.keep({"other": {**counted, "failed": True}}, run, results)
    text.write_text(f"before\n{page.BEGIN}\nold\n{page.END}\nafter\n")
    page.write(page.load(results), text)
    shown = text.read_text()
    assert "| it | 1,200 | 1 | 0.50 s | 3 | 0 | 1 | 1 | 2026-11-27, abc |" in shown
    assert "| **all** | 2,400 | | | | 1 | 1 | 1 | |" in shown
    assert shown.startswith("before\n")
    assert shown.endswith("after\n")
    assert "old" not in shown
