"""What the trails of a survey show: accounts without one, and trails that do not do their work. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from custom_resources.engine.finding import Finding, Severity, in_a_line
from custom_resources.engine.model import CLOSED_STATES
from custom_resources.engine.survey_model import Survey, TrailReading


def trail_findings(survey: Survey) -> Iterator[Finding]:
    """Yield the findings where trails were read; none where they weren't asked for."""
    govcloud = {account.id for each in survey.govcloud for account in each.accounts}
    govcloud |= {pair.govcloud_account_id for pair in survey.pairs}
    states = {pair.govcloud_account_id: pair.govcloud_state for pair in survey.pairs}
    states |= {account.id: account.state for account in survey.accounts.values()}
    for account_id, reading in (survey.trails or {}).items():
        if states.get(account_id) in CLOSED_STATES:
            continue  # its being closed is a finding already
        account = survey.accounts.get(account_id) or survey.accounts.get(survey.halves.get(account_id, ""))
        side = "GovCloud" if account_id in govcloud else "commercial"
        name = f"The {side} account {account.name if account else ''} ({account_id})".replace("  ", " ")
        yield from _of_account(account_id, name, reading, "problem" if side == "GovCloud" else "warning")


def _of_account(account_id: str, name: str, reading: TrailReading, missing: Severity) -> Iterator[Finding]:
    declare = "Declare a trail for it: `log_archive` in the organization file, or govpair_account_trail."
    if reading.why:
        yield Finding(
            "trails_not_read",
            "warning",
            (account_id,),
            f"{name}: its trails could not be read: {in_a_line(reading.why)}",
            "Give the role that is in it with --role-name, and look whom that trusts.",
        )
        return
    logging = [trail for trail in reading.trails if trail.logging]
    untold = [trail for trail in reading.trails if trail.logging is None]
    if not logging and not untold:
        off = ", ".join(trail.name for trail in reading.trails)
        yield Finding(
            "without_trail",
            missing,
            (account_id,),
            f"{name} has no trail that logs{f': {off} is off' if off else ''}.",
            declare,
        )
    elif logging and not any(trail.is_multi_region_trail for trail in logging):
        regions = ", ".join(sorted({trail.home_region for trail in logging}))
        yield Finding(
            "trail_of_one_region",
            "note",
            (account_id,),
            f"{name} has no trail that logs all regions, only {regions}.",
            declare,
        )
    for trail in reading.trails:
        if trail.logging is None:
            yield Finding(
                "trails_not_read",
                "warning",
                (account_id,),
                f"{name}: whether the trail {trail.name} logs could not be read: {in_a_line(trail.why)}",
                "Allow cloudtrail:GetTrailStatus to the role that is in it.",
            )
        if trail.delivery_error:
            yield Finding(
                "trail_not_delivering",
                "problem",
                (account_id,),
                f"{name}: the trail {trail.name} cannot deliver to {trail.s3_bucket_name}: "
                f"{in_a_line(trail.delivery_error)}",
                "Look at the bucket's policy and key.",
            )
