"""Requests to IAM: moto's, with account aliases made true."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.iam.responses import IamResponse

from partition_simulator.constraints import violations
from partition_simulator.context import current_call
from partition_simulator.http.services import operation_model
from partition_simulator.iam.exceptions import ValidationError
from partition_simulator.iam.models import create_alias, delete_alias, listed_aliases

_CHECKED = ("CreateAccountAlias", "DeleteAccountAlias", "ListAccountAliases")


class SimulatedIamResponse(IamResponse):
    """moto's responses."""

    def call_action(self) -> Any:
        """Check the parameters of aliases, then let moto find the method."""
        operation = current_call().operation
        if operation in _CHECKED:
            model = operation_model("iam", operation)
            for violation in violations(model.input_shape if model else None, dict(self.params)):
                raise ValidationError(violation.path, violation.constraint)
        return super().call_action()

    def create_account_alias(self) -> ActionResult:
        """CreateAccountAlias."""
        create_alias(current_call(), self._get_param("AccountAlias"))
        return EmptyResult()

    def list_account_aliases(self) -> ActionResult:
        """ListAccountAliases."""
        return ActionResult({"AccountAliases": listed_aliases(current_call()), "IsTruncated": False})

    def delete_account_alias(self) -> ActionResult:
        """DeleteAccountAlias."""
        delete_alias(current_call(), self._get_param("AccountAlias"))
        return EmptyResult()
