"""The construct `ReadinessCheck` under real Terraform: a warning with the ways out, and nothing once all is ready."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from constructs_lib import ReadinessCheck
from constructs_lib.bindings.govpair_provider import GovpairProvider
from constructs_lib.cdk import App, TerraformStack
from custom_resources.provider.setting_rules import SERVICES
from tests.constructs.conftest import synth
from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Folder

pytestmark = pytest.mark.terraform


def test_what_is_not_met_is_a_warning_with_the_way_to_mend_it(
    estate: SimulatedEstate, new_folder: Callable[[], Folder], tmp_path: Path
) -> None:
    def side(keys: Any, url: str, region: str) -> Any:
        return {
            "access_key": keys.access_key_id,
            "secret_key": keys.secret_access_key,
            "region": region,
            "endpoints": dict.fromkeys(SERVICES, url),
        }

    stack = TerraformStack(App(outdir=str(tmp_path), stack_traces=False), "stack")
    GovpairProvider(
        stack,
        "govpair",
        owner="govpair",
        commercial=side(estate.commercial, estate.simulator.commercial.url, "us-east-1"),
        govcloud_paired=side(estate.govcloud, estate.simulator.govcloud.url, "us-gov-west-1"),
    )
    ReadinessCheck(stack, "readiness", pairs=3)
    folder = new_folder()
    (folder.path / "main.tf.json").write_text(json.dumps(synth(stack)))
    folder.run("init", "-input=false", "-no-color").succeeded()
    assert "Warning" not in folder.plan().succeeded().output

    organizations = estate.commercial_organizations()
    organizations.disable_aws_service_access(ServicePrincipal="account.amazonaws.com")
    words = folder.plan().succeeded().words
    assert "Check block assertion failed" in words
    assert "Account pairs can't be made and joined yet." in words
    assert "trusted_access: " in words
    assert "account.amazonaws.com" in words
