"""The frame around a command's work on many accounts: a few at once, a line and an exit code for each, and for all."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from custom_resources.engine.errors import NotFound, Stopped
from custom_resources.scripts.answer import SAME_COMMAND, Answer, Problem
from custom_resources.scripts.bar import bar_shown
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.failures import answer_to
from custom_resources.scripts.subjects import Subject, identified
from custom_resources.scripts.task import Task, run
from custom_resources.scripts.texts import table

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.scripts.output_options import OutputOptions

WORKERS = 10
"""Accounts that are worked on at once. AWS makes five pairs at once, for which the engine's own queue waits; beside
them others join, and wait for their roles. Calls are paced by the engine, however many ask for them."""


class One(Protocol):
    """The work on one account; `task.known` is that account's own entry."""

    def __call__(self, task: Task, estate: Estate, subject: Subject) -> Answer:
        """Do it and return its answer, or raise what went wrong."""
        ...


@dataclass(frozen=True)
class Many:
    """A command on many accounts.

    empty: the fields of each account's entry in `results`, as they are when nothing is known. done: the word for an
    account that is as asked. columns: headings of the table, and what stands below each, from an entry.
    """

    command: str
    empty: Mapping[str, Any]
    done: str
    columns: Mapping[str, Callable[[Mapping[str, Any]], object]]

    def run(
        self,
        output: OutputOptions,
        subjects: Sequence[Subject],
        opened: Callable[[Task], Estate],
        one: One,
        *,
        look_up: bool = True,
        text: Callable[[Sequence[Mapping[str, Any]]], str] | None = None,
    ) -> int:
        """Do the work on all, and give the answer; returns the exit code: 3 when some are not done.

        look_up: find out first, by one listing, which of the accounts exist (`identified`). text: what is
        printed instead of the table.
        """

        def work(task: Task) -> Answer:
            results: list[dict[str, Any]] = [self._entry(each, _not_begun(self.command)) for each in subjects]
            task.known["results"] = results
            estate = opened(task)
            known = identified(estate, subjects) if look_up else subjects
            board: Any = task.progress
            board.begin(len(subjects))

            def do(number: int) -> None:
                subject = known[number]
                results[number] = self._entry(subject, self._answer(task, estate, subject, one))
                board.step(f"{subject.label} {self._word(results[number])}")

            _each(range(len(subjects)), do)
            answer = self._all(results)
            return answer if text is None else replace(answer, text=text(results))

        return run(self.command, output, {"results": None}, work, bar_shown)

    def _answer(self, task: Task, estate: Estate, subject: Subject, one: One) -> Answer:
        own = Task(task.progress, task.stop, dict(self.empty))
        try:
            if task.stop.is_set():
                raise Stopped(f"{self.command} {subject.label}", "Stopped as asked; not begun yet.")
            return one(own, estate, subject)
        except Exception as error:
            return answer_to(error, own.known, self.command)

    def _entry(self, subject: Subject, answer: Answer) -> dict[str, Any]:
        return {
            "subject": {
                "email": subject.which.email,
                "name": subject.which.name,
                "account_id": subject.which.account_id,
            },
            "outcome": answer.exit_code.outcome,
            "exit_code": int(answer.exit_code),
            **self.empty,
            **answer.document,
            "error": vars(answer.problem) if answer.problem else None,
            "next_step": answer.next_step or None,
        }

    def _word(self, entry: Mapping[str, Any]) -> str:
        return self.done if entry["exit_code"] == ExitCode.DONE else str(entry["outcome"]).replace("_", " ")

    def _all(self, results: Sequence[Mapping[str, Any]]) -> Answer:
        codes = [ExitCode(entry["exit_code"]) for entry in results]
        done = codes.count(ExitCode.DONE)
        rows = [
            [_label(entry), *(tell(entry) for tell in self.columns.values()), self._word(entry)] for entry in results
        ]
        reasons = [f"{_label(entry)}: {why}" for entry in results if (why := _why(entry))]
        text = "\n".join([table(["ACCOUNT", *self.columns, "OUTCOME"], rows), *([""] if reasons else []), *reasons])
        document = {"results": list(results)}
        if done == len(codes):
            return Answer(document, text)
        failed = sum(code in (ExitCode.FAILED, ExitCode.USAGE) for code in codes)
        problem = Problem(
            f"{self.command} of {len(codes)} accounts",
            f"{done} {self.done}, {failed} failed, {len(codes) - done - failed} to be gone on with.",
        )
        if failed == len(codes):
            return Answer(document, text, ExitCode.FAILED, problem)
        return Answer(document, text, ExitCode.RESUMABLE, problem, SAME_COMMAND)


def of_pair(entry: Mapping[str, Any], key: str) -> object:
    """A field of the pair in an entry, for a column; None where there is no pair."""
    pair = entry.get("pair")
    return pair[key] if pair else None


PAIR_COLUMNS: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    "COMMERCIAL": lambda entry: of_pair(entry, "commercial_account_id"),
    "STATE": lambda entry: of_pair(entry, "commercial_state"),
    "GOVCLOUD": lambda entry: of_pair(entry, "govcloud_account_id"),
    "STATE ": lambda entry: of_pair(entry, "govcloud_state"),
}
"""Columns about the pair, for the commands that tell of one."""


def no_such_pair(subject: Subject, doing: str) -> NotFound:
    """The error for an account that isn't there."""
    return NotFound(
        doing,
        f"There is no account pair {subject.which.words} in the commercial organization. `govpair vend` makes one.",
    )


def _label(entry: Mapping[str, Any]) -> str:
    subject = entry["subject"]
    return str(subject["name"] or subject["email"] or subject["account_id"])


def _why(entry: Mapping[str, Any]) -> str:
    return Problem(entry["error"]["title"], entry["error"]["detail"]).line if entry["error"] else ""


def _not_begun(command: str) -> Answer:
    return Answer({}, "", ExitCode.RESUMABLE, Problem(command, "Not begun, or left in the middle."), SAME_COMMAND)


def _each(numbers: Sequence[int], do: Callable[[int], None]) -> None:
    """Do each, `WORKERS` at once. The threads keep no process alive: work that hangs in a call is left behind."""
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in numbers:
        waiting.put(number)

    def worker() -> None:
        while True:
            try:
                number = waiting.get_nowait()
            except queue.Empty:
                return
            do(number)

    threads = [
        threading.Thread(target=worker, name=f"govpair-{count}", daemon=True)
        for count in range(min(WORKERS, len(numbers)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
