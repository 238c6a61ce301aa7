"""The messages of plugin protocol 6 that this package uses, as a table.

Written from the published protocol documentation (docs/plugin-protocol of Terraform, protocol 6.9): only the messages
and the fields in use, since a protobuf reader skips the fields that it doesn't know. Names of messages never travel, so
they are flat here (``PlanResourceChange.Request`` is ``PlanResourceChangeRequest``). The encoding leaves freedoms that
the table uses: an enumeration is an ``int32``, a map is a repeated message with ``key`` and ``value``, a member of a
``oneof`` is an optional field, and ``google.protobuf.Timestamp`` is a message like any other.

A field is ``name: (number, type)``. A type is a scalar or a message; before it ``*`` means repeated and ``?`` optional
with presence (needed where zero differs from absent).
"""

from __future__ import annotations

from typing import Final

Field = tuple[int, str]
Message = dict[str, Field]

_DIAGNOSTICS: Final = "*Diagnostic"

MESSAGES: Final[dict[str, Message]] = {
    # --- Parts ---
    "DynamicValue": {"msgpack": (1, "bytes"), "json": (2, "bytes")},
    "Diagnostic": {
        "severity": (1, "int32"),  # ERROR 1, WARNING 2
        "summary": (2, "string"),
        "detail": (3, "string"),
        "attribute": (4, "AttributePath"),
    },
    "FunctionError": {"text": (1, "string"), "function_argument": (2, "?int64")},
    "AttributePath": {"steps": (1, "*Step")},
    "Step": {
        "attribute_name": (1, "?string"),
        "element_key_string": (2, "?string"),
        "element_key_int": (3, "?int64"),
    },
    "RawState": {"json": (1, "bytes")},
    "Schema": {"version": (1, "int64"), "block": (2, "Block")},
    "Block": {
        "version": (1, "int64"),
        "attributes": (2, "*Attribute"),
        "description": (4, "string"),
        "description_kind": (5, "int32"),  # PLAIN 0, MARKDOWN 1
    },
    "Attribute": {
        "name": (1, "string"),
        "type": (2, "bytes"),
        "description": (3, "string"),
        "required": (4, "bool"),
        "optional": (5, "bool"),
        "computed": (6, "bool"),
        "sensitive": (7, "bool"),
        "description_kind": (8, "int32"),
        "deprecated": (9, "bool"),
        "nested_type": (10, "Object"),
        "write_only": (11, "bool"),
    },
    "Object": {"attributes": (1, "*Attribute"), "nesting": (3, "int32")},  # SINGLE 1, LIST 2, SET 3, MAP 4
    "SchemaEntry": {"key": (1, "string"), "value": (2, "Schema")},
    "FunctionEntry": {"key": (1, "string"), "value": (2, "Function")},
    "Function": {
        "parameters": (1, "*Parameter"),
        "variadic_parameter": (2, "Parameter"),
        "return": (3, "Return"),
        "summary": (4, "string"),
        "description": (5, "string"),
        "description_kind": (6, "int32"),
        "deprecation_message": (7, "string"),
    },
    "Parameter": {
        "name": (1, "string"),
        "type": (2, "bytes"),
        "allow_null_value": (3, "bool"),
        "allow_unknown_values": (4, "bool"),
        "description": (5, "string"),
        "description_kind": (6, "int32"),
    },
    "Return": {"type": (1, "bytes")},
    "ServerCapabilities": {
        "plan_destroy": (1, "bool"),
        "get_provider_schema_optional": (2, "bool"),
        "move_resource_state": (3, "bool"),
    },
    "ClientCapabilities": {"deferral_allowed": (1, "bool"), "write_only_attributes_allowed": (2, "bool")},
    "TypeName": {"type_name": (1, "string")},
    "FunctionName": {"name": (1, "string")},
    "Timestamp": {"seconds": (1, "int64"), "nanos": (2, "int32")},
    "Empty": {},
    # --- Provider ---
    "GetMetadataResponse": {
        "server_capabilities": (1, "ServerCapabilities"),
        "diagnostics": (2, _DIAGNOSTICS),
        "data_sources": (3, "*TypeName"),
        "resources": (4, "*TypeName"),
        "functions": (5, "*FunctionName"),
        "ephemeral_resources": (6, "*TypeName"),
    },
    "GetProviderSchemaResponse": {
        "provider": (1, "Schema"),
        "resource_schemas": (2, "*SchemaEntry"),
        "data_source_schemas": (3, "*SchemaEntry"),
        "diagnostics": (4, _DIAGNOSTICS),
        "server_capabilities": (6, "ServerCapabilities"),
        "functions": (7, "*FunctionEntry"),
        "ephemeral_resource_schemas": (8, "*SchemaEntry"),
    },
    "ValidateProviderConfigRequest": {"config": (1, "DynamicValue")},
    "ValidateProviderConfigResponse": {"diagnostics": (2, _DIAGNOSTICS)},
    "ConfigureProviderRequest": {"terraform_version": (1, "string"), "config": (2, "DynamicValue")},
    "StopProviderResponse": {"error": (1, "string")},
    # --- Messages of one shape that several calls share ---
    "ValidateConfigRequest": {
        "type_name": (1, "string"),
        "config": (2, "DynamicValue"),
        "client_capabilities": (3, "ClientCapabilities"),
    },
    "DiagnosticsResponse": {"diagnostics": (1, _DIAGNOSTICS)},
    # --- Managed resources ---
    "UpgradeResourceStateRequest": {
        "type_name": (1, "string"),
        "version": (2, "int64"),
        "raw_state": (3, "RawState"),
    },
    "UpgradeResourceStateResponse": {"upgraded_state": (1, "DynamicValue"), "diagnostics": (2, _DIAGNOSTICS)},
    "ReadResourceRequest": {
        "type_name": (1, "string"),
        "current_state": (2, "DynamicValue"),
        "private": (3, "bytes"),
    },
    "ReadResourceResponse": {
        "new_state": (1, "DynamicValue"),
        "diagnostics": (2, _DIAGNOSTICS),
        "private": (3, "bytes"),
    },
    "PlanResourceChangeRequest": {
        "type_name": (1, "string"),
        "prior_state": (2, "DynamicValue"),
        "proposed_new_state": (3, "DynamicValue"),
        "config": (4, "DynamicValue"),
        "prior_private": (5, "bytes"),
    },
    "PlanResourceChangeResponse": {
        "planned_state": (1, "DynamicValue"),
        "requires_replace": (2, "*AttributePath"),
        "planned_private": (3, "bytes"),
        "diagnostics": (4, _DIAGNOSTICS),
    },
    "ApplyResourceChangeRequest": {
        "type_name": (1, "string"),
        "prior_state": (2, "DynamicValue"),
        "planned_state": (3, "DynamicValue"),
        "config": (4, "DynamicValue"),
        "planned_private": (5, "bytes"),
    },
    "ApplyResourceChangeResponse": {
        "new_state": (1, "DynamicValue"),
        "private": (2, "bytes"),
        "diagnostics": (3, _DIAGNOSTICS),
    },
    "ImportResourceStateRequest": {"type_name": (1, "string"), "id": (2, "string")},
    "ImportedResource": {"type_name": (1, "string"), "state": (2, "DynamicValue"), "private": (3, "bytes")},
    "ImportResourceStateResponse": {
        "imported_resources": (1, "*ImportedResource"),
        "diagnostics": (2, _DIAGNOSTICS),
    },
    "MoveResourceStateRequest": {
        "source_provider_address": (1, "string"),
        "source_type_name": (2, "string"),
        "source_schema_version": (3, "int64"),
        "source_state": (4, "RawState"),
        "target_type_name": (5, "string"),
        "source_private": (6, "bytes"),
    },
    "MoveResourceStateResponse": {
        "target_state": (1, "DynamicValue"),
        "diagnostics": (2, _DIAGNOSTICS),
        "target_private": (3, "bytes"),
    },
    # --- Data sources ---
    "ReadDataSourceRequest": {"type_name": (1, "string"), "config": (2, "DynamicValue")},
    "ReadDataSourceResponse": {"state": (1, "DynamicValue"), "diagnostics": (2, _DIAGNOSTICS)},
    # --- Ephemeral resources ---
    "OpenEphemeralResourceRequest": {"type_name": (1, "string"), "config": (2, "DynamicValue")},
    "OpenEphemeralResourceResponse": {
        "diagnostics": (1, _DIAGNOSTICS),
        "renew_at": (2, "Timestamp"),
        "result": (3, "DynamicValue"),
        "private": (4, "?bytes"),
    },
    "EphemeralPrivateRequest": {"type_name": (1, "string"), "private": (2, "?bytes")},
    "RenewEphemeralResourceResponse": {
        "diagnostics": (1, _DIAGNOSTICS),
        "renew_at": (2, "Timestamp"),
        "private": (3, "?bytes"),
    },
    # --- Functions ---
    "GetFunctionsResponse": {"functions": (1, "*FunctionEntry"), "diagnostics": (2, _DIAGNOSTICS)},
    "CallFunctionRequest": {"name": (1, "string"), "arguments": (2, "*DynamicValue")},
    "CallFunctionResponse": {"result": (1, "DynamicValue"), "error": (2, "FunctionError")},
}

