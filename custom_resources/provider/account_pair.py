"""The resource `govpair_account_pair`: the engine's operations on a pair, as Terraform calls them."""

from __future__ import annotations

from typing import Any, ClassVar

from custom_resources.engine import rules
from custom_resources.engine.errors import AlreadyExists, EngineError, NotFound
from custom_resources.plugin import (
    UNKNOWN,
    ProviderError,
    Resource,
    ResourceContext,
    Schema,
    Values,
    timeout_of,
)
from custom_resources.provider import account_pair_messages as messages
from custom_resources.provider.account_pair_changes import carry_out, needed_changes
from custom_resources.provider.account_pair_closed import GONE, closed_as_read, gone_state, is_closed
from custom_resources.provider.account_pair_import import IMPORTED, import_pair, read_once_more
from custom_resources.provider.account_pair_move import MOVED, move_pair
from custom_resources.provider.account_pair_plan import plan_change, plan_creation
from custom_resources.provider.account_pair_schema import CREATE_TIMEOUT, SCHEMA, UPDATE_TIMEOUT
from custom_resources.provider.account_pair_state import (
    applied_state,
    pair_request,
    pair_state,
    role_arns,
)
from custom_resources.provider.default_tags import tags_to_be_read, with_tags_all
from custom_resources.provider.errors import as_provider_error, engine_errors
from custom_resources.provider.settings import estate_for_pairs, settings_of


