"""The data source `govpair_readiness`: the prerequisites, one by one, and the quotas that are left."""

from __future__ import annotations

from typing import Any, ClassVar

from custom_resources.plugin import (
    BOOL,
    NUMBER,
    STRING,
    Attribute,
    Context,
    DataSource,
    ListOf,
    NestedAttribute,
    Schema,
    Values,
)
from custom_resources.provider.errors import engine_errors
from custom_resources.provider.setting_rules import whole_number_from
from custom_resources.provider.settings import settings_of

_QUOTAS = {
    "creations_in_progress": "How many creations of accounts are in progress.",
    "creations_at_once": "How many may be in progress at once; further ones wait.",
    "accounts": "How many accounts are used: members, closed ones as long as AWS lists them, open invitations and "
    "creations in progress.",
    "account_quota": "How many accounts the commercial organization may have.",
    "accounts_left": "How many accounts can still be made.",
    "closures_in_30_days": "How many accounts were closed in the last 30 days: always null, because AWS doesn't tell.",
    "closure_quota": "How many accounts may be closed in 30 days.",
    "invitations_left": "How many accounts the GovCloud organization may invite now, at least; accepted invitations "
    "don't count.",
}
_ESTIMATE = {
    "vending_seconds": Attribute(NUMBER, "Seconds from now until the last of them is made.", computed=True),
    "joining_seconds": Attribute(
        NUMBER, "Seconds from now until the last of them is a member of its GovCloud organization.", computed=True
    ),
    "fits": Attribute(BOOL, "Whether the quotas have room for all; null where that is unknown.", computed=True),
    "arithmetic": Attribute(ListOf(STRING), "How these came about, a sentence each.", computed=True),
    "problems": Attribute(ListOf(STRING), "What won't fit, and what to do about it.", computed=True),
    "unknown": Attribute(ListOf(STRING), "Quotas that couldn't be read and are taken as sufficient.", computed=True),
}


class ReadinessDataSource(DataSource):
    """Whether pairs can be made and joined with this provider configuration."""

    name: ClassVar[str] = "readiness"
    schema: ClassVar[Schema] = Schema(
        description=(
            "Whether account pairs can be made and joined with this provider configuration, for `check` blocks and "
            "preconditions. Reading it changes nothing, and a prerequisite that isn't met is no error: it is told, "
            "with the way to mend it."
        ),
        attributes={
            "pairs": Attribute(
                NUMBER,
                "How many new account pairs are meant: adds the check `pairs_fit` and the `estimate`.",
                optional=True,
                validators=(whole_number_from(1, 50_000),),
            ),
            "ready": Attribute(
                BOOL,
                "Whether every required check is passed and no other one failed; a required one that is unknown counts "
                "as failed.",
                computed=True,
            ),
            "checks": NestedAttribute(
                nesting="list",
                attributes={
                    "name": Attribute(STRING, "The check's name, such as `trusted_access`.", computed=True),
                    "ready": Attribute(
                        BOOL, "Whether it is passed; null where AWS doesn't permit to know it.", computed=True
                    ),
                    "required": Attribute(BOOL, "Whether `ready` needs it to be known.", computed=True),
                    "detail": Attribute(STRING, "What was seen.", computed=True),
                    "next_step": Attribute(STRING, "How to mend it; null if it is passed.", computed=True),
                },
                description="The prerequisites, in the order in which they build on each other.",
                computed=True,
            ),
            "quotas": NestedAttribute(
                nesting="single",
                attributes={name: Attribute(NUMBER, text, computed=True) for name, text in _QUOTAS.items()},
                description="What is used and what is left of the organizations' quotas; null is unknown.",
                computed=True,
            ),
            "estimate": NestedAttribute(
                nesting="single",
                attributes=_ESTIMATE,
                description="How long making `pairs` and letting them join will take, and what won't fit; null without "
                "`pairs`, and where the commercial credentials aren't usable.",
                computed=True,
            ),
        },
    )

    def read(self, config: Values, ctx: Context) -> Values:
        """All checks; wrong credentials are a finding too, so the credential sets aren't checked beforehand."""
        from custom_resources.engine.readiness import check_readiness

        estate = settings_of(ctx).estate(ctx, "nothing")
        with engine_errors(self.schema.attributes):
            readiness = check_readiness(estate, int(config["pairs"]) if config.get("pairs") is not None else None)
        expected = readiness.estimate
        return {
            "pairs": config.get("pairs"),
            "ready": readiness.ready,
            "checks": [
                {
                    "name": check.name,
                    "ready": check.ready,
                    "required": check.required,
                    "detail": check.detail,
                    "next_step": check.next_step or None,
                }
                for check in readiness.checks
            ],
            "quotas": {name: getattr(readiness.quotas, name) for name in _QUOTAS},
            "estimate": {name: _plain(getattr(expected, name)) for name in _ESTIMATE} if expected else None,
        }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
