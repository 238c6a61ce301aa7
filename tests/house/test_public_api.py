"""Nothing that others build on changes without a line in the changelog."""

from __future__ import annotations

import pytest

from workbench.public_api import CHANGELOG, SNAPSHOT, changed_names, name_of, public_api, unreleased


def test_every_change_since_the_last_release_is_in_the_changelog() -> None:
    text = unreleased(CHANGELOG.read_text())
    changed = changed_names(SNAPSHOT.read_text().splitlines(), public_api())
    missing = [name for name in changed if f"`{name}`" not in text]
    names = ", ".join(f"`{name}`" for name in missing)
    assert not missing, f"name each of these under `## Unreleased` in CHANGELOG.md, in backquotes: {names}"


def test_what_is_added_removed_or_changed_is_named() -> None:
    before = ["a.kept string", "a.gone string", "a.changed string, optional"]
    now = ["a.kept string", "a.new string", "a.changed string, required"]
    assert changed_names(before, now) == ["a.changed", "a.gone", "a.new"]


def test_the_lines_are_of_all_four_faces() -> None:
    names = {name_of(line) for line in public_api()}
    assert {
        "govpair_account_pair.email",
        "provider::govpair::partition",
        "PairDeclaration(email)",
        "AccountPairPart:email",
        "govpair-vend:--json",
    } <= names


def test_only_what_stands_before_the_last_release_counts() -> None:
    assert "`b`" not in unreleased("# Changelog\n\n## Unreleased\n- `a`\n\n## 0.1.0\n- `b`\n")
    with pytest.raises(ValueError, match="Unreleased"):
        unreleased("# Changelog\n\n## 0.1.0\n")
