"""The resource `govpair_account_trail`: the engine's operations on a trail, as Terraform calls them."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from custom_resources.engine import rules, trail_rules
from custom_resources.engine.member_role import PARTITION_OF_SIDE, SIDES, Side
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.plugin import UNKNOWN, ProviderError, Resource, ResourceContext, Schema, Values, timeout_of
from custom_resources.provider import account_trail_messages as messages
from custom_resources.provider.account_trail_schema import (
    ABSENT,
    CREATE_TIMEOUT,
    DELETE_TIMEOUT,
    SCHEMA,
    UPDATE_TIMEOUT,
)
from custom_resources.provider.account_trail_state import (
    SEEN_BY_AWS,
    absent_state,
    applied_state,
    trail_request,
    trail_state,
)
from custom_resources.provider.claims import TRAILS
from custom_resources.provider.errors import engine_errors
from custom_resources.provider.member_role_attributes import (
    check_role_arn,
    member_role,
    side_of,
    side_that_lets_in,
)
from custom_resources.provider.planned_ends import was_wished
from custom_resources.provider.settings import estate_for_account, settings_of


class AccountTrailResource(Resource):
    """A trail in a member account. Never tainted, never replaced; made again in place when it was deleted."""

    name: ClassVar[str] = "account_trail"
    schema: ClassVar[Schema] = SCHEMA
    read_after_failure: ClassVar[bool] = True

    def identity(self, values: Values) -> str | None:
        """The account and the name: an account has one trail of a name."""
        account_id, name = values.get("account_id"), values.get("name")
        return f"{account_id}/{name}" if isinstance(account_id, str) and isinstance(name, str) else None

    def replacement_refusal(self, identity: str, planned: Values, ctx: ResourceContext) -> ProviderError:
        """See :func:`messages.replacement_refused`."""
        return messages.replacement_refused(planned)

    def duplicate_refusal(self, identity: str, planned: Values, ctx: ResourceContext) -> ProviderError:
        """See :func:`messages.declared_twice`."""
        return messages.declared_twice(planned)

    def validate(self, config: Values, ctx: ResourceContext) -> None:
        """Check that role, key and region are of the account's partition, and that the switches go together."""
        side = side_of(config)
        check_role_arn(config, side, ctx.diagnostics)
        if side in SIDES:
            _check_partition(config, side, ctx)
        everywhere, global_events = (
            config.get("is_multi_region_trail"),
            config.get("include_global_service_events"),
        )
        if global_events is False and everywhere is not UNKNOWN and everywhere is not False:
            ctx.diagnostics.error(
                "A multi-region trail includes global services",
                "include_global_service_events can be false only with is_multi_region_trail = false.",
                ("include_global_service_events",),
            )

    def plan(self, prior: Values | None, planned: Values, ctx: ResourceContext) -> Values:
        """A trail that was deleted elsewhere is planned to be made again, in place."""
        identity = None if prior is None else self.identity(prior)
        settings_of(ctx).planned_ends.keep(TRAILS.what, identity, ctx.private)
        TRAILS.check(planned, planned["tags"], ctx)
        if prior is None:
            return planned
        region = planned["region"]
        if prior["state"] == ABSENT:
            # Elsewhere is fine: there is none to move.
            return planned | {"arn": UNKNOWN, "home_region": UNKNOWN, "state": UNKNOWN}
        if isinstance(region, str) and prior["home_region"] and region != prior["home_region"]:
            raise messages.region_changed(prior, region)
        return planned

    def plan_destroy(self, prior: Values, ctx: ResourceContext) -> None:
        """Say what becomes of the trail."""
        if prior["state"] == ABSENT:
            return
        if prior["on_destroy"] != "delete":
            ctx.diagnostics.warning(*messages.will_be_forgotten(prior))
            return
        why = TRAILS.seen_as_anothers(ctx)
        settings_of(ctx).planned_ends.end(TRAILS.what, None if why else self.identity(prior), ctx.private)
        ctx.diagnostics.warning(*(messages.will_not_be_deleted(prior, why) if why else messages.will_be_deleted(prior)))

    def create(self, planned: Values, ctx: ResourceContext) -> Values:
        """Make the trail or take it over; an error leaves no state, to be taken up by the next apply."""
        return _put(planned, timeout_of(planned, "create", CREATE_TIMEOUT), ctx, new=True, claim=True)

    def read(self, state: Values, ctx: ResourceContext) -> Values | None:
        """The trail as it is now; one that is gone stays in the state as absent, so that the plan says so."""
        from custom_resources.engine.trails import read_trail

        imported = state["arn"] is None
        estate = estate_for_account(ctx, state["side"])
        with engine_errors(SCHEMA.attributes, lambda error: messages.unreadable(error, state)):
            region = state["home_region"] or state["region"]
            trail = read_trail(estate, member_role(state, state["side"]), state["name"], region)
        if trail is None:
            if imported:
                return None
            ctx.diagnostics.warning(*messages.absent(state))
            return absent_state(state)
        TRAILS.look(messages.title(state), trail.claim, state, ctx)
        if trail.delivery_error:
            ctx.diagnostics.warning(*messages.undelivered(state, trail.delivery_error))
        return trail_state(trail, state)

    def update(self, prior: Values, planned: Values, ctx: ResourceContext) -> Values:
        """Bring the trail into line, if AWS sees anything of the change."""
        again = prior["state"] == ABSENT
        claim = again or (prior["on_destroy"], planned["on_destroy"]) == ("keep", "delete")
        if not claim and all(planned[name] == prior[name] for name in SEEN_BY_AWS):
            return {name: prior[name] if value is UNKNOWN else value for name, value in planned.items()}
        return _put(planned, timeout_of(planned, "update", UPDATE_TIMEOUT), ctx, new=again, claim=claim)

    def delete(self, prior: Values, ctx: ResourceContext) -> None:
        """Forget the trail, or delete it if the state says so: not as half of a replacement, nor another's."""
        wished = was_wished(ctx.private)
        if prior["state"] == ABSENT:
            return
        if prior["on_destroy"] != "delete" or not wished:
            ctx.diagnostics.warning(*messages.was_forgotten(prior))
            return
        from custom_resources.engine.trails import delete_trail, read_trail

        estate, role = estate_for_account(ctx, prior["side"]), member_role(prior, prior["side"])
        where = (prior["name"], prior["home_region"])
        with engine_errors(SCHEMA.attributes, messages.stays_in_the_state):
            trail = read_trail(estate, role, *where)
            if trail is None:
                return  # it was deleted already
            if why := TRAILS.superseded(trail.claim, ctx):
                ctx.diagnostics.warning(*messages.not_this_one_to_delete(prior, why))
                return
            delete_trail(estate, role, *where, timeout_of(prior, "delete", DELETE_TIMEOUT))

    def import_state(self, import_id: str, ctx: ResourceContext) -> Values:
        """See :func:`parse_import_id`; the read that follows fills in the rest."""
        given = parse_import_id(import_id)
        state: Values = dict.fromkeys(SCHEMA.attributes)
        state |= {"role_name": DEFAULT_ROLE_NAME, "on_destroy": "keep"} | given
        state["id"] = f"{state['account_id']}/{state['name']}"
        if state["side"] is None:
            doing = f"importing trail {state['name']} of account {state['account_id']}"
            state["side"] = side_that_lets_in(state, doing, ctx)
        return state


