"""The resource `govpair_membership`: the engine's operations on a membership, as Terraform calls them."""

from __future__ import annotations

from typing import Any, ClassVar

from custom_resources.engine import rules
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.plugin import UNKNOWN, ProviderError, Resource, ResourceContext, Schema, Values, timeout_of
from custom_resources.provider import membership_messages as messages
from custom_resources.provider.claims import MEMBERSHIPS
from custom_resources.provider.default_tags import refuse_too_many, tags_all, tags_to_be_read, with_tags_all
from custom_resources.provider.errors import engine_errors
from custom_resources.provider.first_tags import managed_until_now, warn_if_they_begin
from custom_resources.provider.member_role_attributes import check_role_arn
from custom_resources.provider.membership_ended import ENDED, ended_state, plan_ended, refuse_ended
from custom_resources.provider.membership_schema import (
    ANOTHER_MEMBER,
    CREATE_TIMEOUT,
    DELETE_TIMEOUT,
    SCHEMA,
    UPDATE_TIMEOUT,
)
from custom_resources.provider.membership_state import (
    another_one,
    applied_state,
    membership_request,
    membership_state,
    this_one,
)
from custom_resources.provider.planned_ends import was_wished
from custom_resources.provider.settings import estate_for_memberships, settings_of

RENAMED_FROM = "renamed_from"
"""Private state: the name before, where the last read found another one."""


