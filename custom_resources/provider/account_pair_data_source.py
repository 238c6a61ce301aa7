"""The data source `govpair_account_pair`: one pair, by whatever is known of it."""

from __future__ import annotations

from typing import Any, ClassVar

from custom_resources.engine import rules
from custom_resources.engine.errors import EngineError, Refused
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.plugin import STRING, UNKNOWN, Attribute, Context, DataSource, ProviderError, Schema, Values
from custom_resources.provider.account_pair_state import role_arns
from custom_resources.provider.errors import as_provider_error
from custom_resources.provider.pair_attributes import computed_attributes, description_of, pair_values
from custom_resources.provider.settings import estate_for_pairs

KEYS: dict[str, tuple[str, rules.Rule]] = {
    "email": ("email", rules.email),
    "name": ("name", rules.account_name),
    "commercial_account_id": ("account_id", rules.account_id),
    "govcloud_account_id": ("govcloud_account_id", rules.account_id),
}
"""What a pair is looked up by: attribute to the engine's name for it and the rule that it obeys."""


def _key(name: str, rule: rules.Rule) -> Attribute:
    sentence = description_of(name).rstrip(".")
    others = "exactly one of " + ", ".join(f"`{key}`" for key in KEYS)
    return Attribute(STRING, f"{sentence}; give {others}.", optional=True, computed=True, validators=(rule,))


class AccountPairDataSource(DataSource):
    """One account pair that exists."""

    name: ClassVar[str] = "account_pair"
    schema: ClassVar[Schema] = Schema(
        description=(
            "An account pair of the commercial organization, whoever made it. Exactly one of its email address, name "
            "and two ids is given. It is an error when there is no such pair, or when several accounts have the name."
        ),
        attributes={
            **{name: _key(name, rule) for name, (_, rule) in KEYS.items()},
            "role_name": Attribute(
                STRING,
                f"The role that the ARNs are wanted of; `{DEFAULT_ROLE_NAME}` when left out. AWS never tells which it "
                "is.",
                optional=True,
                computed=True,
                default=DEFAULT_ROLE_NAME,
                validators=(rules.role_name,),
            ),
            "id": Attribute(STRING, "The same as `commercial_account_id`.", computed=True),
            **computed_attributes(
                "commercial_arn",
                "govcloud_arn",
                "commercial_state",
                "govcloud_state",
                "parent_id",
                "owner",
                "joined_timestamp",
                "joined_method",
            ),
            "commercial_role_arn": Attribute(
                STRING, "The ARN of the role `role_name` in the commercial account.", computed=True
            ),
            "govcloud_role_arn": Attribute(
                STRING, "The ARN of the role `role_name` in the GovCloud account.", computed=True
            ),
        },
    )

    def validate(self, config: Values, ctx: Context) -> None:
        """Check that one of the four is given; what isn't known yet may turn out to be null."""
        problem = _not_exactly_one(config)
        if problem is not None:
            ctx.diagnostics.add(problem.diagnostic())

    def read(self, config: Values, ctx: Context) -> Values:
        """The pair; ProviderError where there is none."""
        from custom_resources.engine.account_pairs import find_pair

        problem = _not_exactly_one(config)
        if problem is not None:
            raise problem
        ((name, value),) = [(name, config[name]) for name in KEYS if config[name] is not None]
        estate = estate_for_pairs(ctx)
        wanted: dict[str, Any] = {KEYS[name][0]: value}
        try:
            pair = find_pair(estate, **wanted)
        except EngineError as error:
            told = as_provider_error(error, self.schema.attributes)
            if isinstance(error, Refused) and name == "name" and error.code is None:  # several accounts have it
                told = ProviderError(told.summary, told.detail, ("name",))
            raise told from error
        if pair is None:
            raise _not_found(name, value)
        values = pair_values(pair)
        if name == "email":
            values["email"] = value  # the same to AWS (`rules.email_key`), as it was asked for
        return {
            **values,
            "id": pair.commercial_account_id,
            "role_name": config["role_name"],
            **role_arns(config["role_name"], pair.commercial_account_id, pair.govcloud_account_id),
        }


def _not_exactly_one(config: Values) -> ProviderError | None:
    given = [name for name in KEYS if config[name] is not None and config[name] is not UNKNOWN]
    if len(given) > 1:
        return ProviderError(
            "An account pair is looked up by one thing",
            f"{' and '.join(given)} are given: leave all but one of them out.",
            (given[1],),
        )
    if not given and all(config[name] is None for name in KEYS):
        return ProviderError(
            "Which account pair?", f"Give exactly one of {', '.join(KEYS)}; all of them are null or left out."
        )
    return None


def _not_found(name: str, value: str) -> ProviderError:
    hint = {
        "commercial_account_id": " DescribeAccount says so by AccountNotFoundException, GetGovCloudAccountInformation "
        "by ResourceNotFoundException. If the id is that of a GovCloud account, give it as govcloud_account_id.",
        "govcloud_account_id": " If the id is that of a commercial account, give it as commercial_account_id.",
    }.get(name, "")
    return ProviderError(
        f"No account pair with the {name} {value}",
        f"The commercial organization has no member account like that with a GovCloud half.{hint} If it is being made "
        "just now, the data source govpair_creation_requests shows how far that is. Check too that the credential set "
        "`commercial` belongs to the management account of the right organization.",
        (name,),
    )
