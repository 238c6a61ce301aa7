"""`sensitive_emails`: the emails are declared and kept, and not shown."""

from __future__ import annotations

import shutil

import pytest

from tests.end_to_end.ground import EXAMPLES, Ground, changed, make
from workbench.paths import PROJECT

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(600)]


def test_emails_that_are_sensitive_are_in_no_plan_that_is_shown_and_work_as_others_do(ground: Ground) -> None:
    file = ground.folder / "organization.yaml"
    shutil.copytree(EXAMPLES / "single-company", ground.folder, dirs_exist_ok=True)
    main = (str(PROJECT / "main.py"), str(file))
    shown = ground.synthesize(*main)
    make(shown["commercial"])
    pairs = shown["account-pairs"]
    pairs.run("init", "-input=false", "-no-color").succeeded()
    assert "+log-archive@" in pairs.plan().succeeded().output  # and by this test's own measure it is seen

    file.write_text(file.read_text().replace("version: 1\n", "version: 1\nsensitive_emails: true\n"))
    hidden = ground.synthesize(*main)
    pairs = hidden["account-pairs"]
    told = pairs.run("init", "-input=false", "-no-color").succeeded().output
    told += pairs.plan().succeeded().output + pairs.apply().succeeded().output
    assert "(sensitive value)" in told
    assert "+log-archive@" not in told
    assert pairs.run("output", "-no-color").succeeded().words == "pairs = <sensitive>"
    emails = [values["email"] for values in pairs.state().values() if "govcloud_account_id" in values]
    assert any("+log-archive@" in each for each in emails)
    for name in ("govcloud-agency", "baseline-agency"):
        hidden[name].run("init", "-input=false", "-no-color").succeeded()
        assert "+log-archive@" not in hidden[name].apply().succeeded().output
    assert changed(hidden) == {}
