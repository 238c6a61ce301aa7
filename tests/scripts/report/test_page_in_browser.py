"""What a reader does with the page, by mouse and by keyboard, at 4 and at 1,000 pairs, in a real browser."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from custom_resources.engine.survey_model import Survey
from tests.engine.surveys import account_ids, changed, survey_of, with_trails, without
from tests.scripts.report.conftest import Opened

Open = Callable[..., Opened]
ONE, OTHER = account_ids(1)


def four() -> Survey:
    """Four pairs: tags that differ, a suspended one, one that hasn't joined, and one in order."""
    survey = changed(with_trails(survey_of(4)), 1, 1, tags={"CostCenter": "7"})
    survey = changed(changed(survey, 2, 0, state="SUSPENDED"), 2, 1, state="SUSPENDED")
    return without(survey, 3, 1)


@pytest.fixture(scope="module")
def thousand() -> Survey:
    return without(survey_of(1000), 500, 1)


def test_every_pair_is_joined_by_a_dotted_line(open_page: Open) -> None:
    opened = open_page(four())
    assert opened.lines() == 5
    assert opened.shown() == ["payer", "app-0004", "app-0001", "app-0002", "app-0003"]
    dashes = opened.page.locator("#links path").first.evaluate("path => getComputedStyle(path).strokeDasharray")
    assert dashes != "none"


def test_the_whole_way_by_keyboard(open_page: Open) -> None:
    opened = open_page(four())
    page = opened.page
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the account pairs"
    page.keyboard.press("/")
    assert opened.focused == "search"
    page.keyboard.type("app-0001")
    assert opened.shown() == opened.shown("govcloud") == ["app-0001"]
    page.keyboard.press("Escape")
    page.locator(".commercial [role=treeitem][tabindex='0']").focus()
    for key in ("Home", "ArrowDown", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    assert opened.focused.startswith("row-")
    page.keyboard.press("End")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    assert opened.focused == "details"
    assert page.locator("#details-title").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#details").is_visible()
    assert page.locator(":focus").get_attribute("role") == "treeitem"


def test_the_arrows_close_and_open_a_unit_and_its_lines_go_to_it_meanwhile(open_page: Open) -> None:
    opened = open_page(four())
    unit = opened.page.locator(".commercial .row.unit", has_text="Workloads")
    unit.focus()
    opened.page.keyboard.press("ArrowLeft")
    assert unit.get_attribute("aria-expanded") == "false"
    assert opened.shown() == ["payer", "app-0004"]
    assert opened.lines() == 5
    opened.page.keyboard.press("ArrowRight")
    assert len(opened.shown()) == 5
    opened.page.keyboard.press("ArrowRight")
    assert opened.page.locator(":focus .name").inner_text() == "app-0001"


def test_one_row_of_each_tree_is_reached_by_tab_also_when_filtered(open_page: Open) -> None:
    opened = open_page(four())
    opened.page.locator("#search").fill("app-0003")
    for tree in opened.page.locator("[role=tree]").all():
        assert tree.locator("[tabindex='0']:visible").count() == 1
        assert tree.locator("[tabindex='0']").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "names"),
    [
        ("#state", "SUSPENDED", ["app-0002"]),
        ("#unit", "Workloads", ["app-0001", "app-0002", "app-0003"]),
        ("#unit", "Workloads/Test", ["app-0003"]),
        ("#tag", "CostCenter=7", ["app-0001"]),
        ("#tag", "CostCenter", ["app-0004", "app-0001", "app-0002", "app-0003"]),
        ("#kind", "govcloud_not_joined", ["app-0003"]),
        ("#search", OTHER, ["app-0001"]),
        ("#search", "nobody", []),
    ],
)
def test_a_filter_leaves_the_pairs_of_which_a_half_fits(
    open_page: Open, field: str, value: str, names: list[str]
) -> None:
    opened = open_page(four())
    box = opened.page.locator(field)
    if field in ("#tag", "#search"):
        box.fill(value)
    else:
        box.select_option(value)
    assert opened.shown() == names
    assert sorted(opened.shown("govcloud")) == sorted(names)
    assert opened.lines() == len(names)
    assert opened.page.locator("#shown").inner_text() == f"{len(names)} of 5 pairs shown"
    opened.page.get_by_role("button", name="Clear").click()
    assert len(opened.shown()) == 5


def test_the_details_tell_both_halves_and_what_differs(open_page: Open) -> None:
    opened = open_page(four())
    opened.page.locator(f"#row-{ONE}").click()
    details = opened.page.locator("#details")
    text = details.inner_text()
    assert ONE in text
    assert OTHER in text
    assert "Workloads" in text
    assert "differs" in details.locator("tr", has_text="CostCenter").inner_text()
    assert "audit, logging, all regions" in text
    assert opened.page.locator(f"#row-{OTHER}").get_attribute("aria-selected") == "true"
    assert opened.lines() == 5
    assert opened.page.locator("#links path.chosen").count() == 1


