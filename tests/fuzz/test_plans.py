"""Plans of any resource: what is configured is planned, what is planned comes about, and then nothing is left to do."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from custom_resources.plugin import Schema, Values
from custom_resources.plugin.calls.answer import read_value, value_message
from custom_resources.plugin.calls.table import CALLS
from custom_resources.plugin.compare import same
from custom_resources.plugin.session import Session
from custom_resources.plugin.unknown import is_known
from custom_resources.plugin.wire.classes import CLASSES
from tests.fuzz.fuzzing import Fuzz
from tests.fuzz.mirror import filled, mirror
from tests.fuzz.schemas import configurations, descriptions, schema_of, states
from tests.provider.host_rules import check_applied, check_plan, check_same_plan, complete, proposed_new


def _case(described: dict[str, Any]) -> st.SearchStrategy[Any]:
    schema = schema_of(described)
    return st.fixed_dictionaries(
        {
            "schema": st.just(described),
            "prior": st.none() | states(schema),
            "configs": st.lists(configurations(schema), min_size=1, max_size=3),
        }
    )


class Terraform:
    """What core does with one object."""

    def __init__(self, schema: Schema) -> None:
        self.schema, self.kind = schema, schema.value_type
        self.session = Session(mirror(schema))

    def call(self, rpc: str, **fields: Any) -> Any:
        request = CLASSES[f"{rpc}Request"](type_name="mirror_thing", **fields)
        response = CALLS[f"/tfplugin6.Provider/{rpc}"](self.session, request)
        assert not response.diagnostics, [(item.summary, item.detail) for item in response.diagnostics]
        assert CLASSES[f"{rpc}Response"].FromString(response.SerializeToString()) == response
        return response

    def plan(self, prior: Values | None, config: Values) -> Values:
        response = self.call(
            "PlanResourceChange",
            prior_state=self.message(prior),
            config=self.message(config),
            proposed_new_state=self.message(proposed_new(self.schema, prior, config)),
        )
        planned: Values = read_value(response.planned_state, self.kind)
        check_plan(self.schema, prior, config, planned)
        return planned

    def apply(self, prior: Values | None, config: Values, planned: Values) -> Values:
        response = self.call(
            "ApplyResourceChange",
            prior_state=self.message(prior),
            config=self.message(config),
            planned_state=self.message(planned),
        )
        applied: Values = read_value(response.new_state, self.kind)
        check_applied(self.schema, planned, applied)
        return applied

    def message(self, values: Values | None) -> Any:
        return value_message(values, self.kind)


def planned_and_applied(case: Any) -> str:
    schema = schema_of(case["schema"])
    terraform = Terraform(schema)
    state = None if case["prior"] is None else complete(schema, case["prior"])
    created, changed = state is None, False
    for given in case["configs"]:
        config = complete(schema, given)
        first = terraform.plan(state, config)
        assert same(first, terraform.plan(state, config), schema.value_type)
        for name, attribute in schema.attributes.items():
            configured = config[name]
            if (
                configured is not None
                and is_known(configured)
                and not attribute.write_only
                and "attributes" not in case["schema"][name]
            ):
                assert same(first[name], configured, attribute.value_type)
        config = complete(schema, filled(config, schema.value_type))
        planned = terraform.plan(state, config)
        check_same_plan(schema, first, planned)
        changed |= state is None or not same(planned, state, schema.value_type)
        state = terraform.apply(state, config, planned)
        assert same(terraform.plan(state, config), state, schema.value_type), "a change is left"
    return f"{'created' if created else 'updated'}{'' if changed else ' nothing'}"


def test_what_is_configured_is_planned_and_what_is_planned_comes_about(fuzz: Fuzz) -> None:
    fuzz.run("plan-any-schema", descriptions.flatmap(_case), planned_and_applied, examples=120)