class AccountPairResource(Resource):
    """An account pair. Never tainted, never replaced, never closed by a destroy."""

    name: ClassVar[str] = "account_pair"
    schema: ClassVar[Schema] = SCHEMA
    read_after_failure: ClassVar[bool] = True

    def identity(self, values: Values) -> str | None:
        """The email, however it is written: an account pair is made once for it, ever."""
        email = values.get("email")
        return rules.email_key(email) if isinstance(email, str) else None

    def replacement_refusal(self, identity: str, planned: Values, ctx: ResourceContext) -> ProviderError:
        """See :func:`messages.replacement_refused`."""
        return messages.replacement_refused(identity, planned)

    def duplicate_refusal(self, identity: str, planned: Values, ctx: ResourceContext) -> ProviderError:
        """See :func:`messages.declared_twice`."""
        return messages.declared_twice(identity, planned)

    def plan(self, prior: Values | None, planned: Values, ctx: ResourceContext) -> Values:
        """See :mod:`custom_resources.provider.account_pair_plan`."""
        return plan_creation(planned, ctx) if prior is None else plan_change(prior, planned, ctx)

    def plan_destroy(self, prior: Values, ctx: ResourceContext) -> None:
        """Say that the accounts live on, unless they are closed."""
        if not is_closed(prior):
            ctx.diagnostics.warning(*messages.will_be_forgotten(prior))

    def create(self, planned: Values, ctx: ResourceContext) -> Values:
        """Make, resume or adopt the pair.

        Every error leaves no state, even when the accounts exist by then: Terraform would taint the pair otherwise.
        The next apply finds them by their email address and goes on.
        """
        from custom_resources.engine.account_pairs import create_pair, tag_pair

        estate = estate_for_pairs(ctx)
        planned = with_tags_all(planned, settings_of(ctx).default_tags)
        timeout = timeout_of(planned, "create", CREATE_TIMEOUT)
        try:
            settings_of(ctx).creation_estimates.asked(estate)
            pair, adopted = create_pair(
                estate, pair_request(planned), adopt_existing=planned["adopt_existing"], timeout=timeout
            )
            if adopted:
                ctx.log.info("%s: %s existed already", messages.title(planned), pair.commercial_account_id)
            if (
                dict(pair.tags) != planned["tags_all"]
            ):  # taken up with others: left there, they'd be the next plan's change
                undeclared = sorted(set(pair.tags) - set(planned["tags_all"]))
                if undeclared:
                    ctx.diagnostics.warning(*messages.tags_taken_off(planned, pair.commercial_account_id, undeclared))
                tag_pair(estate, pair.commercial_account_id, planned["tags_all"], pair.tags, timeout=timeout)
        except AlreadyExists as error:
            raise messages.already_exists(error, planned) from error
        except EngineError as error:
            raise as_provider_error(error, SCHEMA.attributes, messages.unfinished(error, planned)) from error
        made = applied_state(pair, planned)
        settings_of(ctx).pairs_together.count(made["id"], ctx)
        settings_of(ctx).seen_pairs.add(made)
        return made

    def read(self, state: Values, ctx: ResourceContext) -> Values | None:
        """The pair as it is now; never None, because Terraform would plan another pair then."""
        from custom_resources.engine.account_pairs import in_organization, refresh_pair

        estate, settings = estate_for_pairs(ctx), settings_of(ctx)
        moved = MOVED in ctx.private
        with engine_errors(SCHEMA.attributes, lambda error: messages.unreadable(error, state, moved=moved)):
            try:
                pair = refresh_pair(
                    estate,
                    state["id"],
                    state["govcloud_account_id"],
                    parent_id=(is_closed(state) and state["closed_accounts_parent_id"]) or state["parent_id"],
                    with_tags=moved or tags_to_be_read(state, settings.default_tags),
                    expected=settings.pairs_together.count(state["id"], ctx),
                )
            except NotFound:
                if state["closed"] and is_closed(state) and in_organization(estate, state["commercial_arn"]):
                    gone = gone_state(state, ctx)
                    settings.seen_pairs.add(gone)
                    return gone
                raise
        ctx.private.pop(MOVED, None)
        read_once_more(ctx)
        now = pair_state(pair, state, settings.default_tags)
        if settings.owner is not None and pair.owner not in (None, settings.owner):
            ctx.diagnostics.warning(*messages.another_owner(now, pair.owner, settings.owner))
        now["closed"] = closed_as_read(state, now, ctx)
        settings.seen_pairs.add(now)
        return now

    def update(self, prior: Values, planned: Values, ctx: ResourceContext) -> Values:
        """Rename, tag, move and close, each only where the plan changes it; what was done stays in the state."""
        from custom_resources.engine.account_pairs import read_pair

        if planned["email"] != prior["email"]:  # unknown at plan, else refused there
            raise messages.email_changed(prior)
        if GONE not in ctx.private:
            planned = with_tags_all(planned, settings_of(ctx).default_tags)
        state = {name: prior[name] if value is UNKNOWN else value for name, value in planned.items()}
        state |= role_arns(state["role_name"], state["commercial_account_id"], state["govcloud_account_id"])
        changes = needed_changes(prior, planned)
        if changes:
            estate = estate_for_pairs(ctx)
            timeout = timeout_of(planned, "update", UPDATE_TIMEOUT)
            with engine_errors(SCHEMA.attributes):
                carry_out(estate, prior, changes, planned["tags"], timeout, ctx.save)
                if changes.get("closed"):
                    pair = read_pair(estate, prior["id"], known_govcloud_id=prior["govcloud_account_id"])
                    state = applied_state(pair, planned)
        ctx.private.pop(IMPORTED, None)
        return state

    def delete(self, prior: Values, ctx: ResourceContext) -> None:
        """Forget the pair, without a call: a destroy that was wished looks like one that a taint brought about."""
        if not is_closed(prior):
            ctx.diagnostics.warning(*messages.was_forgotten(prior))

    def upgrade_state(self, version: int, raw: dict[str, Any], ctx: ResourceContext) -> Values:
        """From version 0, whose `tags` were all the tags."""
        return {name: raw.get(name) for name in SCHEMA.attributes} | {"tags_all": raw.get("tags") or {}}

    def move_state(
        self, source_type: str, source_provider: str, source_version: int, raw: dict[str, Any], ctx: ResourceContext
    ) -> Values:
        """See :func:`move_pair`."""
        return move_pair(source_type, source_provider, raw, ctx)

    def import_state(self, import_id: str, ctx: ResourceContext) -> Values:
        """See :func:`import_pair`."""
        return import_pair(import_id, ctx)
