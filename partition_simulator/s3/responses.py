"""Requests to S3: moto's, with reads that moto answers with something else."""

from __future__ import annotations

from typing import Any

from moto.core.common_types import TYPE_RESPONSE
from moto.core.responses import ActionResult
from moto.s3.responses import S3Response

from partition_simulator.context import current_call
from partition_simulator.http.errors import AwsError, Refused
from partition_simulator.s3.checks import check_bucket, check_key


class SimulatedS3Response(S3Response):
    """moto's responses."""

    def _bucket_response(self, request: Any, full_url: str) -> str | TYPE_RESPONSE:
        if current_call().parameters.get("Bucket"):
            check_bucket(current_call(), self.backend)
        return super()._bucket_response(request, full_url)

    def _key_response(self, request: Any, full_url: str) -> TYPE_RESPONSE:
        check_key(current_call(), self.backend)
        return super()._key_response(request, full_url)

    def _handle_range_header(
        self, request: Any, response_headers: dict[str, Any], response_content: Any
    ) -> TYPE_RESPONSE:
        """If the Range header can't be understood, the whole object is the answer (RFC 9110, 14.2)."""
        unit, *rest = request.headers["range"].split("=")
        if unit != "bytes" or len(rest) != 1:
            return 200, response_headers, response_content
        return super()._handle_range_header(request, response_headers, response_content)

    def _bucket_response_get(self, bucket_name: str, querystring: dict[str, Any]) -> str | TYPE_RESPONSE:
        if current_call().operation == "GetBucketRequestPayment":
            self.backend.get_bucket(bucket_name)
            return self._answer({"Payer": "BucketOwner"})
        return super()._bucket_response_get(bucket_name, querystring)

    def _key_response_get(self, query: dict[str, Any], key_name: str) -> TYPE_RESPONSE:
        if current_call().operation == "GetObjectRetention":
            return self.get_object_retention()
        return super()._key_response_get(query, key_name)

    def get_object_retention(self) -> TYPE_RESPONSE:
        """GetObjectRetention."""
        key, _ = self._get_key()
        if key.lock_mode is None:
            text = "The specified object does not have a ObjectLock configuration"
            raise Refused(AwsError("NoSuchObjectLockConfiguration", text, 404))
        return self._answer({"Retention": {"Mode": key.lock_mode, "RetainUntilDate": key.lock_until}})

    def _answer(self, result: dict[str, Any]) -> TYPE_RESPONSE:
        self.data["Action"] = current_call().operation
        return self.serialized(ActionResult(result))
