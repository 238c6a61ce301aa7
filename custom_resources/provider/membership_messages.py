"""What `govpair_membership` tells its user: each a sentence that says what was seen, and the next step."""

from __future__ import annotations

from custom_resources.engine.errors import HALFWAY, EngineError
from custom_resources.plugin import ProviderError, Values
from custom_resources.provider.state_values import account_of


def title(values: Values) -> str:
    """The membership's name, to begin a message with."""
    return f"The membership of GovCloud account {account_of(values)}"


def import_block(values: Values) -> str:
    """An `import` block to paste. A provider isn't told its resource's address, so the label is a guess to correct."""
    return (
        "import {\n"
        "  to = govpair_membership.NAME # put this resource's own address here\n"
        f'  id = "{values["account_id"]}"\n'
        "}"
    )


def unfinished(error: EngineError) -> str:
    """What to add to an error that ended a joining: how to go on, when some of it may be done."""
    if isinstance(error, HALFWAY):
        return "Apply again to go on from where this ended: an invitation that exists is used, and not made twice."
    return ""


def replacement_refused(account_id: str, planned: Values) -> ProviderError:
    """The error for a membership that is in the state and planned as new besides."""
    return ProviderError(
        f"{title(planned)} can't be replaced or made twice",
        f"The state has a membership of account {account_id}, and this plan would make it again; replacing it could "
        "put the account out of its organization. Nothing was changed. What to do depends on what brought this about:\n"
        "- the resource is tainted: `terraform untaint ADDRESS`;\n"
        "- `-replace` was given: leave it out;\n"
        "- the resource's name, module or for_each key changed: add a `moved` block from the old address to the new;\n"
        "- two resources have the same account_id: remove one of them.",
        ("account_id",),
    )


def declared_twice(account_id: str, planned: Values) -> ProviderError:
    """The error for two new memberships of one account in one plan."""
    return ProviderError(
        f"Two new memberships have the account id {account_id}",
        "An account is a member of one organization, once: remove one of the two resources.",
        ("account_id",),
    )


def account_changed(prior: Values, sentence: str) -> ProviderError:
    """The error for an account id that turned out to be another one only while applying."""
    return ProviderError(f"{title(prior)}: its account_id can't be changed", sentence, ("account_id",))


def not_a_member(state: Values) -> ProviderError:
    """The error for a membership in the state whose account isn't in the organization."""
    organization = f" {state['organization_id']}" if state.get("organization_id") else ""
    return ProviderError(
        f"GovCloud account {state['id']} is not a member of the GovCloud organization{organization}",
        "It was removed, it left, or the provider's credentials are those of another organization. Nothing is planned "
        "in its place by itself. If the credentials are wrong, correct them. Else take the membership out of the "
        "state, with `terraform state rm ADDRESS` or a `removed` block (lifecycle { destroy = false }): if it is still "
        "declared then, the next apply invites the account again.",
    )


def was_renamed(now: Values, before: str) -> tuple[str, str]:
    """The warning when the account has another name than at the last apply, and none is declared."""
    return (
        f"{title(now)} has another name: {now['name']}",
        f"It was {before} at the last apply, and somebody has renamed the account since. No name is declared here, so "
        f"nothing is planned: the next apply keeps {now['name']} in the state. To have the old one back, set name = "
        f'"{before}".',
    )


def will_be_forgotten(prior: Values) -> tuple[str, str]:
    """The warning when a destroy that keeps is planned."""
    return (
        f"{title(prior)} will be forgotten, not ended",
        f"on_destroy is keep: the account stays in organization {prior['organization_id']}.",
    )


def has_ended(prior: Values) -> tuple[str, str]:
    """The warning when a destroy that removes is planned, and the account isn't a member any more."""
    return (
        f"{title(prior)} has ended already",
        f"The account isn't a member of organization {prior['organization_id']} any more: an earlier apply removed it "
        "and was cut short, or somebody else did, or it left. So this apply only takes it out of the state.",
    )


def will_be_removed(prior: Values) -> tuple[str, str]:
    """The warning when a destroy that removes is planned."""
    return (
        f"{title(prior)} will be ended",
        f"on_destroy is remove: the account is taken out of organization {prior['organization_id']}, which drops its "
        "tags and the policies that it has from there. AWS may refuse, for what a standalone account needs.",
    )


def was_forgotten(prior: Values) -> tuple[str, str]:
    """The warning when a destroy that keeps was done."""
    return (
        f"{title(prior)} was forgotten, not ended",
        f"The account stays in organization {prior['organization_id']} (on_destroy is keep). To manage it again:\n\n"
        f"{import_block(prior)}",
    )


def stays_when_replaced(prior: Values) -> tuple[str, str]:
    """The warning when a replacement destroys a membership that a destroy would end."""
    return (
        f"{title(prior)} isn't ended by a replacement",
        f"The account stays in organization {prior['organization_id']}: on_destroy = remove is for a destroy, and this "
        "one is half of a replacement, which makes the same membership again.",
    )


def not_this_one_to_end(prior: Values, why: str) -> tuple[str, str]:
    """The warning when a destroy that removes meets a membership that isn't this object's any more."""
    return (
        f"{title(prior)} was forgotten, not ended",
        f"on_destroy is remove, but {why}. So the account stays where it is, and only this object is forgotten. "
        f"To manage the membership again:\n\n{import_block(prior)}",
    )


def will_not_be_ended(prior: Values, why: str) -> tuple[str, str]:
    """The warning when a destroy that removes is planned for a membership that isn't this object's to end."""
    return (
        f"{title(prior)} will be forgotten, not ended",
        f"on_destroy is remove, but {why}. So the account stays where it is.",
    )


def stays_in_the_state(error: EngineError) -> str:
    """What to add to AWS's refusal to end a membership."""
    keep = "" if "on_destroy" in error.detail else ' To forget it only, set on_destroy = "keep" and apply first.'
    return f"The membership stays in the state.{keep}"
