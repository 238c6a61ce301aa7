"""What `govpair_account_pair` tells its user: each a sentence that says what was seen, and the next step."""

from __future__ import annotations

import re

from custom_resources.engine.errors import HALFWAY, AlreadyExists, EngineError, NotFound
from custom_resources.plugin import ProviderError, Values
from custom_resources.provider.account_pair_move import not_a_pair
from custom_resources.provider.account_pair_schema import ANOTHER_ACCOUNT


def title(values: Values) -> str:
    """The pair's name, to begin a message with."""
    name = values.get("name")
    if isinstance(name, str):
        return f'Account pair "{name}"'
    return (
        f"Account pair {values['id']}"
        if isinstance(values.get("id"), str)
        else "An account pair whose name isn't known yet"
    )


def ids(values: Values) -> str:
    """Both account ids of a pair, in words."""
    return f"commercial account {values['commercial_account_id']} and GovCloud account {values['govcloud_account_id']}"


def import_block(name: object, import_id: str) -> str:
    """An `import` block to paste. A provider isn't told its resource's address, so the label is a guess to correct."""
    label = re.sub(r"[^a-z0-9_]+", "_", str(name).lower()).strip("_") or "pair"
    label = label if label[0].isalpha() else f"pair_{label}"
    return (
        "import {\n"
        f"  to = govpair_account_pair.{label} # or this resource's own address, if it is another\n"
        f'  id = "{import_id}"\n'
        "}"
    )


def already_exists(error: AlreadyExists, planned: Values) -> ProviderError:
    """The error for an account that has the email already and isn't this owner's."""
    return ProviderError(
        error.title[:1].upper() + error.title[1:],
        f"{error.detail}\n\nTo manage that pair from here, put this into the root module and apply again:\n\n"
        f"{import_block(planned['name'], error.import_id)}",
        ("email",),
    )


def unfinished(error: EngineError, planned: Values) -> str:
    """What to add to an error that ended a creation: how to go on, when something may exist by now."""
    if not error.commercial_account_id and not isinstance(error, HALFWAY):
        return ""
    again = "Apply again to go on: what AWS has made by then is found by its email address, so no second pair is made."
    if not error.commercial_account_id:
        return again
    return f"{again} Or take over the pair as it is:\n\n{import_block(planned['name'], error.commercial_account_id)}"


def replacement_refused(email: str, planned: Values) -> ProviderError:
    """The error for a pair that is in the state and planned as new besides."""
    return ProviderError(
        f"{title(planned)} can't be replaced or made twice",
        f"The state has a pair with the email address {email}, and this plan would make it again: an email address "
        "belongs to one account pair for ever. Nothing was changed. What to do depends on what brought this about:\n"
        "- the resource is tainted: `terraform untaint ADDRESS`;\n"
        "- `-replace` was given: leave it out;\n"
        "- the resource's name, module or for_each key changed: add a `moved` block from the old address to the new;\n"
        "- two resources have the same email: give one of them another;\n"
        "- the pair is to be closed: set `closed = true` on the resource that has it.",
        ("email",),
    )


def declared_twice(email: str, planned: Values) -> ProviderError:
    """The error for two new pairs of one plan with the same email."""
    return ProviderError(
        f"Two new account pairs have the email address {email}",
        f"{title(planned)} is one of them. An email address belongs to one account pair for ever: give each its own.",
        ("email",),
    )


def email_changed(prior: Values) -> ProviderError:
    """The error for an email that turned out to be another one only while applying."""
    return ProviderError(
        f"{title(prior)}: its email address can't be changed", ANOTHER_ACCOUNT.format(what="email address"), ("email",)
    )


def unreadable(error: EngineError, state: Values, *, moved: bool = False) -> str:
    """What to add when a pair in the state can't be found: it is never taken for gone, which would plan another."""
    if not isinstance(error, NotFound):
        return ""
    if moved:
        return not_a_pair(state["id"])
    if not state.get("commercial_arn"):  # just imported
        return (
            "A govpair_account_pair is imported by its commercial account id (not by the GovCloud account's) or by its "
            "email address."
        )
    govcloud = f" and GovCloud account {state['govcloud_account_id']}" if state.get("govcloud_account_id") else ""
    return f"The state has commercial account {state['id']}{govcloud}. No new pair is planned in its place."


def another_owner(values: Values, theirs: str | None, ours: str) -> tuple[str, str]:
    """The warning for a pair whose marker names another owner than this provider's."""
    return (
        f"{title(values)} is marked as another owner's",
        f"The tag govpair:owner of commercial account {values['commercial_account_id']} says {theirs!r}, and this "
        f"provider's owner is {ours!r}: another state may have the same pair, and the two would undo each other's "
        "changes. Keep it in one of them and take it out of the other with a `removed` block. If this is the only one, "
        f"set that tag to {ours!r} (`aws organizations tag-resource`), or remove it.",
    )


def will_be_forgotten(prior: Values) -> tuple[str, str]:
    """The warning when a destroy is planned."""
    return (
        f"{title(prior)} will be forgotten, not closed",
        f"A destroy only removes it from this state: {ids(prior)} live on and are billed as before. To close them, set "
        "closed = true and apply that first.",
    )


def was_forgotten(prior: Values) -> tuple[str, str]:
    """The warning when a destroy was done."""
    return (
        f"{title(prior)} was forgotten, not closed",
        f"It is no longer in this state. Its accounts live on: {ids(prior)}. To manage them again:\n\n"
        f"{import_block(prior['name'], prior['id'])}",
    )


def tags_taken_off(planned: Values, account_id: str, tags: list[str]) -> tuple[str, str]:
    """The warning when a pair that was taken up had tags beside the declared ones."""
    return (
        f"{title(planned)} was taken up, and lost tags that aren't declared",
        f"Commercial account {account_id} had this email already, and is managed here from now on. Its tags "
        f"{', '.join(tags)} aren't declared and were removed. If another configuration manages the pair too, take it "
        "out of one of them.",
    )