def test_a_finding_leads_to_its_pairs(open_page: Open) -> None:
    opened = open_page(four())
    opened.page.locator("details.finding", has_text="have not joined").get_by_role("button").click()
    opened.page.locator("#shown", has_text="1 of 5").wait_for()
    assert opened.shown() == ["app-0003"]


def test_a_screen_reader_is_told_the_level_and_the_other_half(open_page: Open) -> None:
    opened = open_page(four())
    row = opened.page.locator(f"#row-{ONE}")
    assert (row.get_attribute("role"), row.get_attribute("aria-level")) == ("treeitem", "3")
    assert f"paired with GovCloud account {OTHER}" in (row.text_content() or "")
    assert opened.page.locator("svg").get_attribute("aria-hidden") == "true"
    tree = opened.page.get_by_role("tree", name=re.compile("Commercial"))
    assert tree.get_by_role("treeitem").count() == tree.locator(".row:visible").count()


def test_names_that_are_markup_are_only_text(open_page: Open) -> None:
    name = "<img src=x onerror=alert(1)></script><script>alert(2)</script>`'\""
    survey = changed(changed(four(), 4, 0, name=name, tags={name: name}), 4, 1, name=name, tags={"</style>": "{{7*7}}"})
    opened = open_page(survey)
    assert name in opened.shown()
    opened.page.locator(f"#row-{account_ids(4)[0]}").click()
    assert opened.page.locator("#details-title").inner_text() == name
    assert opened.page.locator("img").count() == 0
    assert "{{7*7}}" in opened.page.locator("#details").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast_in_both_schemes(open_page: Open, scheme: str) -> None:
    opened = open_page(four(), scheme)
    ratios = opened.page.evaluate(
        """() => {
          const light = (colour) => {
            const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => {
              const share = part / 255;
              return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
          };
          const ground = (element) => {
            for (let each = element; each; each = each.parentElement) {
              const colour = getComputedStyle(each).backgroundColor;
              if (!colour.endsWith(", 0)")) return colour;
            }
          };
          const wanted = "h1, h2, p, dt, dd, .name, .id, .badge, .severity, .next, label, button, summary";
          return [...document.querySelectorAll(wanted)].map((element) => {
            const [one, other] = [light(getComputedStyle(element).color), light(ground(element))];
            return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
          });
        }"""
    )
    assert len(ratios) > 40
    assert min(ratios) >= 4.5


def test_the_two_schemes_differ(open_page: Open) -> None:
    colours = [
        open_page(four(), scheme).page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert colours[0] != colours[1]


def test_on_paper_all_rows_stand_with_their_pair_s_number_and_nothing_to_press(open_page: Open) -> None:
    opened = open_page(four(), "dark")
    opened.page.emulate_media(media="print")
    assert opened.page.locator("button:visible, input:visible, #links:visible").count() == 0
    assert opened.page.locator(f"#row-{ONE} .mark").inner_text() == "⋯1"
    assert opened.page.locator(f"#row-{OTHER} .mark").inner_text() == "⋯1"
    assert opened.page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert opened.page.pdf().startswith(b"%PDF")


def test_a_narrow_window_has_the_trees_below_each_other_and_no_sideways_scrolling(open_page: Open) -> None:
    opened = open_page(four(), width=420)
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not opened.page.locator("#links").is_visible()


def test_a_thousand_pairs_stay_quick_and_draw_only_what_is_in_sight(open_page: Open, thousand: Survey) -> None:
    started = time.monotonic()
    opened = open_page(thousand)
    assert 10 < opened.lines() < 100
    assert time.monotonic() - started < 15  # 1.5 s on two cores
    opened.page.locator("#search").fill("app-0777")
    assert opened.shown() == opened.shown("govcloud") == ["app-0777"]
    assert opened.lines() == 1
    opened.page.locator("#search").fill("")
    spent = opened.page.evaluate("() => { const from = performance.now(); draw(); return performance.now() - from; }")
    assert spent < 500  # some milliseconds


def test_among_a_thousand_the_other_half_is_brought_beside_the_chosen_one(open_page: Open, thousand: Survey) -> None:
    opened = open_page(thousand)
    one, other = account_ids(499)
    opened.page.locator(f"#row-{one}").click()
    places = [opened.page.locator(f"#row-{each}").bounding_box() for each in (one, other)]
    assert places[0] is not None
    assert places[1] is not None
    assert abs(places[0]["y"] - places[1]["y"]) < 2
    assert opened.lines() > 1
    assert opened.page.locator("#links path.chosen").count() == 1
