"""The checks of the claims, one module for each subject."""

from custom_resources.engine.verification.checks import accounts, creations, identities, invitations, structure
from custom_resources.engine.verification.checks.registry import CHECKS

__all__ = ["CHECKS", "accounts", "creations", "identities", "invitations", "structure"]
