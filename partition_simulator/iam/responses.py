"""Requests to IAM: moto's, with account aliases made true."""

from __future__ import annotations

from moto.core.responses import ActionResult, EmptyResult
from moto.iam.responses import IamResponse

from partition_simulator.context import current_call
from partition_simulator.iam.models import create_alias, delete_alias, listed_aliases


class SimulatedIamResponse(IamResponse):
    """moto's responses."""

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
