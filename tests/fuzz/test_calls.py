"""Any message to the provider: a response that can be sent, and no diagnostic that admits a defect."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf.message import DecodeError
from hypothesis import strategies as st

from custom_resources.engine.session import AwsSession
from custom_resources.plugin import STRING, UNKNOWN, Schema, Values, is_known
from custom_resources.plugin.calls.table import CALLS
from custom_resources.plugin.results import nulled
from custom_resources.plugin.session import Session, UnknownType
from custom_resources.plugin.wire.classes import CLASSES
from custom_resources.plugin.wire.messages import RPCS
from custom_resources.provider.provider import GovpairProvider
from tests.fuzz.fuzzing import Fuzz
from tests.fuzz.provider_calls import RESOURCES, as_message, calls, configured, stored
from tests.fuzz.typed_values import bent
from tests.provider.bad_input import SAMPLES
from tests.provider.host_rules import CoreComplaint, check_same_plan, complete
from tests.provider.walk import ADMISSION, Failed, Walk


@pytest.fixture(autouse=True)
def no_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of these calls may ask AWS."""

    def refuse(*args: Any, **more: Any) -> Any:
        raise AssertionError("AWS was called")

    monkeypatch.setattr(AwsSession, "client", refuse)


def _answered(path: str, request: Any) -> str:
    name = path.rpartition("/")[2]
    try:
        response = CALLS[path](Session(GovpairProvider()), request)
    except UnknownType:
        return f"{name} of no type"  # told as INVALID_ARGUMENT
    assert CLASSES[RPCS[path][1]].FromString(response.SerializeToString()) == response
    said = [f"{item.summary}: {item.detail}" for item in getattr(response, "diagnostics", ())]
    said += [response.error.text] if name == "CallFunction" else []
    assert not [text for text in said if ADMISSION.lower() in text.lower()], said
    return f"{name} {'said something' if any(said) else 'well'}"


def test_any_call_has_a_response_and_no_defect(fuzz: Fuzz) -> None:
    fuzz.run("calls", calls(), lambda case: _answered(case["call"], as_message(case)), examples=150)


def test_any_bytes_are_a_message_or_none(fuzz: Fuzz) -> None:
    def target(case: Any) -> str:
        try:
            message = CLASSES[RPCS[case["call"]][0]].FromString(case["bytes"])
        except DecodeError:
            return "no message"
        return _answered(case["call"], message)

    cases = calls().flatmap(
        lambda case: st.fixed_dictionaries(
            {"call": st.just(case["call"]), "bytes": bent(st.just(as_message(case).SerializeToString()))}
        )
    )
    fuzz.run("calls-bytes", cases, target, examples=100)


_PLANS = st.sampled_from(sorted(RESOURCES)).flatmap(
    lambda name: st.fixed_dictionaries(
        {
            "type": st.just(name),
            "config": configured(name),
            "prior": st.none() | stored(name),
            "private": st.sampled_from([b"", b"{}", b"[]", b'{"imported": true}']),
        }
    )
)


def planned_by_the_rules(case: Any) -> str:
    address, schema = f"{case['type']}.it", RESOURCES[case["type"]]
    config = complete(schema, case["config"])
    plans = []
    for _ in range(2):
        walk = Walk(GovpairProvider(), {"owner": SAMPLES["owner"]})
        prior = None
        if case["prior"] is not None:
            prior = walk.stored(address, complete(schema, case["prior"]), case["private"])
        try:
            plans.append(walk.planned(address, config, prior))
        except Failed:
            said = [item for item in walk.said if item.severity == "error"]
            assert all(item.summary and item.detail for item in said), said
            return f"{case['type']} refused"
    first, second = (plan.after for plan in plans)
    if first is None or second is None:
        raise CoreComplaint("planned nothing")
    check_same_plan(schema, first, second)
    if is_known(config):
        _nothing_is_left(address, schema, config, first, plans[0].private)
    return f"{case['type']} {plans[0].action}"


def _nothing_is_left(address: str, schema: Schema, config: Values, planned: Values, private: bytes) -> None:
    """Once it is as planned, the same configuration is no change."""
    made = {
        name: SAMPLES.get(name, "it") if value is UNKNOWN and schema.attributes[name].value_type == STRING else value
        for name, value in planned.items()
    }
    if config.get("region") is not None and "home_region" in made:
        made["home_region"] = config["region"]  # where it was made, which nobody made up
    walk = Walk(GovpairProvider(), {"owner": SAMPLES["owner"]})
    state = walk.stored(address, nulled(made), private)
    change = walk.planned(address, config, state)
    assert change.action == "no-op", (nulled(made), change.after)


def test_plans_of_the_provider_obey_terraforms_rules(fuzz: Fuzz) -> None:
    fuzz.run("plan-provider", _PLANS, planned_by_the_rules, examples=120)
