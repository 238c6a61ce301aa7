"""Which function answers which call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from custom_resources.plugin.calls import (
    data_calls,
    ephemeral_calls,
    function_calls,
    provider_calls,
    resource_apply,
    resource_plan,
    resource_state,
)
from custom_resources.plugin.session import Session

Call = Callable[[Session, Any], Any]

_PROVIDER = "/tfplugin6.Provider/"

CALLS: Final[dict[str, Call]] = {
    _PROVIDER + "GetMetadata": provider_calls.get_metadata,
    _PROVIDER + "GetProviderSchema": provider_calls.get_provider_schema,
    _PROVIDER + "GetResourceIdentitySchemas": provider_calls.get_resource_identity_schemas,
    _PROVIDER + "ValidateProviderConfig": provider_calls.validate_provider_config,
    _PROVIDER + "ConfigureProvider": provider_calls.configure_provider,
    _PROVIDER + "StopProvider": provider_calls.stop_provider,
    _PROVIDER + "ValidateResourceConfig": resource_state.validate_resource_config,
    _PROVIDER + "UpgradeResourceState": resource_state.upgrade_resource_state,
    _PROVIDER + "ReadResource": resource_state.read_resource,
    _PROVIDER + "ImportResourceState": resource_state.import_resource_state,
    _PROVIDER + "MoveResourceState": resource_state.move_resource_state,
    _PROVIDER + "PlanResourceChange": resource_plan.plan_resource_change,
    _PROVIDER + "ApplyResourceChange": resource_apply.apply_resource_change,
    _PROVIDER + "ValidateDataResourceConfig": data_calls.validate_data_resource_config,
    _PROVIDER + "ReadDataSource": data_calls.read_data_source,
    _PROVIDER + "ValidateEphemeralResourceConfig": ephemeral_calls.validate_ephemeral_resource_config,
    _PROVIDER + "OpenEphemeralResource": ephemeral_calls.open_ephemeral_resource,
    _PROVIDER + "RenewEphemeralResource": ephemeral_calls.renew_ephemeral_resource,
    _PROVIDER + "CloseEphemeralResource": ephemeral_calls.close_ephemeral_resource,
    _PROVIDER + "GetFunctions": function_calls.get_functions,
    _PROVIDER + "CallFunction": function_calls.call_function,
}

#: Answered at once on the event loop: they never block, and must be heard while every worker is busy (StopProvider), or
#: are so short that handing them to a worker costs more than they do. No resource asks AWS in these two, since the
#: provider may not even be configured then.
IMMEDIATE: Final = frozenset(
    _PROVIDER + name
    for name in ("StopProvider", "GetResourceIdentitySchemas", "ValidateResourceConfig", "UpgradeResourceState")
)
