"""The provider block."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from custom_resources.plugin import UNKNOWN, Context, Values
from custom_resources.provider.provider import SCHEMA, GovpairProvider
from custom_resources.provider.settings import Settings


def block(**changes: Any) -> Values:
    return dict.fromkeys(SCHEMA.attributes) | changes


def test_a_block_that_says_nothing_gets_the_defaults() -> None:
    settings = GovpairProvider().configure(block(), Context())
    assert isinstance(settings, Settings)
    assert (settings.owner, settings.creation_marker) == (None, True)
    for _ in range(10):
        settings.planned_creations.add("one of ten")
    with pytest.raises(Exception, match="max_new_pairs is 10"):
        settings.planned_creations.add("the eleventh")


def test_no_creation_marker_is_not_taken_for_left_out() -> None:
    settings = GovpairProvider().configure(block(creation_marker=False, max_new_pairs=0), Context())
    assert settings is not None
    assert settings.creation_marker is False
    with pytest.raises(Exception, match="max_new_pairs is 0"):
        settings.planned_creations.add("the first")


@pytest.mark.parametrize("name", ["commercial", "govcloud_paired", "govcloud_management"])
def test_an_unknown_setting_is_refused_by_name_with_the_two_step_way(name: str) -> None:
    ctx = Context()
    config = block(**{name: {"profile": "p", "account_id": UNKNOWN}})
    assert GovpairProvider().configure(config, ctx) is None
    (error,) = ctx.diagnostics
    assert error.path == (name, "account_id")
    assert f"{name}.account_id" in error.detail
    assert "two steps" in error.detail


def test_unknown_settings_pass_validation() -> None:
    ctx = Context()
    GovpairProvider().validate(block(commercial=UNKNOWN, govcloud_paired={"profile": UNKNOWN}), ctx)
    assert not ctx.diagnostics.has_errors


def test_neither_starting_nor_configuring_loads_botocore() -> None:
    code = (
        "import sys\n"
        "from custom_resources.plugin import Context\n"
        "from custom_resources.provider import __main__\n"
        "from custom_resources.provider.provider import SCHEMA, GovpairProvider\n"
        "GovpairProvider().configure(dict.fromkeys(SCHEMA.attributes), Context())\n"
        "loaded = sorted({name.split('.')[0] for name in sys.modules} & {'boto3', 'botocore', 'moto', 'urllib3'})\n"
        "sys.exit(', '.join(loaded) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_attribute_and_type_says_what_it_is_in_a_sentence() -> None:
    schemas = [SCHEMA, *(resource.schema for resource in GovpairProvider.resources)]
    for schema in schemas:
        for text in [schema.description, *(attribute.description for attribute in schema.attributes.values())]:
            assert text[:1].isupper(), text
            assert text.endswith("."), text
