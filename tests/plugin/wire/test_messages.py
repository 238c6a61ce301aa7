from __future__ import annotations

from custom_resources.plugin.calls.table import CALLS
from custom_resources.plugin.wire.classes import CLASSES
from custom_resources.plugin.wire.messages import MESSAGES, RPCS


def test_every_call_has_a_function_and_known_messages() -> None:
    assert set(RPCS) - set(CALLS) == {"/plugin.GRPCController/Shutdown"}
    assert set(CALLS) <= set(RPCS)
    assert {name for pair in RPCS.values() for name in pair} <= set(MESSAGES)


def test_field_numbers_are_used_once_in_a_message() -> None:
    for name, fields in MESSAGES.items():
        numbers = [number for number, _ in fields.values()]
        assert len(numbers) == len(set(numbers)), name


def test_a_zero_element_key_is_written() -> None:
    """The protocol's oneof: index 0 is another thing than no index."""
    assert CLASSES["Step"](element_key_int=0).SerializeToString() == b"\x18\x00"


def test_a_known_message_has_the_bytes_of_the_protocol() -> None:
    """Encoded by hand from the protocol's documentation: severity ERROR, summary "s", attribute path of one name."""
    message = CLASSES["Diagnostic"](severity=1, summary="s", attribute={"steps": [{"attribute_name": "a"}]})
    assert message.SerializeToString() == b"\x08\x01\x12\x01s" + b"\x22\x05" + b"\x0a\x03" + b"\x0a\x01a"


def test_unknown_fields_are_skipped() -> None:
    """A newer Terraform sends more: here field 9, a string."""
    message = CLASSES["FunctionName"].FromString(b"\x0a\x01f\x4a\x01x")
    assert message.name == "f"
