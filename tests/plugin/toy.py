"""A provider of nothing in particular, to try every feature of the plugin room with."""

from __future__ import annotations

import logging
import os
import sys
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from custom_resources.plugin import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    UNKNOWN,
    Attribute,
    Context,
    DataSource,
    EphemeralResource,
    EphemeralResult,
    Function,
    FunctionError,
    ListOf,
    MapOf,
    NestedAttribute,
    Parameter,
    Provider,
    ProviderError,
    Resource,
    ResourceContext,
    Schema,
    SetOf,
    Values,
    serve,
    timeouts,
)

SOURCE = "terraform.local/example/toy"


@dataclass
class World:
    """What the toys are kept in."""

    things: dict[str, Values] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    secrets: list[Any] = field(default_factory=list)
    configured: list[Values] = field(default_factory=list)
    waiting: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)


#: The world of this process; tests put in a fresh one.
WORLD = World()


def lower_case(value: str) -> str | None:
    return None if value == value.lower() else f'"{value}" has capital letters. Use lower case only.'


def inner(**more: Any) -> dict[str, Attribute | NestedAttribute]:
    return {
        "name": Attribute(STRING, "Its name.", required=True, validators=(lower_case,)),
        "size": Attribute(NUMBER, "Its size.", optional=True, computed=True, default=1),
        "serial": Attribute(STRING, "Given by the provider.", computed=True),
        **more,
    }


def with_serials(values: Values) -> Values:
    """Give each nested object its serial."""

    def one(item: Any) -> Any:
        return {**item, "serial": f"serial-{item['name']}"} if isinstance(item, dict) else item

    done = dict(values)
    done["single"] = one(values["single"])
    for name in ("list", "set"):
        if values[name] is not None:
            done[name] = [one(item) for item in values[name]]
    if values["map"] is not None:
        done["map"] = {key: one(item) for key, item in values["map"].items()}
    return done


class Thing(Resource):
    name = "thing"
    schema = Schema(
        {
            "id": Attribute(STRING, "Its id.", computed=True),
            "email": Attribute(STRING, "Its identity.", required=True, immutable="Make another thing instead."),
            "label": Attribute(STRING, "A label.", optional=True, validators=(lower_case,)),
            "flag": Attribute(BOOL, "A switch.", optional=True, computed=True, default=False),
            "number": Attribute(NUMBER, "Any number.", optional=True),
            "tags": Attribute(MapOf(STRING), "Tags.", optional=True),
            "words": Attribute(ListOf(STRING), "Words.", optional=True),
            "letters": Attribute(SetOf(STRING), "Letters.", optional=True),
            "anything": Attribute(DYNAMIC, "Any value.", optional=True),
            "place": Attribute(STRING, "Where it is.", optional=True, computed=True),
            "revision": Attribute(NUMBER, "Counts changes.", computed=True, keep=False),
            "password": Attribute(STRING, "A secret.", optional=True, sensitive=True),
            "token": Attribute(STRING, "A secret that is not kept.", optional=True, write_only=True),
            "single": NestedAttribute("single", inner(), "One.", optional=True),
            "list": NestedAttribute("list", inner(), "Some.", optional=True),
            "set": NestedAttribute("set", inner(), "Several.", optional=True),
            "map": NestedAttribute("map", inner(), "Named ones.", optional=True),
            "behaviour": Attribute(STRING, "What shall go wrong.", optional=True),
            "timeouts": timeouts(create="60m", update="20m"),
        },
        "A thing.",
        version=1,
    )

    def validate(self, config: Values, ctx: ResourceContext) -> None:
        if config["label"] == "warn":
            ctx.diagnostics.warning("A warning label", "It is only a warning.", ("label",))

    def identity(self, values: Values) -> str | None:
        identity = values["email"]
        return identity if isinstance(identity, str) and not identity.startswith("anonymous") else None

    def plan(self, prior: Values | None, planned: Values, ctx: ResourceContext) -> Values:
        if planned["label"] is not UNKNOWN and planned["label"] == "refused":
            raise ProviderError("This label is refused", "Choose another one.", ("label",))
        ctx.private["planned"] = True
        return planned

    def plan_destroy(self, prior: Values, ctx: ResourceContext) -> None:
        if prior["behaviour"] == "keep":
            raise ProviderError("This thing stays", "It was told to.", ("behaviour",))
        ctx.diagnostics.warning(f"{prior['email']} will be forgotten", "It is only a toy.")

    def create(self, planned: Values, ctx: ResourceContext) -> Values:
        WORLD.calls.append(f"create {planned['email']}")
        assert ctx.config is not None
        WORLD.secrets.append(ctx.config["token"])
        values = with_serials({**planned, "id": f"id-{planned['email']}", "revision": 1})
        if values["place"] is UNKNOWN:
            values["place"] = "here"
        if planned["behaviour"] == "fail":
            WORLD.things[values["id"]] = values
            raise ProviderError("Creation failed", "As it was told to.", ("behaviour",))
        if planned["behaviour"] == "save":
            ctx.save({**values, "label": "half-done"})
            raise ProviderError("Creation failed half-way", "As it was told to.")
        if planned["behaviour"] == "bug":
            raise KeyError("hunter2")
        if planned["behaviour"] == "wait":
            print("this line must not disturb the protocol", flush=True)  # noqa: T201
            WORLD.waiting.set()
            if "TOY_FIFO" in os.environ:
                # Held open until the process ends: its reader hears of both.
                os.write(os.open(os.environ["TOY_FIFO"], os.O_WRONLY), b"waiting")
            if ctx.stop.wait(30):
                WORLD.stopped.append(planned["email"])
                WORLD.done.set()
                raise ProviderError("Stopped", f"The creation of {planned['email']} was stopped.")
        ctx.private["made"] = True
        WORLD.things[values["id"]] = values
        return values

    def read(self, state: Values, ctx: ResourceContext) -> Values | None:
        WORLD.calls.append(f"read {state['id']}")
        if state["behaviour"] == "gone":
            return None
        found = WORLD.things.get(state["id"])
        return state if found is None else {**state, **found, "token": None}

    def update(self, prior: Values, planned: Values, ctx: ResourceContext) -> Values:
        WORLD.calls.append(f"update {prior['id']}")
        if planned["behaviour"] == "fail-update":
            raise ProviderError("Update failed", "As it was told to.")
        if planned["behaviour"] == "save-update":
            ctx.save({**planned, "revision": prior["revision"], "label": "half-way"})
            raise ProviderError("Update failed half-way", "As it was told to.")
        values = with_serials({**planned, "revision": (prior["revision"] or 0) + 1})
        WORLD.things[prior["id"]] = values
        return values

    def delete(self, prior: Values, ctx: ResourceContext) -> None:
        WORLD.calls.append(f"delete {prior['id']}")
        WORLD.things.pop(prior["id"], None)

    def import_state(self, import_id: str, ctx: ResourceContext) -> Values:
        if import_id not in WORLD.things:
            raise ProviderError("No such thing", f"There is no thing with id {import_id}.")
        return {"id": import_id}

    def upgrade_state(self, version: int, raw: dict[str, Any], ctx: ResourceContext) -> Values:
        return {"id": raw["identifier"], "email": raw["email"], "flag": False}

    def move_state(
        self, source_type: str, source_provider: str, source_version: int, raw: dict[str, Any], ctx: ResourceContext
    ) -> Values:
        if source_type != "toy_box":
            return super().move_state(source_type, source_provider, source_version, raw, ctx)
        return {"id": raw["id"], "email": f"{raw['name']}@example.gov", "flag": False}


