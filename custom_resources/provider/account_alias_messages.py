"""What `govpair_account_alias` tells its user: each a sentence that says what was seen, and the next step."""

from __future__ import annotations

from custom_resources.engine.errors import HALFWAY, EngineError, Refused
from custom_resources.plugin import ProviderError, Values
from custom_resources.provider.state_values import account_of


def title(values: Values) -> str:
    """The account, to begin a message with."""
    return f"The alias of account {account_of(values)}"


def unfinished(error: EngineError, values: Values, *, new: bool) -> str:
    """What to add to an error that ended a change: how to go on."""
    if isinstance(error, HALFWAY):
        return "Apply again to go on from where this ended: an alias that was given by then is taken up."
    if isinstance(error, Refused) and error.attribute == "alias" and not error.code and new:
        return (
            "To let this resource change the alias that the account has, import it first: the plan then shows it.\n"
            f'import {{\n  to = govpair_account_alias.NAME\n  id = "{values["side"]}/{values["account_id"]}"\n}}'
        )
    return ""


def unreadable(error: EngineError, state: Values) -> str:
    """What to add when an alias can't be read because its account doesn't let us in."""
    if not error.denied:
        return ""
    return (
        "The alias stays in the state as it was. If the account is closed, or the role is gone for good, take it out "
        "with `terraform state rm ADDRESS` or a `removed` block (lifecycle { destroy = false }). If the role has "
        "another name now, set role_name or role_arn and apply with -refresh=false."
    )


def replacement_refused(planned: Values) -> ProviderError:
    """The error for an alias that is in the state and planned as new besides."""
    return ProviderError(
        f"{title(planned)} can't be replaced or made twice",
        "The state has this account's alias, and this plan would give it again: the account would be without it in "
        "between, when anybody may take it, or the new one would be deleted in place of the old. Nothing was changed. "
        "What to do depends on what brought this about:\n"
        "- the resource is tainted: `terraform untaint ADDRESS`;\n"
        "- `-replace` was given: leave it out; another alias is given in place;\n"
        "- the resource's name, module or for_each key changed: add a `moved` block from the old address to the new;\n"
        "- two resources have the same account_id: remove one of them.",
        ("account_id",),
    )


def declared_twice(planned: Values) -> ProviderError:
    """The error for two new resources of one account in one plan."""
    return ProviderError(
        f"{title(planned)} is declared twice",
        "Two new resources in this plan have the same account_id, and an account has one alias: remove one of them.",
        ("account_id",),
    )


def shared(planned: Values, other: str) -> ProviderError:
    """The error for one alias of two accounts in one plan."""
    return ProviderError(
        f"{title(planned)} is planned for account {other} too",
        f"An alias belongs to one account of a partition, and this plan gives {planned['alias']} to both. Nothing was "
        "changed. Give one of them another alias.",
        ("alias",),
    )


def taken_up(values: Values) -> tuple[str, str]:
    """The warning when the account had the alias already."""
    return (
        f"{title(values)} was there already and was taken up",
        f"The account had the alias {values['alias']}, and nothing was changed. It is managed here from now on; "
        f"on_destroy is {values['on_destroy']}.",
    )


def absent(state: Values) -> tuple[str, str]:
    """The warning when the account has no alias any more."""
    return (
        f"{title(state)} doesn't exist any more",
        f"{state['alias']} was deleted outside of Terraform, and {state['sign_in_url']} leads nowhere, or to whoever "
        "took the alias since. The plan shows its `alias` as null; applying gives it again, if it is still free.",
    )


def will_be_forgotten(prior: Values) -> tuple[str, str]:
    """The warning when a destroy that keeps is planned."""
    return f"{title(prior)} will be forgotten, not deleted", f"on_destroy is keep: {prior['alias']} stays as it is."


def will_be_deleted(prior: Values) -> tuple[str, str]:
    """The warning when a destroy that deletes is planned."""
    return (
        f"{title(prior)} will be deleted",
        f"on_destroy is delete: {prior['sign_in_url']} leads nowhere afterwards, and anybody may take the alias. The "
        "URL with the account's id stays.",
    )


def was_forgotten(prior: Values) -> tuple[str, str]:
    """The warning when a destroy that keeps was done."""
    return (
        f"{title(prior)} was forgotten, not deleted",
        f"{prior['alias']} stays as it is: on_destroy is keep, or this was half of a replacement. To manage it again, "
        "declare it: it is taken up.",
    )


def another_stays(prior: Values, found: str) -> tuple[str, str]:
    """The warning when the account has another alias than the one to be deleted."""
    return (
        f"{title(prior)} is {found} by now, which stays",
        f"{prior['alias']} was to be deleted, but somebody has given the account another alias meanwhile.",
    )


def stays_in_the_state(error: EngineError) -> str:
    """What to add to AWS's refusal to delete an alias."""
    return 'The alias stays in the state. To forget it only, set on_destroy = "keep" and apply first.'
