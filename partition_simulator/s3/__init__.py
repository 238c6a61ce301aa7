"""S3: moto's own, with bucket names kept apart per partition."""
