"""How often synthesis asks Node.js: each exchange costs about 0.2 ms, and an app may have thousands of pairs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsii._kernel.providers.process import _NodeProcess

from constructs_lib.account_pair import AccountPair
from constructs_lib.cdk import App, TerraformStack
from constructs_lib.membership import Membership
from constructs_lib.providers import govpair_provider

MOST = 5
"""Two resources, their names, which aren't given here, and one reference."""


def exchanges(folder: Path, pairs: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many it takes to declare and synthesize so many pairs with their memberships."""
    count = 0
    send = _NodeProcess.send

    def counted(self: Any, *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return send(self, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(_NodeProcess, "send", counted)
        app = App(outdir=str(folder), stack_traces=False)
        stack = TerraformStack(app, "pairs")
        govpair_provider(stack, owner="team")
        for number in range(pairs):
            pair = AccountPair(stack, f"pair-{number}", email=f"pair-{number}@example.gov", name=f"pair-{number}")
            Membership.of_pair(stack, f"member-{number}", pair)
        app.synth()
    return count


def test_a_pair_with_its_membership_asks_no_more_than_it_must(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = (exchanges(tmp_path / str(pairs), pairs, monkeypatch) for pairs in (5, 15))
    assert (many - few) / 10 == MOST
