"""The stacks' order, and names that are no stack's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.stacks.errors import StacksError
from custom_resources.scripts.stacks.manifest import chosen_stacks, read_stacks
from tests.scripts.stacks.conftest import Synthesized


def test_each_stack_comes_after_those_it_reads_and_else_by_name(synthesized: Synthesized) -> None:
    synthesized.add("baseline-agency", ("account-pairs", "govcloud-agency"))
    synthesized.add("account-pairs-zeta", ("commercial",))
    synthesized.add("another", ())
    order = [stack.name for stack in read_stacks(synthesized.outdir)]
    assert order == [
        *("another", "commercial", "account-pairs", "account-pairs-zeta"),
        *("govcloud-agency", "baseline-agency"),
    ]


def test_chosen_stacks_keep_their_order(synthesized: Synthesized) -> None:
    chosen = chosen_stacks(read_stacks(synthesized.outdir), ["govcloud-agency", "commercial"])
    assert [stack.name for stack in chosen] == ["commercial", "govcloud-agency"]


def test_an_unknown_stack_is_wrong_usage_with_the_nearest_name(synthesized: Synthesized) -> None:
    with pytest.raises(StacksError, match="Did you mean 'account-pairs'") as wrong:
        chosen_stacks(read_stacks(synthesized.outdir), ["acount-pairs"])
    assert wrong.value.exit_code is ExitCode.USAGE


def test_no_folder_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StacksError, match=r"There is no .*manifest\.json") as wrong:
        read_stacks(tmp_path)
    assert "--organization FILE" in wrong.value.next_step
    assert wrong.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize("text", ["", "[]", '{"stacks": 3}', '{"stacks": {"a": {}}}', "{"])
def test_a_manifest_that_is_none_is_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(StacksError, match="is no manifest of CDKTF's"):
        read_stacks(tmp_path)


def test_a_stack_without_its_configuration_is_named(synthesized: Synthesized) -> None:
    (synthesized.outdir / "stacks" / "commercial" / "cdk.tf.json").unlink()
    with pytest.raises(StacksError, match=r"stack commercial, but .* has no cdk\.tf\.json"):
        read_stacks(synthesized.outdir)


def test_stacks_that_depend_on_each_other_are_refused(synthesized: Synthesized) -> None:
    file = synthesized.outdir / "manifest.json"
    manifest = json.loads(file.read_text())
    manifest["stacks"]["commercial"]["dependencies"] = ["govcloud-agency"]
    file.write_text(json.dumps(manifest))
    with pytest.raises(StacksError, match="depend on each other"):
        read_stacks(synthesized.outdir)
