"""What a life cycle is made of: edits, strokes from outside, failures, and the steps that put them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from tests.provider import mishaps
from tests.provider.ground import UNITS

SLOTS = ("a", "b")
EMAILS = {slot: f"aws+{slot}@example.gov" for slot in SLOTS}
ROLES = {"a": "OrganizationAccountAccessRole", "b": "Landing.Role"}

slots = st.sampled_from(SLOTS)
units = st.sampled_from(UNITS)
names = st.sampled_from(["alpha", "Beta.2", "alpha-b"])
existing_names = st.sampled_from(["alpha", "Log Archive", "x", "a" * 50])
keys = st.sampled_from(["CostCenter", "Ünit", "a b", "x" * 128])
tags = st.none() | st.dictionaries(keys, st.sampled_from(["", "100", "é ü", "v" * 256]), max_size=3)
timeouts = st.sampled_from([None, {}, {"create": "90m"}, {"update": "1h30m", "delete": None}])

OPERATIONS: Mapping[str, Sequence[str]] = {
    "organizations": [
        *["CreateGovCloudAccount"] * 4,
        *["CloseAccount", "InviteAccountToOrganization", "AcceptHandshake"] * 2,
        *("DescribeCreateAccountStatus", "ListCreateAccountStatus", "ListAccounts"),
        *("DescribeAccount", "ListParents", "ListChildren", "MoveAccount", "CloseAccount", "DescribeOrganization"),
        *("ListTagsForResource", "TagResource", "UntagResource", "RemoveAccountFromOrganization"),
        *("InviteAccountToOrganization", "AcceptHandshake", "DescribeHandshake"),
        *("ListHandshakesForOrganization", "ListHandshakesForAccount", "*"),
    ],
    "account": ["GetGovCloudAccountInformation", "PutAccountName", "*"],
    "sts": ["AssumeRole", "GetCallerIdentity"],
}
problems = st.lists(mishaps.problems(OPERATIONS), min_size=1, max_size=3)

Edit = tuple[str, str, dict[str, Any]]
Stroke = tuple[str, str]

maybe_unit = st.none() | units
EDITS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "pair": {"name": names, "unit": maybe_unit, "tags": tags, "named": st.booleans()},
    "what_only_terraform_knows": {"timeouts": timeouts, "adopt": st.booleans(), "spelled": st.booleans()},
    "name": {"name": existing_names},
    "closed": {"closed": st.booleans(), "unit": maybe_unit},
    "default_tags": {"tags": tags},
    "membership": {
        "unit": maybe_unit,
        "name": st.none() | existing_names,
        "tags": tags,
        "invitation_notes": st.sampled_from([None, "", "welcome"]),
        "on_destroy": st.sampled_from([None, "keep", "remove"]),
        "timeouts": timeouts,
    },
    "no_pair": {},
    "no_membership": {},
}
edits: st.SearchStrategy[Edit] = st.one_of(
    *(st.tuples(st.just(kind), slots, st.fixed_dictionaries(values)) for kind, values in EDITS.items())
)
looks = st.integers(0, 12)
strokes: st.SearchStrategy[Stroke] = st.tuples(
    slots,
    st.sampled_from(
        [f"commercial {action}" for action in ("rename", "move", "tag", "untag", "unmark", "close", "reopen", "expel")]
        + [
            f"govcloud {action}"
            for action in ("rename", "move", "tag", "untag", "expel", "rival", "DECLINED", "EXPIRED")
        ]
        + ["govcloud CANCELED", "both put right"]
    ),
)


tricks = st.sampled_from(["taint", "replace", "renamed", "email", "role", "rival"])
Step = tuple[str, dict[str, Any]]
some_edits, some_strokes = st.lists(edits, min_size=1, max_size=3), st.lists(strokes, max_size=2)
#: A turn that goes smoothly, one with failures, one that is interrupted, and one with everything; and what a user does.
STEPS: Sequence[tuple[str, dict[str, st.SearchStrategy[Any]]]] = (
    ("turn", {"edits": some_edits, "strokes": some_strokes}),
    ("turn", {"edits": some_edits, "problems": problems}),
    ("turn", {"edits": some_edits, "looks": looks}),
    ("turn", {"edits": some_edits, "strokes": some_strokes, "problems": problems, "looks": st.none() | looks}),
    ("apply", {}),
    ("forget", {"slot": slots, "again": st.booleans()}),
    ("bring_in", {"slot": slots, "by_email": st.booleans(), "membership": st.booleans()}),
    ("try_what_is_refused", {"slot": slots, "trick": tricks}),
)
steps = st.one_of(*(st.tuples(st.just(kind), st.fixed_dictionaries(values)) for kind, values in STEPS))


def pair_at(slot: str) -> str:
    return f"govpair_account_pair.{slot}"


def membership_at(slot: str) -> str:
    return f"govpair_membership.{slot}"
