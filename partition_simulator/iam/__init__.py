"""IAM: moto's own, with account aliases that are unique in their partition."""