#: Every call that is served: its path on the wire, the message it takes and the message it answers.
RPCS: Final[dict[str, tuple[str, str]]] = {
    "/tfplugin6.Provider/GetMetadata": ("Empty", "GetMetadataResponse"),
    "/tfplugin6.Provider/GetProviderSchema": ("Empty", "GetProviderSchemaResponse"),
    # The provider offers no resource identities: the empty answer is an empty map.
    "/tfplugin6.Provider/GetResourceIdentitySchemas": ("Empty", "Empty"),
    "/tfplugin6.Provider/ValidateProviderConfig": ("ValidateProviderConfigRequest", "ValidateProviderConfigResponse"),
    "/tfplugin6.Provider/ValidateResourceConfig": ("ValidateConfigRequest", "DiagnosticsResponse"),
    "/tfplugin6.Provider/ValidateDataResourceConfig": ("ValidateConfigRequest", "DiagnosticsResponse"),
    "/tfplugin6.Provider/ValidateEphemeralResourceConfig": ("ValidateConfigRequest", "DiagnosticsResponse"),
    "/tfplugin6.Provider/ConfigureProvider": ("ConfigureProviderRequest", "DiagnosticsResponse"),
    "/tfplugin6.Provider/UpgradeResourceState": ("UpgradeResourceStateRequest", "UpgradeResourceStateResponse"),
    "/tfplugin6.Provider/ReadResource": ("ReadResourceRequest", "ReadResourceResponse"),
    "/tfplugin6.Provider/PlanResourceChange": ("PlanResourceChangeRequest", "PlanResourceChangeResponse"),
    "/tfplugin6.Provider/ApplyResourceChange": ("ApplyResourceChangeRequest", "ApplyResourceChangeResponse"),
    "/tfplugin6.Provider/ImportResourceState": ("ImportResourceStateRequest", "ImportResourceStateResponse"),
    "/tfplugin6.Provider/MoveResourceState": ("MoveResourceStateRequest", "MoveResourceStateResponse"),
    "/tfplugin6.Provider/ReadDataSource": ("ReadDataSourceRequest", "ReadDataSourceResponse"),
    "/tfplugin6.Provider/OpenEphemeralResource": ("OpenEphemeralResourceRequest", "OpenEphemeralResourceResponse"),
    "/tfplugin6.Provider/RenewEphemeralResource": ("EphemeralPrivateRequest", "RenewEphemeralResourceResponse"),
    "/tfplugin6.Provider/CloseEphemeralResource": ("EphemeralPrivateRequest", "DiagnosticsResponse"),
    "/tfplugin6.Provider/GetFunctions": ("Empty", "GetFunctionsResponse"),
    "/tfplugin6.Provider/CallFunction": ("CallFunctionRequest", "CallFunctionResponse"),
    "/tfplugin6.Provider/StopProvider": ("Empty", "StopProviderResponse"),
    # go-plugin's own service, through which Terraform ends the process. Its broker and standard-output services are
    # optional for a plugin: Terraform goes on when they are unimplemented.
    "/plugin.GRPCController/Shutdown": ("Empty", "Empty"),
}
