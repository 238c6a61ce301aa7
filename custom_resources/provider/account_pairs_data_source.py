"""The data source `govpair_account_pairs`: the inventory of pairs."""

from __future__ import annotations

from typing import ClassVar

from custom_resources.engine import rules
from custom_resources.engine.name_patterns import name_pattern_rule
from custom_resources.plugin import (
    BOOL,
    STRING,
    Attribute,
    Context,
    DataSource,
    MapOf,
    NestedAttribute,
    Schema,
    SetOf,
    Values,
)
from custom_resources.provider.collection_rules import each
from custom_resources.provider.errors import engine_errors
from custom_resources.provider.pair_attributes import STATES, all_attributes, pair_values
from custom_resources.provider.setting_rules import one_of
from custom_resources.provider.settings import estate_for_pairs


class AccountPairsDataSource(DataSource):
    """All account pairs of the commercial organization, or those that fit."""

    name: ClassVar[str] = "account_pairs"
    schema: ClassVar[Schema] = Schema(
        description=(
            "The account pairs of the commercial organization, the management account's own among them, whoever made "
            "them. A pair is listed if it fits every filter that is given; without any, all are. Member accounts "
            "without a GovCloud half are left out."
        ),
        attributes={
            "parent_id": Attribute(
                STRING,
                "Only pairs whose commercial account is directly in this root or organizational unit.",
                optional=True,
                validators=(rules.parent_id,),
            ),
            "recursive": Attribute(
                BOOL,
                "Whether `parent_id` means the organizational units below it too; false when left out.",
                optional=True,
            ),
            "tags": Attribute(
                MapOf(STRING),
                "Only pairs whose commercial account has all these tags, with these values.",
                optional=True,
                validators=(rules.tags,),
            ),
            "states": Attribute(
                SetOf(STRING),
                "Only pairs whose commercial account is in one of these states: "
                f"{', '.join(f'`{state}`' for state in STATES)}.",
                optional=True,
                validators=(each(one_of(*STATES)),),
            ),
            "name_pattern": Attribute(
                STRING,
                "Only pairs whose commercial account's whole name fits: `*` is any characters, `?` exactly one, and "
                "case counts.",
                optional=True,
                validators=(name_pattern_rule,),
            ),
            "commercial_account_ids": Attribute(
                SetOf(STRING),
                "Only pairs whose commercial account has one of these ids.",
                optional=True,
                validators=(each(rules.account_id),),
            ),
            "govcloud_account_ids": Attribute(
                SetOf(STRING),
                "Only pairs whose GovCloud account has one of these ids.",
                optional=True,
                validators=(each(rules.account_id),),
            ),
            "read_tags": Attribute(
                BOOL,
                "Whether to read tags and owner, which costs a call for each pair; true when left out. Without, both "
                "are null.",
                optional=True,
            ),
            "account_pairs": NestedAttribute(
                nesting="list",
                attributes=all_attributes(),
                description="The pairs, in the order of their email addresses.",
                computed=True,
            ),
        },
    )

    def validate(self, config: Values, ctx: Context) -> None:
        """Check what doesn't go together; what isn't known yet passes."""
        if config["recursive"] is True and config["parent_id"] is None:
            ctx.diagnostics.error(
                "Recursive below what?",
                "recursive goes with parent_id: give the root or organizational unit, or leave it out to have all.",
                ("recursive",),
            )
        if config["read_tags"] is False and config["tags"]:
            ctx.diagnostics.error(
                "Tags can't be compared without reading them",
                "tags needs them to be read: leave read_tags out.",
                ("read_tags",),
            )

    def read(self, config: Values, ctx: Context) -> Values:
        """The pairs that fit, and a warning that names the accounts of which AWS doesn't tell."""
        from custom_resources.engine.account_pairs import InventoryFilter, list_inventory

        wanted = InventoryFilter(
            parent_id=config["parent_id"],
            recursive=bool(config["recursive"]),
            tags=config["tags"] or {},
            states=frozenset(config["states"] or ()),
            name_pattern=config["name_pattern"],
            commercial_account_ids=frozenset(config["commercial_account_ids"] or ()),
            govcloud_account_ids=frozenset(config["govcloud_account_ids"] or ()),
        )
        with_tags = config["read_tags"] is not False
        estate = estate_for_pairs(ctx)
        with engine_errors(self.schema.attributes):
            inventory = list_inventory(estate, wanted, with_tags=with_tags)
        if inventory.untold:
            ctx.diagnostics.warning(*_untold([account.id for account in inventory.untold], inventory.why))
        unread: Values = {} if with_tags else {"tags": None, "owner": None}
        return {**config, "account_pairs": [pair_values(pair) | unread for pair in inventory.pairs]}


def _untold(ids: list[str], why: str) -> tuple[str, str]:
    shown = ", ".join(ids[:20]) + (f" and {len(ids) - 20} more" if len(ids) > 20 else "")
    return (
        f"Of {len(ids)} member accounts AWS doesn't tell whether they are pairs",
        f"They are not listed, though some may be pairs: {shown}.\n\n{why}",
    )
