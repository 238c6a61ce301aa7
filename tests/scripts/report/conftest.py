"""The report's page in a real browser, from a file, as a reader opens it."""

from __future__ import annotations

import gc
import inspect
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from custom_resources.engine.survey_findings import survey_findings
from custom_resources.engine.survey_model import Survey
from custom_resources.scripts.report.document import Report, build_report
from custom_resources.scripts.report.page import page_of
from tests.conftest import missing
from workbench.chromium import find_or_install_chromium
from workbench.errors import WorkbenchError


def report_of(survey: Survey) -> Report:
    return build_report(survey, survey_findings(survey))


@pytest.fixture(scope="session")
def browser_thread() -> Iterator[ThreadPoolExecutor]:
    """The one thread that speaks to the browser, tests of pages included (`pytest_pyfunc_call`).

    Playwright's event loop counts as running in the thread that started it, as long as it is there: tests elsewhere
    that start a loop of their own would fail in that thread.
    """
    with ThreadPoolExecutor(1, "browser") as thread:
        yield thread


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test of a page in the browser's thread."""
    thread = pyfuncitem.funcargs.get("browser_thread")
    if not isinstance(thread, ThreadPoolExecutor):
        return None
    wanted = inspect.signature(pyfuncitem.obj).parameters
    thread.submit(pyfuncitem.obj, **{name: pyfuncitem.funcargs[name] for name in wanted}).result()
    return True


@pytest.fixture(scope="session")
def browser(browser_thread: ThreadPoolExecutor) -> Iterator[Browser]:
    try:
        path = find_or_install_chromium()
    except WorkbenchError as problem:
        missing(str(problem))
        raise
    playwright = browser_thread.submit(sync_playwright().start).result()
    # Root has no sandbox of Chromium's; the page is our own.
    launch = playwright.chromium.launch
    running = browser_thread.submit(launch, executable_path=path, args=["--no-sandbox"]).result()
    yield running
    browser_thread.submit(running.close).result()
    browser_thread.submit(playwright.stop).result()
    # What Playwright leaves complains when it is collected, with tracebacks; Python 3.11 parses a line for each, and
    # loses count of its depth when that happens inside of another parse (cpython issue 106905).
    gc.collect()


@dataclass
class Opened:
    """A page that is open, what it said to the console, and what it asked of anybody."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def shown(self, tree: str = "commercial") -> list[str]:
        """The names of the accounts that a tree shows."""
        rows = self.page.locator(f".pane.{tree} .row.account:visible .name")
        return [each.strip() for each in rows.all_text_contents()]

    def lines(self) -> int:
        """How many dotted lines are drawn, once they are."""
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return self.page.locator("#links path").count()

    @property
    def focused(self) -> str:
        """The id of the element with the focus."""
        return str(self.page.evaluate("document.activeElement.id"))


@pytest.fixture
def open_page(browser: Browser, browser_thread: ThreadPoolExecutor, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open a survey's page; whatever it does, it must not complain, nor ask for anything but itself."""
    opened: list[Opened] = []

    def show(survey: Survey, scheme: str = "light", width: int = 1440) -> Opened:
        file = tmp_path / "report.html"
        file.write_text(page_of(report_of(survey)), encoding="utf-8")
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 1000})  # type: ignore[arg-type]
        one = Opened(context.new_page())

        def request(asked: Request) -> None:
            one.asked.append(asked.url)

        one.page.on("request", request)
        one.page.on("console", lambda message: one.said.append(message.text))
        one.page.on("pageerror", lambda error: one.said.append(str(error)))
        one.page.goto(file.as_uri())
        opened.append(one)
        return one

    yield show
    for one in opened:
        assert one.said == []
        assert one.asked == [(tmp_path / "report.html").as_uri()]
        browser_thread.submit(one.page.context.close).result()
