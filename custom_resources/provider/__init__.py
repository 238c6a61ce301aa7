"""The Terraform provider `govpair`: its resources' schemas, and the way between them and the engine.

One concept per file. This package knows Terraform through :mod:`custom_resources.plugin` and AWS through
:mod:`custom_resources.engine`, and neither of them directly.
"""
