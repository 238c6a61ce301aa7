"""Buckets: moto's, with object lock on buckets that aren't empty."""

from __future__ import annotations

from typing import Any

from moto.s3.models import S3Backend


class SimulatedS3Backend(S3Backend):
    """moto's backend of one account."""

    @property
    def _url_module(self) -> Any:
        from partition_simulator.s3 import urls  # it imports the responses, and they this backend's relatives

        return urls

    def put_object_lock_configuration(self, bucket_name: str, lock_enabled: bool, *default: Any) -> None:
        """PutObjectLockConfiguration, which "allows Object Lock on an existing bucket" that has versions.

        S3 User Guide, "Considerations for Object Lock". moto 5.2.5 wants the bucket to be empty.
        """
        bucket = self.get_bucket(bucket_name)
        kept, bucket.keys = bucket.keys, type(bucket.keys)()
        try:
            super().put_object_lock_configuration(bucket_name, lock_enabled, *default)
        finally:
            bucket.keys = kept
