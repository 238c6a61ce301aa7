"""The fault matrix: every error that botocore's models list, for every call that the provider makes."""
