"""What `govpair_invitation` tells its user: each a sentence that says what was seen, and the next step."""

from __future__ import annotations

from custom_resources.engine.model import Handshake
from custom_resources.plugin import ProviderError, Values
from custom_resources.provider.state_values import account_of

RESEND = "terraform apply -replace=ADDRESS"

_HOW = {
    "DECLINED": "The account's party declined it.",
    "CANCELED": "It was cancelled on the organization's side.",
    "EXPIRED": "Nobody answered it within 15 days.",
}


def title(values: Values) -> str:
    """The invitation's name, to begin a message with."""
    return f"The invitation of GovCloud account {account_of(values)}"


def ended(state: Values) -> tuple[str, str]:
    """The warning for an invitation that ended without being accepted."""
    how = _HOW.get(state["state"], "It has ended.")
    return (
        f"{title(state)} is {state['state']}",
        f"{how} Invitation {state['id']} of organization {state['organization_id']} can't be accepted any more, and no "
        f"other is sent by itself. To send another: `{RESEND}` with this resource's address.",
    )


def was_open_already(handshake: Handshake) -> tuple[str, str]:
    """The warning when the account had an open invitation, with other notes."""
    return (
        f"GovCloud account {handshake.account_id} was invited already",
        f"Invitation {handshake.id} has been open since {handshake.requested_timestamp} with other notes "
        f"({handshake.notes!r}), and is used as it is. To send yours: `{RESEND}` with this resource's address.",
    )


def was_member_already(handshake: Handshake) -> tuple[str, str]:
    """The warning when nothing was sent because the account is a member by an earlier invitation."""
    return (
        f"GovCloud account {handshake.account_id} is a member already",
        f"It accepted invitation {handshake.id} of organization {handshake.organization_id}, which this resource now "
        "shows. Nothing was sent; notes and tags declared here have no effect.",
    )


def will_be_sent_anew(prior: Values) -> tuple[str, str]:
    """The warning when a change cancels an open invitation."""
    return (
        f"{title(prior)} will be cancelled and sent anew",
        f"An invitation can't be changed. {prior['id']} is cancelled, and the account's party needs the new id.",
    )


def has_no_effect(prior: Values) -> tuple[str, str]:
    """The warning when notes or tags change on an invitation that has ended."""
    more = (
        "the member's tags are those of its govpair_membership"
        if prior["state"] == "ACCEPTED"
        else f"they count for the next one, which `{RESEND}` sends"
    )
    return (
        f"{title(prior)} was sent as it was",
        f"Invitation {prior['id']} is {prior['state']}: other notes or tags don't reach it any more; {more}.",
    )


def will_be_destroyed(prior: Values) -> tuple[str, str]:
    """The warning when a destroy is planned."""
    if prior["state"] == "ACCEPTED":
        return was_forgotten(prior, "will be")
    return (
        f"{title(prior)} will be cancelled",
        f"Invitation {prior['id']} of organization {prior['organization_id']} can't be accepted after that.",
    )


def was_forgotten(prior: Values, when: str = "was") -> tuple[str, str]:
    """The warning when an accepted invitation is destroyed."""
    return (
        f"{title(prior)} {when} forgotten",
        f"It was accepted, so there is nothing to cancel: the account stays in organization "
        f"{prior['organization_id']}. A govpair_membership manages, and with on_destroy = remove ends, a membership.",
    )


def accepted_meanwhile(prior: Values) -> tuple[str, str]:
    """The warning when an invitation was accepted before it could be cancelled."""
    return (
        f"{title(prior)} was accepted before it could be cancelled",
        f"Invitation {prior['id']} is ACCEPTED: the account is a member of organization {prior['organization_id']}, "
        "and stays one.",
    )


def taken_over(prior: Values) -> tuple[str, str]:
    """The warning when a replacement, made before this one is destroyed, uses the same open invitation."""
    return (
        f"{title(prior)} stays open",
        f"Invitation {prior['id']} is the one that the new resource uses, so it isn't cancelled.",
    )


def unknown_invitation(state: Values) -> ProviderError:
    """The error for an import of what AWS doesn't know."""
    return ProviderError(
        f"There is no invitation {state['id']}",
        "AWS knows none of that id: it keeps one for 30 days after it has ended. Check the id (h-…), and that the "
        "credential set `govcloud_management` belongs to the organization that sent it.",
    )


def not_an_account_invitation(handshake: Handshake) -> ProviderError:
    """The error for an import of another kind of handshake, or of an invitation by email."""
    return ProviderError(
        f"{handshake.id} is no invitation of an account",
        f"It is a handshake of the kind {handshake.action}, sent to {handshake.account_id or 'an email address'}. Only "
        "an invitation (INVITE) sent to an account id can be imported. One by email is taken up by declaring a "
        "govpair_invitation, or a govpair_membership, with the account's id.",
    )


def another_organization(state: Values, organization_id: str) -> ProviderError:
    """The error when the credentials are those of another organization than the invitation's."""
    return ProviderError(
        f"{title(state)} is of another organization",
        f"Invitation {state['id']} was sent by organization {state['organization_id']}, and the credential set "
        f"`govcloud_management` belongs to {organization_id}. Nothing is planned in its place. Give the credentials of "
        "the organization that sent it, or take the invitation out of the state with a `removed` block.",
    )


def account_changed(prior: Values, sentence: str) -> ProviderError:
    """The error for an account id that turned out to be another one only while applying."""
    return ProviderError(f"{title(prior)}: its account_id can't be changed", sentence, ("account_id",))
