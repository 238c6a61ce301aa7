"""One organization as a survey reads it: its units, its members and where they are, their tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from custom_resources.engine.calls import calling
from custom_resources.engine.errors import EngineError
from custom_resources.engine.organization import MemberAccount, tags_of
from custom_resources.engine.permissions import BOTH_MANAGEMENT, needs
from custom_resources.engine.polling import Deadline
from custom_resources.engine.survey_model import Partition, SurveyedAccount, SurveyedOrganization, Unit
from custom_resources.engine.tree import all_accounts, directly_in, units_in

if TYPE_CHECKING:
    from custom_resources.engine.session import AwsSession


def survey_organization(session: AwsSession, deadline: Deadline, *, with_tags: bool = True) -> SurveyedOrganization:
    """Read the organization of a credential set; a stop is heard between calls.

    An account that leaves meanwhile is left out. Raises what AWS answers.
    """
    described = deadline.patiently(lambda: _describe(session))
    management = described.get("MasterAccountId") or described["MasterAccountArn"].split(":")[4]
    root_id = deadline.patiently(lambda: _root(session))
    units = {unit.id: unit for unit in _units(session, deadline, root_id)}
    accounts = []
    left: dict[str, EngineError] = {}
    members = _members(session, deadline, [root_id, *units])
    for number, member in enumerate(members, 1):
        tags = None
        if with_tags:
            deadline.heed_stop("reading the tags of one account after the other")
            if number % 20 == 0:
                deadline.progress(f"{deadline.doing}: {number} of {len(members)} accounts in {session.partition}")
            try:
                tags = deadline.patiently(partial(tags_of, session, member.id))
            except EngineError as error:
                if error.code != "TargetNotFoundException":
                    raise
                left[member.id] = error
                continue
        parent = units.get(member.parent_id)
        accounts.append(
            SurveyedAccount(
                id=member.id,
                name=member.name,
                email=member.email,
                state=member.state,
                parent_id=member.parent_id,
                path=parent.path if parent else "",
                tags=tags,
                joined_method=member.joined_method,
                joined_at=member.joined_timestamp,
                is_management=member.id == management,
            )
        )
    _refuse_still_there(session, deadline, left)
    return SurveyedOrganization(
        partition=cast("Partition", session.partition),
        id=described["Id"],
        root_id=root_id,
        management_account_id=management,
        feature_set=described.get("FeatureSet", ""),
        units=tuple(sorted(units.values(), key=lambda unit: (unit.path.split("/"), unit.id))),
        accounts=tuple(sorted(accounts, key=lambda account: (account.name.casefold(), account.id))),
    )


@needs(BOTH_MANAGEMENT, "organizations:DescribeOrganization")
def _describe(session: AwsSession) -> Mapping[str, Any]:
    with calling(f"reading the organization of {session.name}", session):
        return session.organizations().describe_organization()["Organization"]


@needs(BOTH_MANAGEMENT, "organizations:ListRoots")
def _root(session: AwsSession) -> str:
    """Return the root's id; an organization has exactly one (M)."""
    with calling(f"reading the root of the organization of {session.name}", session):
        answers = session.organizations().get_paginator("list_roots").paginate()
        return next(root["Id"] for answer in answers for root in answer.get("Roots", []))


def _units(session: AwsSession, deadline: Deadline, root_id: str) -> Iterator[Unit]:
    waiting = [(root_id, "")]
    while waiting:
        parent_id, above = waiting.pop(0)
        try:
            found = units_in(session, deadline, parent_id)
        except EngineError as error:
            if error.code != "ParentNotFoundException" or parent_id == root_id:
                raise
            continue  # taken away since it was listed: empty by then
        for unit in found:
            path = f"{above}/{unit['Name']}" if above else unit["Name"]
            yield Unit(unit["Id"], unit["Name"], path, parent_id)
            waiting.append((unit["Id"], path))


def _members(session: AwsSession, deadline: Deadline, parents: list[str]) -> list[MemberAccount]:
    """Every member once, with its parent; parent by parent where ListAccounts shows no `Paths` (M, new in 2026)."""
    found = {member.id: member for member in all_accounts(session, deadline)}
    if all(member.parent_id for member in found.values()):
        return list(found.values())
    for parent_id in parents:
        try:
            found.update({member.id: member for member in directly_in(session, deadline, parent_id)})
        except EngineError as error:
            if error.code != "ParentNotFoundException":
                raise
    return list(found.values())


def _refuse_still_there(session: AwsSession, deadline: Deadline, left: Mapping[str, EngineError]) -> None:
    """Raise what AWS said of an account that it doesn't know any more, and lists all the same."""
    for member in all_accounts(session, deadline) if left else ():
        if member.id in left:
            raise left[member.id]
