"""What `govpair_account_trail` tells its user: each a sentence that says what was seen, and the next step."""

from __future__ import annotations

from collections.abc import Sequence

from custom_resources.engine.errors import HALFWAY, EngineError
from custom_resources.plugin import ProviderError, Values
from custom_resources.provider.state_values import account_of


def title(values: Values) -> str:
    """The trail's name and account, to begin a message with."""
    return f"Trail {values.get('name')} of account {account_of(values)}"


def unfinished(error: EngineError) -> str:
    """What to add to an error that ended a change: how to go on."""
    if isinstance(error, HALFWAY):
        return "Apply again to go on from where this ended: a trail that exists by then is taken over."
    return ""


def unreadable(error: EngineError, state: Values) -> str:
    """What to add when a trail can't be read because its account doesn't let us in."""
    if not error.denied:
        return ""
    return (
        "The trail stays in the state as it was. If the account is closed, or the role is gone for good, take it out "
        "with `terraform state rm ADDRESS` or a `removed` block (lifecycle { destroy = false }). If the role has "
        "another name now, set role_name or role_arn and apply with -refresh=false."
    )


def replacement_refused(planned: Values) -> ProviderError:
    """The error for a trail that is in the state and planned as new besides."""
    return ProviderError(
        f"{title(planned)} can't be replaced or made twice",
        "The state has this trail, and this plan would make it again: the account would be without it in between, or "
        "the new one would be deleted in place of the old. Nothing was changed. What to do depends on what brought "
        "this about:\n"
        "- the resource is tainted: `terraform untaint ADDRESS`;\n"
        "- `-replace` was given: leave it out; every setting is changed in place;\n"
        "- the resource's name, module or for_each key changed: add a `moved` block from the old address to the new;\n"
        "- two resources have the same account_id and name: remove one of them.",
        ("name",),
    )


def declared_twice(planned: Values) -> ProviderError:
    """The error for two new resources of one trail in one plan."""
    return ProviderError(
        f"{title(planned)} is declared twice",
        "Two new resources in this plan have the same account_id and name: remove one of them, or give another name.",
        ("name",),
    )


def region_changed(prior: Values, region: str) -> ProviderError:
    """The error for another home region."""
    return ProviderError(
        f"{title(prior)} can't move to {region}",
        f"It is at home in {prior['home_region']}, which AWS never changes. Give that region, or leave `region` out; "
        "for a trail at home in another region declare one with another name.",
        ("region",),
    )


def taken_over(values: Values, changes: Sequence[str]) -> tuple[str, str]:
    """The warning when a trail of that name was there already."""
    changed = "".join(f"\n- {change}" for change in changes) or "\n- nothing: it was as declared"
    return f"{title(values)} existed and was taken over", f"{values['arn']} was brought into line:{changed}"


def absent(state: Values) -> tuple[str, str]:
    """The warning when a trail in the state isn't there any more."""
    return (
        f"{title(state)} doesn't exist any more",
        f"{state['arn']} was deleted outside of Terraform, so the account's events may not have been logged since. The "
        "plan shows its `state` as ABSENT; applying makes it again.",
    )


def undelivered(state: Values, why: str) -> tuple[str, str]:
    """The warning when log files don't arrive."""
    return (
        f"{title(state)} can't deliver its log files",
        f"CloudTrail's last delivery to the bucket {state['s3_bucket_name']} failed: {why}. Look at the bucket, its "
        "policy, and the key, if there is one; CloudTrail tries again by itself.",
    )


def will_be_forgotten(prior: Values) -> tuple[str, str]:
    """The warning when a destroy that keeps is planned."""
    return f"{title(prior)} will be forgotten, not deleted", f"on_destroy is keep: {prior['arn']} stays as it is."


def will_be_deleted(prior: Values) -> tuple[str, str]:
    """The warning when a destroy that deletes is planned."""
    return (
        f"{title(prior)} will be deleted",
        f"on_destroy is delete: the account's events aren't logged by {prior['arn']} any more. Log files stay in "
        f"{prior['s3_bucket_name']}.",
    )


def was_forgotten(prior: Values) -> tuple[str, str]:
    """The warning when a destroy that keeps was done."""
    return (
        f"{title(prior)} was forgotten, not deleted",
        f"{prior['arn']} stays as it is: on_destroy is keep, or this was half of a replacement. To manage it again, "
        "declare it: it is taken over.",
    )


def not_this_one_to_delete(prior: Values, why: str) -> tuple[str, str]:
    """The warning when a destroy that deletes meets a trail that isn't this object's any more."""
    return (
        f"{title(prior)} was forgotten, not deleted",
        f"on_destroy is delete, but {why}. So {prior['arn']} stays as it is, and only this object is forgotten.",
    )


def will_not_be_deleted(prior: Values, why: str) -> tuple[str, str]:
    """The warning when a destroy that deletes is planned for a trail that isn't this object's to delete."""
    return (
        f"{title(prior)} will be forgotten, not deleted",
        f"on_destroy is delete, but {why}. So {prior['arn']} stays as it is.",
    )


def stays_in_the_state(error: EngineError) -> str:
    """What to add to AWS's refusal to delete a trail."""
    return 'The trail stays in the state. To forget it only, set on_destroy = "keep" and apply first.'
