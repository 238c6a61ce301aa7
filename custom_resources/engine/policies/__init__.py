"""Least-privilege IAM policies, made from the permissions that the engine's calls declare (`@needs`). Makes no call."""
