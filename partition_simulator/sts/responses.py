"""Requests to STS: AssumeRole and GetCallerIdentity. Other operations aren't simulated."""

from __future__ import annotations

from datetime import UTC, datetime

from moto.core.request import Request
from moto.core.responses import ActionResult
from moto.sts.responses import TokenResponse

from partition_simulator.context import current_call
from partition_simulator.sts.models import assume_role
from partition_simulator.sts.session_policies import session_policies


class SimulatedTokenResponse(TokenResponse):
    """moto's responses with the two operations made true."""

    def parse_parameters(self, request: Request) -> None:
        """The input was parsed when it was validated."""
        self.params = current_call().parameters

    def assume_role(self) -> ActionResult:
        """AssumeRole."""
        call = current_call()
        granted = assume_role(
            call,
            self._get_param("RoleArn"),
            self._get_param("RoleSessionName"),
            int(self._get_param("DurationSeconds", 3600)),
            session_policies(call),
        )
        principal = granted.key.principal
        return ActionResult(
            {
                "Credentials": {
                    "AccessKeyId": granted.key.access_key_id,
                    "SecretAccessKey": granted.key.secret_access_key,
                    "SessionToken": granted.key.session_token,
                    "Expiration": datetime.fromtimestamp(granted.expires, UTC).replace(tzinfo=None, microsecond=0),
                },
                "AssumedRoleUser": {"AssumedRoleId": principal.user_id, "Arn": principal.arn},
            }
        )

    def get_caller_identity(self) -> ActionResult:
        """GetCallerIdentity."""
        principal = current_call().principal
        return ActionResult({"UserId": principal.user_id, "Account": principal.account_id, "Arn": principal.arn})
