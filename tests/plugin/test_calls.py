"""The protocol's calls over the wire, without Terraform."""

from __future__ import annotations

import gc
import json
import socket
from collections.abc import Iterator

import grpclib.exceptions
import h2.config
import h2.connection
import h2.events
import pytest

from custom_resources.plugin import UNKNOWN, InProcessServer, ProviderError, ResourceContext, Values
from custom_resources.plugin.session import Session
from custom_resources.plugin.types import STRING
from custom_resources.plugin.wire.values import decode, encode
from tests.plugin import toy
from tests.plugin.client import PROVIDER, Client, errors, read, stored, thing, value


@pytest.fixture
def server(world: toy.World) -> Iterator[InProcessServer]:
    with InProcessServer(toy.Toy(), toy.SOURCE) as server:
        yield server


@pytest.fixture
def client(server: InProcessServer) -> Iterator[Client]:
    with Client(server.socket) as client:
        yield client


def test_the_schema_holds_every_type(client: Client) -> None:
    schema = client.call("GetProviderSchema")
    assert {entry.key for entry in schema.resource_schemas} == {"toy_thing", "toy_box"}
    assert schema.server_capabilities.plan_destroy
    assert [attribute.name for attribute in schema.provider.block.attributes] == ["fail", "owner"]
    metadata = client.call("GetMetadata")
    assert [item.type_name for item in metadata.ephemeral_resources] == ["toy_pass"]
    assert [entry.key for entry in client.call("GetFunctions").functions] == ["join"]


def test_an_unserved_call_is_unimplemented(client: Client) -> None:
    with pytest.raises(grpclib.exceptions.GRPCError) as raised:
        client.call("ListResource")
    assert raised.value.status.name == "UNIMPLEMENTED"


def test_a_plan_for_a_create_has_defaults_and_unknowns(client: Client) -> None:
    response = client.plan(None, thing(single={"name": "one"}))
    assert errors(response) == []
    planned = read(response.planned_state)
    assert planned["flag"] is False
    assert planned["id"] is planned["place"] is planned["revision"] is UNKNOWN
    assert planned["single"] == {"name": "one", "size": 1, "serial": UNKNOWN}
    assert json.loads(response.planned_private) == {"planned": True}


def test_a_plan_without_a_change_equals_the_prior_state(client: Client) -> None:
    prior = stored(label="x")
    assert read(client.plan(prior, thing(label="x")).planned_state) == prior


def test_the_guard_refuses_a_new_object_after_its_state_was_seen(client: Client) -> None:
    client.configure()
    state = json.dumps({"id": "x", "email": "a@example.gov"}).encode()
    client.call("UpgradeResourceState", type_name="toy_thing", version=1, raw_state={"json": state})
    assert errors(client.plan(None, thing())) == ["a@example.gov exists already and cannot be replaced"]


@pytest.mark.parametrize("proposed", [thing(), None], ids=["kept", "destroyed"])
def test_the_guard_refuses_a_state_that_turns_up_after_its_new_object(client: Client, proposed: None) -> None:
    assert errors(client.plan(None, thing())) == []
    assert errors(client.plan(stored(), proposed)) == ["a@example.gov exists already and cannot be replaced"]


def test_a_configuration_between_state_and_plan_does_not_make_the_guard_forget(client: Client) -> None:
    state = json.dumps({"id": "x", "email": "a@example.gov"}).encode()
    client.call("UpgradeResourceState", type_name="toy_thing", version=1, raw_state={"json": state})
    client.configure()
    assert errors(client.plan(None, thing())) != []


def test_the_guard_forgets_what_was_deleted(client: Client) -> None:
    client.call("ReadResource", type_name="toy_thing", current_state=value(stored()))
    client.apply(stored(), None)
    assert errors(client.plan(None, thing())) == []