def parse_import_id(import_id: str) -> Values:
    """The parts of `[SIDE/]ACCOUNT_ID/NAME[/ROLE_NAME]`.

    :raises ProviderError: when it has another form.
    """
    parts = import_id.split("/")
    side = parts.pop(0) if parts[0] in SIDES else None
    if len(parts) in (2, 3) and not rules.account_id(parts[0]) and not trail_rules.trail_name(parts[1]):
        given: Values = {"side": side, "account_id": parts[0], "name": parts[1]}
        if len(parts) == 2:
            return given
        if not rules.role_name(parts[2]):
            return given | {"role_name": parts[2]}
    raise ProviderError(
        "Invalid import id for a trail",
        f"{import_id!r} isn't ACCOUNT_ID/NAME. A govpair_account_trail is imported by the id of its account and its "
        "name, with `commercial/` or `govcloud/` before them where both sides could be meant, and /ROLE_NAME after "
        "them for a role of another name. Instead of importing, a trail can be declared: it is taken over.",
    )


def _check_partition(config: Values, side: Any, ctx: ResourceContext) -> None:
    region, key = config.get("region"), config.get("kms_key_id")
    if isinstance(region, str) and (problem := trail_rules.region_of(side, region)):
        ctx.diagnostics.error("The region is in the other partition", problem, ("region",))
    if isinstance(key, str) and not trail_rules.kms_key_arn(key):
        partition = PARTITION_OF_SIDE[cast("Side", side)]
        if key.split(":")[1] != partition:
            detail = f"{key} isn't in partition {partition}, where the {side} side's accounts are."
            ctx.diagnostics.error("The key is in the other partition", detail, ("kms_key_id",))


def _put(planned: Values, timeout: float, ctx: ResourceContext, *, new: bool, claim: bool) -> Values:
    from custom_resources.engine.trails import claim_trail, put_trail

    TRAILS.check(planned, planned["tags"], ctx)  # once more: it may have been unknown at plan
    estate, request = estate_for_account(ctx, planned["side"]), trail_request(planned)
    with engine_errors(SCHEMA.attributes, messages.unfinished):
        put = put_trail(estate, request, timeout)
        if claim:
            TRAILS.claim_if_needed(
                planned, ctx, put.trail.claim, lambda own: claim_trail(estate, request.role, put.trail, own, timeout)
            )
    state = applied_state(put.trail, planned)
    if new and put.existed:
        ctx.diagnostics.warning(*messages.taken_over(state, put.changes))
    return state