class MembershipResource(Resource):
    """A GovCloud account in its GovCloud organization. A replacement never puts it out of there."""

    name: ClassVar[str] = "membership"
    schema: ClassVar[Schema] = SCHEMA
    read_after_failure: ClassVar[bool] = True

    def identity(self, values: Values) -> str | None:
        """The account's id: an account is in one organization, once."""
        account_id = values.get("account_id")
        return account_id if isinstance(account_id, str) else None

    def replacement_refusal(self, identity: str, planned: Values, ctx: ResourceContext) -> ProviderError:
        """See :func:`messages.replacement_refused`."""
        return messages.replacement_refused(identity, planned)

    def duplicate_refusal(self, identity: str, planned: Values, ctx: ResourceContext) -> ProviderError:
        """See :func:`messages.declared_twice`."""
        return messages.declared_twice(identity, planned)

    def validate(self, config: Values, ctx: ResourceContext) -> None:
        """Check that a role's ARN is of the account itself."""
        check_role_arn(config, "govcloud", ctx.diagnostics)

    def plan(self, prior: Values | None, planned: Values, ctx: ResourceContext) -> Values:
        """Add the default tags, and leave room for the claim's; without a configured provider there is no plan."""
        settings = settings_of(ctx)
        settings.planned_ends.keep(MEMBERSHIPS.what, None if prior is None else this_one(prior), ctx.private)
        planned["tags_all"] = tags = tags_all(settings.default_tags, planned["tags"])
        refuse_too_many(tags, messages.title(planned), marker=False)
        MEMBERSHIPS.check(planned, tags, ctx)
        warn_if_they_begin(messages.title(planned), prior, tags, ctx)
        renamed_from = ctx.private.pop(RENAMED_FROM, None)
        if prior is not None and renamed_from and (ctx.config or {}).get("name") is None:
            ctx.diagnostics.warning(*messages.was_renamed(prior, renamed_from))
        if prior is None:
            settings.seen_pairs.refuse_as_member(planned["account_id"])
        elif ENDED in ctx.private:
            return plan_ended(prior, planned, ctx)
        return planned

    def plan_destroy(self, prior: Values, ctx: ResourceContext) -> None:
        """Say what becomes of the account."""
        if prior["on_destroy"] != "remove":
            ctx.diagnostics.warning(*messages.will_be_forgotten(prior))
            return
        if ENDED in ctx.private:
            settings_of(ctx).planned_ends.end(MEMBERSHIPS.what, None, ctx.private)
            ctx.diagnostics.warning(*messages.has_ended(prior))
            return
        why = MEMBERSHIPS.seen_as_anothers(ctx)
        settings_of(ctx).planned_ends.end(MEMBERSHIPS.what, None if why else this_one(prior), ctx.private)
        ctx.diagnostics.warning(*(messages.will_not_be_ended(prior, why) if why else messages.will_be_removed(prior)))

    def create(self, planned: Values, ctx: ResourceContext) -> Values:
        """Invite, accept, place, tag and name, whatever isn't done yet; an error leaves no state, to be resumed."""
        from custom_resources.engine.memberships import claim_member, join, tag_member

        planned = with_tags_all(planned, settings_of(ctx).default_tags)
        MEMBERSHIPS.check(planned, planned["tags_all"], ctx)  # once more: it may have been unknown at plan
        timeout = timeout_of(planned, "create", CREATE_TIMEOUT)
        estate = estate_for_memberships(ctx)
        with engine_errors(SCHEMA.attributes, messages.unfinished):
            membership = join(estate, membership_request(planned), timeout=timeout)
            if dict(membership.tags) != planned["tags_all"]:
                # A member already, or by an older invitation: its other tags would be the next plan's change.
                tag_member(estate, membership.account_id, planned["tags_all"], membership.tags, timeout=timeout)
            MEMBERSHIPS.claim_if_needed(
                planned, ctx, membership.claim, lambda own: claim_member(estate, membership.account_id, own, timeout)
            )
            settings_of(ctx).memberships_together.count(membership.account_id, ctx)
            return applied_state(membership, planned)

    def read(self, state: Values, ctx: ResourceContext) -> Values | None:
        """The membership as it is now; never None, because Terraform would plan to invite the account again."""
        from custom_resources.engine.memberships import managed_organization, refresh_membership

        estate, default_tags = estate_for_memberships(ctx), settings_of(ctx).default_tags
        with_tags = state["on_destroy"] == "remove" or tags_to_be_read(state, default_tags)
        with engine_errors(SCHEMA.attributes):
            membership = refresh_membership(
                estate,
                state["id"],
                parent_id=state["parent_id"],
                with_tags=with_tags,
                # The invitation's id never changes: it is looked for only in the first read after an import.
                with_handshake=state["arn"] is None,
                expected=settings_of(ctx).memberships_together.count(state["id"], ctx),
            )
            if membership is None:
                return ended_state(state, managed_organization(estate), ctx)
        ctx.private.pop(ENDED, None)
        if with_tags:
            MEMBERSHIPS.look(messages.title(state), membership.claim, state, ctx)
        ctx.private.pop(RENAMED_FROM, None)
        if state["name"] and membership.name and membership.name != state["name"]:
            ctx.private[RENAMED_FROM] = state["name"]  # whether that is drift, only the plan knows
        return membership_state(membership, state, default_tags)

    def update(self, prior: Values, planned: Values, ctx: ResourceContext) -> Values:
        """Tag, move and rename, each only where the plan changes it; what was done stays in the state."""
        from custom_resources.engine.memberships import claim_member, place_member, rename_member, tag_member

        refuse_ended(prior, ctx)
        if planned["account_id"] != prior["account_id"]:  # unknown at plan, else refused there
            raise messages.account_changed(prior, ANOTHER_MEMBER)
        planned = with_tags_all(planned, settings_of(ctx).default_tags)
        MEMBERSHIPS.check(planned, planned["tags_all"], ctx)
        account_id, now = prior["id"], dict(prior)
        timeout = timeout_of(planned, "update", UPDATE_TIMEOUT)
        with engine_errors(SCHEMA.attributes):
            if planned["tags_all"] != prior["tags_all"]:
                tags = (planned["tags_all"], managed_until_now(prior))
                tag_member(estate_for_memberships(ctx), account_id, *tags, timeout=timeout)
                ctx.save(now := now | {"tags": planned["tags"], "tags_all": planned["tags_all"]})
            parent_id = planned["parent_id"]
            if parent_id is not UNKNOWN and parent_id and parent_id != prior["parent_id"]:
                place_member(estate_for_memberships(ctx), account_id, parent_id, timeout=timeout)
                ctx.save(now := now | {"parent_id": parent_id})
            name = planned["name"]
            if name is not UNKNOWN and name and name != prior["name"]:
                rename_member(estate_for_memberships(ctx), account_id, name, timeout=timeout)
                ctx.save(now := now | {"name": name})
            if (prior["on_destroy"], planned["on_destroy"]) == ("keep", "remove"):
                estate = estate_for_memberships(ctx)
                MEMBERSHIPS.claim_if_needed(
                    planned, ctx, None, lambda own: claim_member(estate, account_id, own, timeout)
                )
        return {name: prior[name] if value is UNKNOWN else value for name, value in planned.items()}

    def delete(self, prior: Values, ctx: ResourceContext) -> None:
        """Forget the membership, or end it if the state says `remove`; AWS's refusal leaves it in the state.

        A replacement gets here where the guard can't see it, when the account's id isn't known at plan. It only
        forgets, so that the creation that follows finds the account where it is.
        """
        wished = was_wished(ctx.private)
        if prior["on_destroy"] != "remove":
            ctx.diagnostics.warning(*messages.was_forgotten(prior))
            return
        if not wished:
            ctx.diagnostics.warning(*messages.stays_when_replaced(prior))
            return
        from custom_resources.engine.memberships import read_membership, remove_member

        estate = estate_for_memberships(ctx)
        with engine_errors(SCHEMA.attributes, messages.stays_in_the_state):
            membership = read_membership(estate, prior["id"])
            if membership is None:
                return  # it has ended already
            if why := another_one(membership, prior) or MEMBERSHIPS.superseded(membership.claim, ctx):
                ctx.diagnostics.warning(*messages.not_this_one_to_end(prior, why))
                return
            remove_member(estate, prior["id"], timeout=timeout_of(prior, "delete", DELETE_TIMEOUT))

    def upgrade_state(self, version: int, raw: dict[str, Any], ctx: ResourceContext) -> Values:
        """From version 0, whose `tags` were all the tags."""
        return {name: raw.get(name) for name in SCHEMA.attributes} | {"tags_all": raw.get("tags") or {}}

    def import_state(self, import_id: str, ctx: ResourceContext) -> Values:
        """The account's id and, where it was said, its role; the read that follows fills in what AWS gives back."""
        account_id, slash, role_name = import_id.partition("/")
        problem = rules.account_id(account_id) or (rules.role_name(role_name) if slash else None)
        if problem:
            raise ProviderError(
                "Invalid import id for a membership",
                f"{problem} A govpair_membership is imported by the id of the GovCloud account, "
                "or by ACCOUNT_ID/ROLE_NAME for another role than the default one.",
            )
        state: Values = dict.fromkeys(SCHEMA.attributes)
        return state | {
            "id": account_id,
            "account_id": account_id,
            "role_name": role_name or DEFAULT_ROLE_NAME,
            "on_destroy": "keep",
        }