def test_connections_share_no_memory(server: InProcessServer, client: Client) -> None:
    client.configure(owner="first")
    client.call("ReadResource", type_name="toy_thing", current_state=value(stored()))
    with Client(server.socket) as other:
        assert errors(other.plan(None, thing())) == []
        other.configure(owner="second")
    kind = toy.Lookup.schema.value_type
    found = client.call("ReadDataSource", type_name="toy_lookup", config=value({"key": "k", "limit": 1}, kind))
    assert read(found.state, kind)["owner"] == "first"


def test_a_defect_is_a_diagnostic_and_not_a_grpc_error(client: Client) -> None:
    response = client.apply(None, thing(behaviour="bug", id=UNKNOWN, flag=False, place=UNKNOWN, revision=UNKNOWN))
    assert errors(response) == ["The provider failed while changing a toy_thing"]
    assert read(response.new_state) is None


def test_a_failed_delete_keeps_the_prior_state(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(toy.Thing, "delete", refuse)
    response = client.apply(stored(), None)
    assert errors(response) != []
    assert read(response.new_state) == stored()


def test_a_result_that_breaks_its_plan_keeps_the_planned_values_and_blames_the_provider(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(self: toy.Thing, planned: dict[str, object], ctx: object) -> dict[str, object]:
        return {**planned, "id": "x", "revision": 1, "label": "other"}

    monkeypatch.setattr(toy.Thing, "create", careless)
    response = client.apply(None, thing(label="mine", id=UNKNOWN, flag=False, place=UNKNOWN, revision=UNKNOWN))
    state = read(response.new_state)
    assert (state["label"], state["place"]) == ("mine", None)
    assert errors(response) == []
    assert [item.summary for item in response.diagnostics] == ["Unexpected value after applying toy_thing"] * 2


def test_a_result_that_breaks_the_known_part_of_a_planned_object_is_mended_there_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(self: toy.Thing, planned: dict[str, object], ctx: object) -> dict[str, object]:
        wrong = {"name": "other", "size": 1, "serial": "s"}
        return {
            **planned,
            "id": "x",
            "place": "p",
            "revision": 1,
            "single": wrong,
            "list": [wrong],
            "map": {"k": wrong},
        }

    monkeypatch.setattr(toy.Thing, "create", careless)
    wanted = {"name": "mine", "size": 1, "serial": UNKNOWN}
    planned = thing(id=UNKNOWN, flag=False, place=UNKNOWN, revision=UNKNOWN)
    response = client.apply(None, {**planned, "single": wanted, "list": [wanted], "map": {"other": wanted}})
    state = read(response.new_state)
    assert state["single"] == {"name": "mine", "size": 1, "serial": "s"}
    assert state["list"] == [state["single"]]
    assert state["map"] == {"other": {"name": "mine", "size": 1, "serial": None}}
    assert [item.attribute.steps[0].attribute_name for item in response.diagnostics] == ["single", "list", "map"]


def test_private_data_that_cannot_be_written_does_not_taint_what_was_created(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(self: toy.Thing, planned: dict[str, object], ctx: ResourceContext) -> dict[str, object]:
        ctx.private["when"] = object()
        return {**planned, "id": "x", "place": "p", "revision": 1}

    monkeypatch.setattr(toy.Thing, "create", careless)
    response = client.apply(None, thing(id=UNKNOWN, flag=False, place=UNKNOWN, revision=UNKNOWN))
    assert errors(response) == ["The provider failed while changing a toy_thing"]
    assert read(response.new_state) is None


def test_a_failed_update_keeps_the_private_data(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(self: toy.Thing, prior: object, planned: dict[str, object], ctx: ResourceContext) -> dict[str, object]:
        ctx.private["when"] = object()
        return planned

    monkeypatch.setattr(toy.Thing, "update", careless)
    response = client.apply(stored(), stored(label="x"), private=b'{"kept":1}')
    assert errors(response) != []
    assert read(response.new_state) == stored()
    assert response.private == b'{"kept":1}'


def test_a_server_forgets_its_connections(server: InProcessServer) -> None:
    for _ in range(50):
        with Client(server.socket) as client:
            client.call("GetMetadata")
    gc.collect()
    assert sum(isinstance(item, Session) for item in gc.get_objects()) < 25


def test_write_only_values_are_refused_by_a_terraform_that_cannot_handle_them(client: Client) -> None:
    config = value(thing(token="t"))
    refused = client.call("ValidateResourceConfig", type_name="toy_thing", config=config)
    assert errors(refused) == ['The attribute "token" needs a newer Terraform']
    allowed = {"write_only_attributes_allowed": True}
    fine = client.call("ValidateResourceConfig", type_name="toy_thing", config=config, client_capabilities=allowed)
    assert errors(fine) == []


def test_write_only_values_are_in_no_plan(client: Client) -> None:
    assert read(client.plan(None, thing(token="t")).planned_state)["token"] is None


def test_unknown_values_are_not_validated(client: Client) -> None:
    config = value(thing(label=UNKNOWN, email=UNKNOWN))
    assert errors(client.call("ValidateResourceConfig", type_name="toy_thing", config=config)) == []


def test_a_secret_is_not_repeated_in_a_validators_sentence(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    import dataclasses

    attributes = dict(toy.Thing.schema.attributes)
    attributes["password"] = dataclasses.replace(attributes["password"], validators=(toy.lower_case,))
    monkeypatch.setattr(toy.Thing, "schema", dataclasses.replace(toy.Thing.schema, attributes=attributes))
    config = value(thing(password="HUNTER2"))
    [diagnostic] = client.call("ValidateResourceConfig", type_name="toy_thing", config=config).diagnostics
    assert "HUNTER2" not in diagnostic.detail
    assert "(sensitive value)" in diagnostic.detail


def test_more_calls_than_any_parallelism_run_at_once_and_stop_is_heard_among_them(
    client: Client, world: toy.World
) -> None:
    waiting = {
        "type_name": "toy_thing",
        "prior_state": value(None),
        "planned_state": value(thing(behaviour="wait")),
        "config": value(thing(behaviour="wait")),
    }
    *responses, stopped = client.together(*[("ApplyResourceChange", waiting)] * 100, ("StopProvider", {}))
    assert len(world.stopped) == 100
    assert all(errors(response) == ["Stopped"] for response in responses)
    assert stopped.error == ""


def test_a_client_that_does_not_wait_for_the_servers_settings_opens_more_than_a_hundred_calls(
    server: InProcessServer,
) -> None:
    http2 = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True))
    http2.initiate_connection()
    headers = [(":method", "POST"), (":scheme", "http"), (":path", "/tfplugin6.Provider/GetMetadata")]
    headers += [(":authority", "localhost"), ("te", "trailers"), ("content-type", "application/grpc")]
    for number in range(150):
        http2.send_headers(2 * number + 1, headers)
        http2.send_data(2 * number + 1, bytes(5), end_stream=True)  # an empty message
    ended = 0
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(server.socket)
        connection.sendall(http2.data_to_send())
        while ended < 150 and (data := connection.recv(2**16)):
            ended += sum(isinstance(event, h2.events.StreamEnded) for event in http2.receive_data(data))
            connection.sendall(http2.data_to_send())
    assert ended == 150


def test_a_lost_connection_asks_its_calls_to_stop(server: InProcessServer, world: toy.World) -> None:
    client = Client(server.socket)
    waiting = thing(behaviour="wait", flag=False)
    with client.begin(
        "ApplyResourceChange", type_name="toy_thing", planned_state=value(waiting), config=value(waiting)
    ):
        assert world.waiting.wait(10)
        client.close()
    assert world.done.wait(10)
    assert world.stopped == ["a@example.gov"]


def test_a_large_value_travels(client: Client) -> None:
    words = [f"{number:05}" * 200 for number in range(20_000)]
    response = client.plan(None, thing(words=words))
    assert read(response.planned_state)["words"] == words


def test_ephemeral_private_data_goes_from_open_to_renew_to_close(client: Client, world: toy.World) -> None:
    kind = toy.Pass.schema.value_type
    opened = client.call("OpenEphemeralResource", type_name="toy_pass", config=value({"name": "anna"}, kind))
    assert read(opened.result, kind)["secret"] == "secret-anna"
    assert opened.renew_at.seconds > 0
    renewed = client.call("RenewEphemeralResource", type_name="toy_pass", private=opened.private)
    assert json.loads(renewed.private) == {"name": "anna", "renewed": True}
    assert not renewed.HasField("renew_at")
    client.call("CloseEphemeralResource", type_name="toy_pass", private=renewed.private)
    assert world.opened == ["open anna", "renew anna", "close anna"]


def test_a_function_error_names_its_argument_even_the_first(client: Client) -> None:
    response = client.call("CallFunction", name="join", arguments=[{"msgpack": encode("", STRING)}])
    assert response.error.HasField("function_argument")
    assert response.error.function_argument == 0


def test_a_function_gets_its_variadic_arguments(client: Client) -> None:
    arguments = [{"msgpack": encode(text, STRING)} for text in ("-", "a", "b")]
    response = client.call("CallFunction", name="join", arguments=arguments)
    assert decode(response.result.msgpack, STRING) == "a-b"


def test_the_provider_configuration_may_be_unknown(client: Client, world: toy.World) -> None:
    assert errors(client.call("ConfigureProvider", config=value({"owner": UNKNOWN, "fail": None}, PROVIDER))) == []
    assert world.configured[0]["owner"] is UNKNOWN


def test_a_flatmap_state_is_refused(client: Client) -> None:
    response = client.call("UpgradeResourceState", type_name="toy_thing", version=0, raw_state={})
    assert errors(response) == ["This state is too old"]


def test_a_state_with_surplus_attributes_is_read_without_them(client: Client) -> None:
    state = json.dumps({"id": "x", "email": "a", "of_another_version": [1]}).encode()
    response = client.call("UpgradeResourceState", type_name="toy_thing", version=1, raw_state={"json": state})
    assert errors(response) == []
    assert read(response.upgraded_state)["id"] == "x"


def test_a_failed_change_leaves_what_a_read_tells(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(self: toy.Thing, prior: Values, planned: Values, ctx: ResourceContext) -> Values:
        toy.WORLD.things[prior["id"]] = {**prior, "label": "done"}
        raise ProviderError("The answer was lost", "Run again.")

    monkeypatch.setattr(toy.Thing, "read_after_failure", True)
    monkeypatch.setattr(toy.Thing, "update", half)
    monkeypatch.setattr(toy.Thing, "delete", lambda self, prior, ctx: half(self, prior, prior, ctx))
    for planned in (stored(label="done"), None):
        response = client.apply(stored(), planned)
        assert errors(response) == ["The answer was lost"]
        assert read(response.new_state) == stored(label="done")


@pytest.mark.parametrize("behaviour", ["gone", "unreadable"])
def test_a_failed_change_of_what_cannot_be_read_leaves_the_prior_state(
    client: Client, monkeypatch: pytest.MonkeyPatch, behaviour: str
) -> None:
    def unreadable(*_: object) -> None:
        raise ProviderError("No", "It can't be read.")

    monkeypatch.setattr(toy.Thing, "read_after_failure", True)
    if behaviour == "unreadable":
        monkeypatch.setattr(toy.Thing, "read", unreadable)
    prior = stored(behaviour="gone" if behaviour == "gone" else "fail-update")
    monkeypatch.setattr(toy.Thing, "delete", unreadable)
    response = client.apply(prior, None)
    assert errors(response) == ["No"]
    assert read(response.new_state) == prior
