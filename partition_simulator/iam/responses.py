"""Requests to IAM: moto's, with account aliases made true."""

from __future__ import annotations

from copy import copy
from typing import Any

from moto.core.request import Request
from moto.core.responses import ActionResult, EmptyResult
from moto.iam.exceptions import EntityAlreadyExists
from moto.iam.responses import IamResponse

from partition_simulator.context import current_call
from partition_simulator.http.errors import AwsError, Refused
from partition_simulator.iam.aws_managed import provide
from partition_simulator.iam.checks import check
from partition_simulator.iam.models import create_alias, delete_alias, listed_aliases
from partition_simulator.iam.policy_simulation import simulate


class SimulatedIamResponse(IamResponse):
    """moto's responses."""

    def call_action(self) -> Any:
        """Check, have the AWS-managed policy that is named, then let moto find the method."""
        check(current_call())
        provide(current_call())
        return super().call_action()

    def parse_parameters(self, request: Request) -> None:
        """The input was parsed when it was validated."""
        self.params = current_call().parameters

    def get_account_password_policy(self) -> ActionResult:
        """GetAccountPasswordPolicy, where what isn't limited is left out."""
        policy = copy(self.backend.get_account_password_policy())
        policy.max_password_age = policy.max_password_age or None  # type: ignore[assignment]
        policy.password_reuse_prevention = policy.password_reuse_prevention or None  # type: ignore[assignment]
        return ActionResult({"PasswordPolicy": policy})

    def create_service_linked_role(self) -> ActionResult:
        """CreateServiceLinkedRole; one that is there is InvalidInput (botocore model: no EntityAlreadyExists)."""
        try:
            return super().create_service_linked_role()
        except EntityAlreadyExists as error:
            text = f"{error.message} Please try a different suffix."
            raise Refused(AwsError("InvalidInput", text)) from None

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

    def simulate_principal_policy(self) -> ActionResult:
        """SimulatePrincipalPolicy, on one page."""
        return ActionResult({"EvaluationResults": simulate(current_call()), "IsTruncated": False})
