"""A seeded part of the interrupts, with real processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from reliability.crashes.ground import Ground, ground
from reliability.crashes.recording import Recorded, record
from reliability.interrupts.attempt import attempt
from reliability.interrupts.kinds import KINDS, Interrupt, Kind, chosen
from workbench.terraform_binary import Terraform

pytestmark = pytest.mark.terraform

SEED, SECONDS_GONE = 5, 1.0


@dataclass(frozen=True)
class Prepared:
    """Where the interrupts happen, and the operations, recorded in it."""

    ground: Ground
    recorded: dict[str, Recorded]


@pytest.fixture(scope="module")
def prepared(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    with ground(tmp_path_factory.mktemp("interrupts")) as made:
        yield Prepared(made, {each.operation.name: each for each in record(made, ("vend", "join", "close"))})


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        *(("vend", kind) for kind in KINDS),
        *(("join", "ctrl-c twice"), ("join", "state lost"), ("close", "state lost")),
    ],
)
def test_an_operation_survives_an_interrupt(operation: str, kind: Kind, prepared: Prepared) -> None:
    ((recorded, interrupt),) = chosen([prepared.recorded[operation]], 1, SEED, (kind,))
    outcome = attempt(prepared.ground, recorded, interrupt, SECONDS_GONE)
    assert outcome.survived, "\n".join([str(interrupt), *outcome.wrong])


def test_ctrl_c_right_after_the_account_was_asked_for_makes_no_second_one(prepared: Prepared) -> None:
    vend = prepared.recorded["vend"]
    number = vend.calls.index("commercial organizations:CreateGovCloudAccount") + 1
    outcome = attempt(prepared.ground, vend, Interrupt("ctrl-c", number, "after", 0.0, 0.2), SECONDS_GONE)
    assert outcome.survived, "\n".join(outcome.wrong)
    assert outcome.code == 1


def test_an_interrupt_that_nobody_hears_is_no_success(prepared: Prepared) -> None:
    vend = prepared.recorded["vend"]
    late = Interrupt("ctrl-c", len(vend.calls) + 50, "before", 0.0, 0.2)
    wrong = attempt(prepared.ground, vend, late, SECONDS_GONE).wrong
    assert wrong[0] == f"the run ended before call {late.number}"
    assert wrong[1].startswith("Terraform did not say 'Interrupt received'")
