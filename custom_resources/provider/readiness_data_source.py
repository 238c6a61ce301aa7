"""The data source `govpair_readiness`: the prerequisites, one by one, and the quotas that are left."""

from __future__ import annotations

from typing import ClassVar

from custom_resources.plugin import (
    BOOL,
    NUMBER,
    STRING,
    Attribute,
    Context,
    DataSource,
    NestedAttribute,
    Schema,
    Values,
)
from custom_resources.provider.errors import engine_errors
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
                description="What is used and what is left of the commercial organization's quotas; null is unknown.",
                computed=True,
            ),
        },
    )

    def read(self, config: Values, ctx: Context) -> Values:
        """All checks; wrong credentials are a finding too, so the credential sets aren't checked beforehand."""
        from custom_resources.engine.readiness import check_readiness

        estate = settings_of(ctx).estate(ctx, "nothing")
        with engine_errors(self.schema.attributes):
            readiness = check_readiness(estate)
        return {
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
        }
