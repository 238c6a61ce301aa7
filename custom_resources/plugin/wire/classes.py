"""Protobuf message classes made at run time from the table in :mod:`messages`."""

from __future__ import annotations

from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from custom_resources.plugin.wire.messages import MESSAGES, Field

_PACKAGE = "tfplugin6"
_Proto = descriptor_pb2.FieldDescriptorProto
_SCALARS = {
    "string": _Proto.TYPE_STRING,
    "bytes": _Proto.TYPE_BYTES,
    "bool": _Proto.TYPE_BOOL,
    "int32": _Proto.TYPE_INT32,
    "int64": _Proto.TYPE_INT64,
}


def _add_field(message: descriptor_pb2.DescriptorProto, name: str, field: Field) -> None:
    number, kind = field
    proto = message.field.add(name=name, number=number, label=_Proto.LABEL_OPTIONAL)
    if kind.startswith("*"):
        proto.label = _Proto.LABEL_REPEATED
    elif kind.startswith("?"):
        # Presence in proto3 is modelled as a oneof with this field as its only member.
        proto.proto3_optional = True
        proto.oneof_index = len(message.oneof_decl)
        message.oneof_decl.add(name=f"_{name}")
    base = kind.lstrip("*?")
    if base in _SCALARS:
        proto.type = _SCALARS[base]
    else:
        proto.type = _Proto.TYPE_MESSAGE
        proto.type_name = f".{_PACKAGE}.{base}"


def _build() -> dict[str, Any]:
    file = descriptor_pb2.FileDescriptorProto(name="tfplugin6_in_use.proto", package=_PACKAGE, syntax="proto3")
    for name, fields in MESSAGES.items():
        message = file.message_type.add(name=name)
        for field_name, field in fields.items():
            _add_field(message, field_name, field)
    # A pool of our own: the process's default pool may hold somebody else's tfplugin6.
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return {
        name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{_PACKAGE}.{name}")) for name in MESSAGES
    }


#: Message name to message class. The classes exist only at run time, so to a type checker they are ``Any``.
CLASSES: dict[str, Any] = _build()