class Box(Resource):
    name = "box"
    schema = Schema(
        {
            "id": Attribute(STRING, "Its id.", computed=True),
            "name": Attribute(STRING, "Its name.", required=True, requires_replace=True),
        }
    )

    def create(self, planned: Values, ctx: ResourceContext) -> Values:
        return {**planned, "id": f"box-{planned['name']}"}

    def read(self, state: Values, ctx: ResourceContext) -> Values | None:
        return state

    def delete(self, prior: Values, ctx: ResourceContext) -> None:
        WORLD.calls.append(f"delete {prior['id']}")


class Lookup(DataSource):
    name = "lookup"
    schema = Schema(
        {
            "key": Attribute(STRING, "What to look for.", required=True, validators=(lower_case,)),
            "limit": Attribute(NUMBER, "How many.", optional=True, computed=True, default=5),
            "found": Attribute(ListOf(STRING), "What was found.", computed=True),
            "owner": Attribute(STRING, "From the provider's configuration.", computed=True),
        }
    )

    def read(self, config: Values, ctx: Context) -> Values:
        if config["key"] == "missing":
            raise ProviderError("Nothing found", "There is nothing under that key.", ("key",))
        return {**config, "found": [config["key"]] * int(config["limit"]), "owner": ctx.provider_data["owner"]}


class Pass(EphemeralResource):
    name = "pass"
    schema = Schema(
        {
            "name": Attribute(STRING, "Whose.", required=True),
            "secret": Attribute(STRING, "The secret.", computed=True, sensitive=True),
        }
    )

    def open(self, config: Values, ctx: Context) -> EphemeralResult:
        WORLD.opened.append(f"open {config['name']}")
        return EphemeralResult(
            {**config, "secret": f"secret-{config['name']}"},
            {"name": config["name"]},
            datetime.now(UTC) + timedelta(hours=1),
        )

    def renew(self, private: dict[str, Any] | None, ctx: Context) -> tuple[dict[str, Any] | None, datetime | None]:
        assert private is not None
        WORLD.opened.append(f"renew {private['name']}")
        return {**private, "renewed": True}, None

    def close(self, private: dict[str, Any] | None, ctx: Context) -> None:
        assert private is not None
        WORLD.opened.append(f"close {private['name']}")


class Join(Function):
    name = "join"
    parameters = (Parameter("separator", STRING, "Stands between."),)
    variadic = Parameter("parts", STRING, "What to join.")
    returns = STRING
    summary = "Joins texts."

    def call(self, *args: Any) -> Any:
        separator, *parts = args
        if separator == "":
            raise FunctionError("The separator must not be empty.", 0)
        if separator == "bug":
            raise KeyError("hunter2")
        return separator.join(parts)


class Toy(Provider):
    name = "toy"
    version = "0.0.1"
    schema = Schema(
        {
            "owner": Attribute(STRING, "Whose toys.", optional=True, validators=(lower_case,)),
            "fail": Attribute(BOOL, "Refuse the configuration.", optional=True),
        },
        "Toys.",
    )
    resources = (Thing, Box)
    data_sources = (Lookup,)
    ephemeral_resources = (Pass,)
    functions = (Join,)

    def configure(self, config: Values, ctx: Context) -> Any:
        WORLD.configured.append(config)
        ctx.log.info("toys configured")
        ctx.log.debug("toy details")
        logging.getLogger("some.library").debug("answer: %s", "a secret of a library's")
        logging.getLogger("some.library").warning("a library's warning")
        if config["fail"]:
            raise ProviderError("The toy provider refuses to work", "It was told to.", ("fail",))
        return {"owner": config["owner"] if isinstance(config["owner"], str) else "nobody"}


def main() -> None:
    """The provider's process."""
    sys.exit(serve(Toy))
