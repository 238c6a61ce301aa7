"""Organizations' answer to parameters that break the model's constraints."""

from __future__ import annotations

from typing import Any

from partition_simulator.constraints import Kind, violations
from partition_simulator.http.services import operation_model
from partition_simulator.organizations.exceptions import InvalidInput

# Reasons and their sentences: ``InvalidInputException`` in the botocore model.
_REASONS: dict[Kind, tuple[str, str]] = {
    "required": ("INPUT_REQUIRED", "You must include a value for all required parameters."),
    "pattern": ("INVALID_PATTERN", "You provided a value that does not match the required pattern."),
    "enum": ("INVALID_ENUM", "You specified an invalid value."),
    "min_length": ("MIN_LENGTH_EXCEEDED", "You provided a string parameter that is shorter than allowed."),
    "max_length": ("MAX_LENGTH_EXCEEDED", "You provided a string parameter that is longer than allowed."),
    "min_value": ("MIN_VALUE_EXCEEDED", "You provided a numeric parameter that has a smaller value than allowed."),
    "max_value": ("MAX_VALUE_EXCEEDED", "You provided a numeric parameter that has a larger value than allowed."),
}


def validate(operation: str, parameters: dict[str, Any]) -> None:
    """Raise InvalidInput for the first broken constraint."""
    model = operation_model("organizations", operation)
    if model is None:
        return
    for violation in violations(model.input_shape, parameters):
        reason, sentence = _REASONS[violation.kind]
        raise InvalidInput(reason, f"{sentence} ({violation.path})")
