"""A `moved` block from hashicorp/aws's `aws_organizations_account` to `govpair_account_pair`."""

from __future__ import annotations

from typing import Any

from custom_resources.engine import rules
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.plugin import ProviderError, ResourceContext, Values
from custom_resources.provider.account_pair_import import IMPORTED, READS_TO_COME
from custom_resources.provider.account_pair_schema import DEFAULT_BILLING, SCHEMA
from custom_resources.provider.account_pair_state import role_arns

SOURCE_TYPE, SOURCE_PROVIDER = "aws_organizations_account", "hashicorp/aws"

OWN_PROVIDER = "govcloud/govpair"
"""What Terraform 1.11 names as the source's provider for all but the first moved instance of a resource with
`for_each` or `count`, because the first move has put the resource over to this one. This provider has no such type.
"""

MOVED = "moved"
"""Private state: set by a move, until the first read has found both halves."""


def move_pair(source_type: str, source_provider: str, raw: dict[str, Any], ctx: ResourceContext) -> Values:
    """The pair's state as far as the other resource's tells it. No call: the provider isn't configured yet.

    The read that follows fills in the rest, the GovCloud account's id above all, which hashicorp/aws forgets on import;
    and it refuses an account that has no GovCloud half. Like after an import, what AWS never gives back is then taken
    from the configuration.

    Raises:
        ProviderError: when the source is of another type or provider, or has no account id. Terraform doesn't say at
            which address, so the account is named.
    """
    account = f"account {raw.get('id')} ({raw.get('name')}, {raw.get('email')})"
    if source_type != SOURCE_TYPE or not f"/{source_provider}".endswith((f"/{SOURCE_PROVIDER}", f"/{OWN_PROVIDER}")):
        raise ProviderError(
            f"A {source_type} can't become an account pair",
            f"Only {SOURCE_TYPE} of the provider {SOURCE_PROVIDER} can be moved to a govpair_account_pair, not "
            f"{source_type} of {source_provider} with the id {raw.get('id')}. Use an `import` block for the pair and a "
            "`removed` block for what had it before.",
        )
    if problem := rules.account_id(raw.get("id")):
        raise ProviderError(
            f"The state of {account} can't be moved", f"Its id is not an account's: {problem} Remove the `moved` block."
        )
    if raw.get("close_on_deletion"):
        ctx.diagnostics.warning(
            f"close_on_deletion of {account} isn't taken over",
            "Destroying a govpair_account_pair closes nothing. To close the pair, set closed = true.",
        )
    ctx.private.update({IMPORTED: READS_TO_COME, MOVED: True})
    state: Values = dict.fromkeys(SCHEMA.attributes)
    role_name = raw.get("role_name") or DEFAULT_ROLE_NAME
    govcloud_id = None if rules.account_id(raw.get("govcloud_id")) else raw["govcloud_id"]
    return state | {
        "email": raw.get("email"),
        "name": raw.get("name"),
        "role_name": role_name,
        "iam_user_access_to_billing": raw.get("iam_user_access_to_billing") or DEFAULT_BILLING,
        "parent_id": raw.get("parent_id"),
        # Which tags are whose default_tags' is the read's to find out, as after an import: this provider has its own.
        "tags": raw.get("tags") or None,
        "tags_all": None,
        "adopt_existing": False,
        "id": raw["id"],
        "commercial_account_id": raw["id"],
        "govcloud_account_id": govcloud_id,
        "commercial_arn": raw.get("arn"),
        "commercial_role_arn": role_arns(role_name, raw["id"], "")["commercial_role_arn"],
        "joined_timestamp": raw.get("joined_timestamp"),
        "joined_method": raw.get("joined_method"),
    }


def not_a_pair(account_id: str) -> str:
    """What to add when the read after a move finds no GovCloud half, or no account."""
    return (
        f"Account {account_id} was moved here from {SOURCE_TYPE}; only one made with create_govcloud = true is half of "
        "a pair. Nothing was changed. Remove its `moved` block, and keep it as it was."
    )
