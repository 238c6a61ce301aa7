"""The resource `govpair_account_alias`: the engine's operations on an account's alias, as Terraform calls them."""

from __future__ import annotations

from typing import ClassVar

from custom_resources.engine import rules
from custom_resources.engine.arns import sign_in_url
from custom_resources.engine.member_role import PARTITION_OF_SIDE, SIDES, Side
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.plugin import UNKNOWN, ProviderError, Resource, ResourceContext, Schema, Values, timeout_of
from custom_resources.provider import account_alias_messages as messages
from custom_resources.provider.account_alias_schema import CREATE_TIMEOUT, DELETE_TIMEOUT, SCHEMA, UPDATE_TIMEOUT
from custom_resources.provider.errors import engine_errors
from custom_resources.provider.member_role_attributes import check_role_arn, member_role, side_of, side_that_lets_in
from custom_resources.provider.planned_ends import was_wished
from custom_resources.provider.settings import estate_for_account, settings_of


class AccountAliasResource(Resource):
    """The alias of a member account. Never tainted, never replaced; given again in place when it was deleted."""

    name: ClassVar[str] = "account_alias"
    schema: ClassVar[Schema] = SCHEMA
    read_after_failure: ClassVar[bool] = True

    def identity(self, values: Values) -> str | None:
        """The account: it has one alias."""
        account_id = values.get("account_id")
        return account_id if isinstance(account_id, str) else None

    def replacement_refusal(self, identity: str, planned: Values, ctx: ResourceContext) -> ProviderError:
        """See :func:`messages.replacement_refused`."""
        return messages.replacement_refused(planned)

    def duplicate_refusal(self, identity: str, planned: Values, ctx: ResourceContext) -> ProviderError:
        """See :func:`messages.declared_twice`."""
        return messages.declared_twice(planned)

    def validate(self, config: Values, ctx: ResourceContext) -> None:
        """Check that the role is one of the account, on its side."""
        check_role_arn(config, side_of(config), ctx.diagnostics)

    def plan(self, prior: Values | None, planned: Values, ctx: ResourceContext) -> Values:
        """Refuse an alias that the plan gives to another account too; the sign-in URL follows from the alias."""
        settings = settings_of(ctx)
        settings.planned_ends.keep("alias", None if prior is None else self.identity(prior), ctx.private)
        side, alias, account_id = planned["side"], planned["alias"], planned["account_id"]
        if UNKNOWN not in (side, alias, account_id):
            other = settings.planned_aliases.setdefault((side, alias), account_id)
            if other != account_id:
                raise messages.shared(planned, other)
        return planned | {"sign_in_url": UNKNOWN if UNKNOWN in (side, alias) else _url(side, alias)}

    def plan_destroy(self, prior: Values, ctx: ResourceContext) -> None:
        """Say what becomes of the alias."""
        if prior["alias"] is None:
            return
        if prior["on_destroy"] != "delete":
            ctx.diagnostics.warning(*messages.will_be_forgotten(prior))
            return
        settings_of(ctx).planned_ends.end("alias", self.identity(prior), ctx.private)
        ctx.diagnostics.warning(*messages.will_be_deleted(prior))

    def create(self, planned: Values, ctx: ResourceContext) -> Values:
        """Give the alias or take it up; an error leaves no state, to be taken up by the next apply."""
        return _put(planned, None, timeout_of(planned, "create", CREATE_TIMEOUT), ctx)

    def read(self, state: Values, ctx: ResourceContext) -> Values | None:
        """The alias as it is now; null when it is gone, so that the plan says so."""
        from custom_resources.engine.account_aliases import read_alias

        imported = state["id"] is None
        estate = estate_for_account(ctx, state["side"])
        with engine_errors(SCHEMA.attributes, lambda error: messages.unreadable(error, state)):
            alias = read_alias(estate, member_role(state, state["side"]))
        if alias is None:
            if imported:
                return None
            if state["alias"] is not None:
                ctx.diagnostics.warning(*messages.absent(state))
        return _state(state | {"alias": alias})

    def update(self, prior: Values, planned: Values, ctx: ResourceContext) -> Values:
        """Give the account its new alias, if it is another."""
        if planned["alias"] == prior["alias"]:
            return _state(planned)
        return _put(planned, prior, timeout_of(planned, "update", UPDATE_TIMEOUT), ctx)

    def delete(self, prior: Values, ctx: ResourceContext) -> None:
        """Forget the alias, or delete it if the state says so: not as half of a replacement."""
        wished = was_wished(ctx.private)
        if prior["alias"] is None:
            return
        if prior["on_destroy"] != "delete" or not wished:
            ctx.diagnostics.warning(*messages.was_forgotten(prior))
            return
        from custom_resources.engine.account_aliases import delete_alias

        estate = estate_for_account(ctx, prior["side"])
        timeout = timeout_of(prior, "delete", DELETE_TIMEOUT)
        with engine_errors(SCHEMA.attributes, messages.stays_in_the_state):
            found = delete_alias(estate, member_role(prior, prior["side"]), prior["alias"], timeout)
        if found is not None:
            ctx.diagnostics.warning(*messages.another_stays(prior, found))

    def import_state(self, import_id: str, ctx: ResourceContext) -> Values:
        """See :func:`parse_import_id`; the read that follows fills in the rest."""
        state: Values = dict.fromkeys(SCHEMA.attributes)
        state |= {"role_name": DEFAULT_ROLE_NAME, "on_destroy": "keep"} | parse_import_id(import_id)
        if state["side"] is None:
            state["side"] = side_that_lets_in(state, f"importing the alias of account {state['account_id']}", ctx)
        return state


def parse_import_id(import_id: str) -> Values:
    """The parts of `[SIDE/]ACCOUNT_ID[/ROLE_NAME]`.

    :raises ProviderError: when it has another form.
    """
    parts = import_id.split("/")
    side = parts.pop(0) if parts[0] in SIDES else None
    if len(parts) in (1, 2) and not rules.account_id(parts[0]):
        given: Values = {"side": side, "account_id": parts[0]}
        if len(parts) == 1:
            return given
        if not rules.role_name(parts[1]):
            return given | {"role_name": parts[1]}
    raise ProviderError(
        "Invalid import id for an account's alias",
        f"{import_id!r} isn't ACCOUNT_ID. A govpair_account_alias is imported by the id of its account, with "
        "`commercial/` or `govcloud/` before it where both sides could be meant, and /ROLE_NAME after it for a role of "
        "another name.",
    )


def _put(planned: Values, prior: Values | None, timeout: float, ctx: ResourceContext) -> Values:
    from custom_resources.engine.account_aliases import AliasRequest, put_alias

    side: Side = planned["side"]
    estate = estate_for_account(ctx, side)
    replaces = None if prior is None else prior["alias"]
    with engine_errors(SCHEMA.attributes, lambda error: messages.unfinished(error, planned, new=prior is None)):
        existed = put_alias(estate, AliasRequest(member_role(planned, side), planned["alias"], replaces), timeout)
    if existed:
        ctx.diagnostics.warning(*messages.taken_up(planned))
    return _state(planned)


def _state(values: Values) -> Values:
    alias = values["alias"]
    url = None if alias is None else _url(values["side"], alias)
    return values | {"id": values["account_id"], "sign_in_url": url}


def _url(side: Side, alias: str) -> str:
    return sign_in_url(PARTITION_OF_SIDE[side], alias)
