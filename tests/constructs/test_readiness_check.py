from __future__ import annotations

import pytest

from constructs_lib.cdk import TerraformStack
from constructs_lib.errors import ConstructError
from constructs_lib.providers import govpair_provider
from constructs_lib.readiness_check import ReadinessCheck
from tests.constructs.conftest import synth


def test_a_check_asserts_what_the_data_source_says(stack: TerraformStack) -> None:
    govpair_provider(stack)
    ReadinessCheck(stack, "readiness", pairs=11)
    made = synth(stack)
    assert made["data"]["govpair_readiness"]["readiness"]["pairs"] == 11
    (rule,) = made["check"]["readiness"]["assert"]
    assert rule["condition"] == "${data.govpair_readiness.readiness.ready}"
    assert "for each in data.govpair_readiness.readiness.checks" in rule["error_message"]
    assert "output" not in made


def test_where_hcl_is_written_an_output_says_it(stack: TerraformStack, monkeypatch: pytest.MonkeyPatch) -> None:
    govpair_provider(stack)
    monkeypatch.setenv("SYNTH_HCL_OUTPUT", "true")
    ReadinessCheck(stack, "readiness")
    monkeypatch.delenv("SYNTH_HCL_OUTPUT")
    made = synth(stack)
    assert "check" not in made
    assert list(made["output"]) == ["readiness_unmet"]


@pytest.mark.parametrize("pairs", [0, -1, 50_001])
def test_a_number_of_pairs_that_cannot_be_is_refused(stack: TerraformStack, pairs: int) -> None:
    with pytest.raises(ConstructError, match="pairs: It must be 1 to 50,000"):
        ReadinessCheck(stack, "readiness", pairs=pairs)
