"""The provider block: its schema, its rules, and what it becomes for the resources."""

from __future__ import annotations

from collections.abc import Callable

from custom_resources.engine import rules
from custom_resources.engine.pace import Pace
from custom_resources.plugin import BOOL, NUMBER, STRING, Attribute, Context, Path, Provider, Schema, Stop, Values
from custom_resources.provider import setting_rules
from custom_resources.provider.account_access import AccountAccessResource
from custom_resources.provider.account_alias import AccountAliasResource
from custom_resources.provider.account_credentials import AccountCredentialsEphemeralResource
from custom_resources.provider.account_pair import AccountPairResource
from custom_resources.provider.account_pair_data_source import AccountPairDataSource
from custom_resources.provider.account_pairs_data_source import AccountPairsDataSource
from custom_resources.provider.account_trail import AccountTrailResource
from custom_resources.provider.creation_requests_data_source import CreationRequestsDataSource
from custom_resources.provider.credential_settings import (
    SetName,
    check_credential_set,
    credential_set,
    credential_set_attribute,
    unknown_paths,
)
from custom_resources.provider.default_tags import DEFAULT_TAGS
from custom_resources.provider.invitation import InvitationResource
from custom_resources.provider.invitation_acceptance import InvitationAcceptanceResource
from custom_resources.provider.managed_policy_arn_function import ManagedPolicyArnFunction
from custom_resources.provider.membership import MembershipResource
from custom_resources.provider.pair_email_function import PairEmailFunction
from custom_resources.provider.partition_function import PartitionFunction
from custom_resources.provider.rate_settings import RATES, rates_of
from custom_resources.provider.readiness_data_source import ReadinessDataSource
from custom_resources.provider.role_arn_function import RoleArnFunction
from custom_resources.provider.root_arn_function import RootArnFunction
from custom_resources.provider.settings import Settings

DEFAULT_MAX_NEW_PAIRS = 10

_SETS: tuple[SetName, ...] = ("commercial", "govcloud_paired", "govcloud_management")

SCHEMA = Schema(
    description="AWS GovCloud (US) account pairs as code.",
    attributes={
        "owner": Attribute(
            STRING,
            "Who declares these pairs: the value of the marker tag `govpair:owner` that each creation carries, by "
            "which an interrupted creation is found again. Needed where a plan makes a pair (unless `creation_marker` "
            "is false), and for each state another one: two states with the same owner take up each other's pairs.",
            optional=True,
            validators=(rules.owner,),
        ),
        "creation_marker": Attribute(
            BOOL,
            "Whether creations carry the marker tag; true when left out. Without it, an account whose creation was "
            "interrupted has to be imported, or adopted with `adopt_existing`; and no destroy ends a membership or "
            "deletes a trail, because that takes a tag, too.",
            optional=True,
        ),
        "max_new_pairs": Attribute(
            NUMBER,
            f"How many new account pairs one plan may make; {DEFAULT_MAX_NEW_PAIRS} when left out.",
            optional=True,
            validators=(setting_rules.whole_number_from(0, 50_000),),
        ),
        "default_tags": DEFAULT_TAGS,
        "rates": RATES,
        "commercial": credential_set_attribute(
            "Credentials of the commercial organization's management account; botocore's default sources when left out."
        ),
        "govcloud_paired": credential_set_attribute(
            "Credentials of the GovCloud account paired with the commercial management account: the only one that the "
            "role in a new GovCloud account trusts."
        ),
        "govcloud_management": credential_set_attribute(
            "Credentials of the GovCloud organization's management account; the same as `govcloud_paired` when left "
            "out."
        ),
    },
)


class GovpairProvider(Provider):
    """The provider `govpair`.

    Args:
        pace: makes the clock that operations wait by, from the flag that Terraform's Ctrl-C sets; tests give one
            that moves a simulator's clock.
    """

    name = "govpair"
    version = "0.1.0"
    schema = SCHEMA
    resources = (
        AccountPairResource,
        MembershipResource,
        InvitationResource,
        InvitationAcceptanceResource,
        AccountAccessResource,
        AccountTrailResource,
        AccountAliasResource,
    )
    ephemeral_resources = (AccountCredentialsEphemeralResource,)
    data_sources = (
        AccountPairDataSource,
        AccountPairsDataSource,
        CreationRequestsDataSource,
        ReadinessDataSource,
    )
    functions = (
        ManagedPolicyArnFunction,
        PairEmailFunction,
        PartitionFunction,
        RoleArnFunction,
        RootArnFunction,
    )

    def __init__(self, pace: Callable[[Stop], Pace] | None = None) -> None:
        super().__init__()
        self._pace = pace

    def validate(self, config: Values, ctx: Context) -> None:
        """Check what can be checked without AWS; unknown values pass."""
        for name in _SETS:
            check_credential_set(name, config.get(name), ctx.diagnostics)

    def configure(self, config: Values, ctx: Context) -> Settings | None:
        """Settings for the resources; AWS is first called when a resource needs it."""
        # Unknown default tags only make the resources' tags unknown.
        unknown = [path for path in unknown_paths(config) if path[0] != "default_tags"]
        for path in unknown:
            ctx.diagnostics.error("Provider setting isn't known yet", _unknown_detail(path), path)
        if unknown:
            return None
        sets = {name: config.get(name) for name in _SETS}
        marker = config.get("creation_marker")
        limit = config.get("max_new_pairs")
        return Settings(
            commercial=credential_set("commercial", sets["commercial"]),
            govcloud_paired=credential_set("govcloud_paired", sets["govcloud_paired"]),
            govcloud_management=(
                None
                if sets["govcloud_management"] is None
                else credential_set("govcloud_management", sets["govcloud_management"])
            ),
            owner=config.get("owner"),
            creation_marker=True if marker is None else marker,
            rates=rates_of(config.get("rates")),
            max_new_pairs=DEFAULT_MAX_NEW_PAIRS if limit is None else int(limit),
            default_tags=config.get("default_tags"),
            pace=self._pace,
        )


def _unknown_detail(path: Path) -> str:
    name = ".".join(str(step) for step in path)
    return (
        f"The provider setting {name} depends on something that doesn't exist before apply. Planning without it could "
        "reach the wrong account. Do it in two steps: apply what it depends on first, with -target or in a stack of "
        "its own, and then this; or write the value out."
    )
