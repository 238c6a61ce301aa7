"""Errors of the Organizations API, one class each. Names and reasons: the botocore model, ``organizations``."""

from __future__ import annotations

from moto.organizations.exceptions import OrganizationsClientError


class AccessDenied(OrganizationsClientError):
    """The caller isn't who may do this: a member where the management account is meant, or an outsider."""

    def __init__(self, message: str = "You don't have permissions to access this resource.") -> None:
        super().__init__("AccessDeniedException", message)


class NotInUse(OrganizationsClientError):
    """The caller's account is in no organization."""

    def __init__(self) -> None:
        super().__init__("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")


class UnsupportedEndpoint(OrganizationsClientError):
    """The operation doesn't exist in this partition."""

    def __init__(self, operation: str) -> None:
        message = f"{operation} isn't available from this endpoint."
        super().__init__("UnsupportedAPIEndpointException", message)


class ConstraintViolation(OrganizationsClientError):
    """A limit, with its reason."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__("ConstraintViolationException", message)
        self.Reason = reason


class InvalidInput(OrganizationsClientError):
    """A parameter that isn't acceptable, with the reason."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__("InvalidInputException", message)
        self.Reason = reason


class AccountNotFound(OrganizationsClientError):
    """No such account in the caller's organization."""

    def __init__(self) -> None:
        super().__init__("AccountNotFoundException", "You specified an account that doesn't exist.")


class AccountAlreadyClosed(OrganizationsClientError):
    """Closing a closed account."""

    def __init__(self) -> None:
        super().__init__("AccountAlreadyClosedException", "The provided account is already closed.")


class Conflict(OrganizationsClientError):
    """The account's state doesn't allow it."""

    def __init__(self, message: str) -> None:
        super().__init__("ConflictException", message)


class MasterCannotLeave(OrganizationsClientError):
    """The management account stays as long as its organization."""

    def __init__(self) -> None:
        super().__init__(
            "MasterCannotLeaveOrganizationException", "You can't remove a management account from an organization."
        )


class CreateAccountStatusNotFound(OrganizationsClientError):
    """No such creation request."""

    def __init__(self) -> None:
        super().__init__(
            "CreateAccountStatusNotFoundException",
            "You specified a create account request ID that doesn't exist.",
        )


class SourceParentNotFound(OrganizationsClientError):
    """MoveAccount from where the account isn't."""

    def __init__(self) -> None:
        super().__init__("SourceParentNotFoundException", "You specified a source parent that doesn't exist.")


class DestinationParentNotFound(OrganizationsClientError):
    """MoveAccount to what isn't there."""

    def __init__(self) -> None:
        super().__init__("DestinationParentNotFoundException", "You specified a destination parent that doesn't exist.")


class DuplicateAccount(OrganizationsClientError):
    """MoveAccount to where the account is already."""

    def __init__(self) -> None:
        super().__init__("DuplicateAccountException", "That account is already present in the specified destination.")


class ChildNotFound(OrganizationsClientError):
    """ListParents of nothing."""

    def __init__(self) -> None:
        super().__init__("ChildNotFoundException", "You specified a child that doesn't exist.")


class ParentNotFound(OrganizationsClientError):
    """A root or OU that isn't there."""

    def __init__(self) -> None:
        super().__init__("ParentNotFoundException", "You specified parent that doesn't exist.")


class OrganizationNotEmpty(OrganizationsClientError):
    """DeleteOrganization with something left in it."""

    def __init__(self) -> None:
        super().__init__(
            "OrganizationNotEmptyException",
            "To delete an organization you must first remove all member accounts, OUs and policies.",
        )


class OrganizationalUnitNotEmpty(OrganizationsClientError):
    """DeleteOrganizationalUnit with something left in it."""

    def __init__(self) -> None:
        super().__init__("OrganizationalUnitNotEmptyException", "The specified organizational unit is not empty.")


class HandshakeNotFound(OrganizationsClientError):
    """No such handshake."""

    def __init__(self) -> None:
        super().__init__("HandshakeNotFoundException", "You specified a handshake that doesn't exist.")


class HandshakeAlreadyInState(OrganizationsClientError):
    """The handshake is where the call would put it."""

    def __init__(self, state: str) -> None:
        super().__init__("HandshakeAlreadyInStateException", f"The handshake is already {state}.")


class InvalidHandshakeTransition(OrganizationsClientError):
    """The handshake has ended otherwise."""

    def __init__(self, state: str, wanted: str) -> None:
        super().__init__("InvalidHandshakeTransitionException", f"A handshake that is {state} can't become {wanted}.")


class DuplicateHandshake(OrganizationsClientError):
    """An invitation to this account is open."""

    def __init__(self) -> None:
        super().__init__("DuplicateHandshakeException", "A handshake with the same action and target already exists.")


class HandshakeConstraintViolation(OrganizationsClientError):
    """An invitation that can't be sent or accepted, with the reason."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__("HandshakeConstraintViolationException", message)
        self.Reason = reason


class DuplicatePolicyAttachment(OrganizationsClientError):
    """The policy is attached there."""

    def __init__(self) -> None:
        super().__init__(
            "DuplicatePolicyAttachmentException", "The selected policy is already attached to the specified target."
        )


class PolicyNotAttached(OrganizationsClientError):
    """The policy isn't attached there."""

    def __init__(self) -> None:
        super().__init__("PolicyNotAttachedException", "The policy isn't attached to the specified target.")


class PolicyTypeNotAvailable(OrganizationsClientError):
    """A policy type that this organization can't have."""

    def __init__(self) -> None:
        super().__init__(
            "PolicyTypeNotAvailableForOrganizationException",
            "You can't use the specified policy type with this organization.",
        )


class PolicyInUse(OrganizationsClientError):
    """Deleting a policy that is attached somewhere."""

    def __init__(self) -> None:
        super().__init__(
            "PolicyInUseException",
            "The policy is attached to one or more entities. Detach it from all roots, OUs and accounts first.",
        )


class MalformedPolicyDocument(OrganizationsClientError):
    """The document breaks the rules of its policy type; AWS doesn't say which one, this does."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "MalformedPolicyDocumentException",
            f"The provided policy document does not meet the requirements of the specified policy type ({why}).",
        )


class EffectivePolicyNotFound(OrganizationsClientError):
    """Nothing of this type is in effect for the account."""

    def __init__(self) -> None:
        super().__init__(
            "EffectivePolicyNotFoundException", "The account doesn't have an effective policy of the specified type."
        )


class ResourcePolicyNotFound(OrganizationsClientError):
    """The organization has no resource policy."""

    def __init__(self) -> None:
        super().__init__("ResourcePolicyNotFoundException", "We can't find a resource policy for this organization.")


class FinalizingOrganization(OrganizationsClientError):
    """The organization is too new."""

    def __init__(self) -> None:
        super().__init__(
            "FinalizingOrganizationException",
            "AWS Organizations couldn't perform the operation because your organization hasn't finished initializing.",
        )
