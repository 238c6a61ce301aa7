"""The life cycle of what two parties do by turns, and of what is inside an account: as properties.

Invitation, acceptance, access and trail of one pair that exists. See :mod:`tests.provider.test_life_cycle_properties`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

import botocore.session
import pytest
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from partition_simulator import Fault, Keys
from tests.provider import mishaps
from tests.provider.ground import Ground, ground
from tests.provider.host import Configuration, Host, Outcome, Reference
from tests.provider.walk import type_of

OPERATIONS: Mapping[str, Sequence[str]] = {
    "organizations": [
        *("InviteAccountToOrganization", "AcceptHandshake", "CancelHandshake", "DescribeHandshake", "*"),
        *("ListHandshakesForOrganization", "ListHandshakesForAccount", "DescribeOrganization", "DescribeAccount"),
    ],
    "cloudtrail": [
        *("CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging", "AddTags", "RemoveTags"),
        *("DescribeTrails", "GetTrailStatus", "ListTags", "*"),
    ],
    "sts": ["AssumeRole", "GetCallerIdentity"],
}
PLAIN = botocore.session.Session()
BUCKETS = ("log-archive", "log-archive-2")
INVITATION, ACCEPTANCE, ACCESS, TRAIL = (
    f"govpair_{name}.it" for name in ("invitation", "invitation_acceptance", "account_access", "account_trail")
)
ORDER = (ACCESS, INVITATION, ACCEPTANCE, TRAIL)
OPEN = ("REQUESTED", "OPEN")

switch = st.none() | st.booleans()
tags = st.none() | st.dictionaries(st.sampled_from(["Owner", "a b"]), st.sampled_from(["", "x", "y"]), max_size=2)
timeouts = st.sampled_from([None, {}, {"create": "90m"}])
EDITS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    INVITATION: {"notes": st.sampled_from([None, "", "welcome"]), "tags": tags, "timeouts": timeouts},
    ACCEPTANCE: {"expected": st.booleans(), "timeouts": timeouts},
    ACCESS: {"commercial": st.booleans(), "timeouts": timeouts},
    TRAIL: {
        "s3_bucket_name": st.sampled_from(BUCKETS),
        "s3_key_prefix": st.sampled_from([None, "pre", "a/b"]),
        "is_multi_region_trail": switch,
        "enable_log_file_validation": switch,
        "logging": switch,
        "tags": tags,
        "on_destroy": st.sampled_from([None, "keep", "delete"]),
        "timeouts": timeouts,
    },
}
STROKES = ("DECLINED", "CANCELED", "EXPIRED", "expel", "rival", "invite", "put right", "close", "reopen")
TRAIL_STROKES = ("stop", "start", "delete", "bucket", "tag")
Edit = tuple[str, dict[str, Any] | None]

edits = st.lists(
    st.one_of(
        *(st.tuples(st.just(address), st.fixed_dictionaries(values)) for address, values in EDITS.items()),
        st.tuples(st.sampled_from(ORDER), st.none()),
    ),
    min_size=1,
    max_size=3,
)
strokes = st.lists(st.sampled_from([*STROKES, *TRAIL_STROKES]), max_size=2)
problems = st.lists(mishaps.problems(OPERATIONS), min_size=1, max_size=3)
looks = st.integers(0, 12)


Step = tuple[str, dict[str, Any]]
#: A turn that goes smoothly, one with failures, one that is interrupted, and one with everything; and what a user does.
STEPS: Sequence[tuple[str, dict[str, st.SearchStrategy[Any]]]] = (
    ("turn", {"edits": edits, "strokes": strokes}),
    ("turn", {"edits": edits, "problems": problems}),
    ("turn", {"edits": edits, "looks": looks}),
    ("turn", {"edits": edits, "strokes": strokes, "problems": problems, "looks": st.none() | looks}),
    ("apply", {}),
    ("forget_and_apply", {"address": st.sampled_from(ORDER)}),
    ("bring_in_the_trail", {}),
    ("bring_in_a_half", {"address": st.sampled_from([INVITATION, ACCEPTANCE])}),
)
steps = st.one_of(*(st.tuples(st.just(kind), st.fixed_dictionaries(values)) for kind, values in STEPS))


class InvitedLifeCycle(RuleBasedStateMachine):
    """One pair, whose GovCloud half is invited, accepts, and is given a trail."""

    ground: Ground

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.ground = self.stack.enter_context(ground())
        self.host = Host(self.ground.provider, self.ground.settings())
        pair = self.ground.simulator.vend("it", "aws+it@example.gov")
        self.pair, self.account_id = pair, pair.govcloud.account_id
        self.keys = self.ground.simulator.keys_for(self.account_id)
        self.declared: dict[str, dict[str, Any]] = {}
        self.may_be_out = False
        self.trail_may_go = False
        s3 = self._client("s3", self.ground.govcloud)
        for bucket in BUCKETS:
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "us-gov-west-1"})
            s3.put_bucket_policy(Bucket=bucket, Policy=_log_policy(bucket))

    def teardown(self) -> None:
        self.stack.close()

    def _client(self, service: str, keys: Keys) -> Any:
        return PLAIN.create_client(
            service,
            region_name="us-gov-west-1",
            endpoint_url=self.ground.simulator.govcloud.url,
            aws_access_key_id=keys.access_key_id,
            aws_secret_access_key=keys.secret_access_key,
        )

    def configuration(self) -> Configuration:
        return {address: self.declared[address] for address in ORDER if address in self.declared}

    @property
    def organization_id(self) -> str:
        found: str = self.ground.member(self.ground.govcloud.account_id).organization_id
        return found

    @initialize(everything=st.booleans())
    def begin(self, everything: bool) -> None:
        for address in ORDER if everything else (INVITATION,):
            bucket = {"s3_bucket_name": BUCKETS[0]} if address == TRAIL else {}
            self.edit(address, bucket)

    def edit(self, address: str, values: dict[str, Any] | None) -> None:
        """Declare a resource anew, or no more."""
        if values is None:
            self.declared.pop(address, None)
            if address == INVITATION:
                self.declared.pop(ACCEPTANCE, None)
            return
        given = dict(values)
        if address == ACCEPTANCE:
            self.declared.setdefault(INVITATION, {"account_id": self.account_id})
            given["handshake_id"] = Reference(INVITATION, "handshake_id")
            given["organization_id"] = self.organization_id if given.pop("expected", False) else None
        if address == ACCESS:
            given["govcloud_account_id"] = self.account_id
            given["commercial_account_id"] = self.pair.commercial.account_id if given.pop("commercial", False) else None
        else:
            given["account_id"] = self.account_id
        self.declared[address] = given

    def turn(
        self,
        edits: Sequence[Edit],
        strokes: Sequence[str] = (),
        problems: Sequence[mishaps.Problem] = (),
        looks: int | None = None,
    ) -> None:
        """The configuration is edited, things happen outside, and an apply meets some problems, or none."""
        for address, values in edits:
            self.edit(address, values)
        for stroke in strokes:
            self.strike(stroke)
        if not problems and looks is None:
            self.apply_well()
            return
        for problem in problems:
            self.ground.simulator.inject(Fault(**problem))
        self.ground.looks_left = looks
        outcome = self._apply()
        event("met problems and " + ("failed" if outcome.errors else "succeeded"))
        self.ground.simulator.clear_faults()
        self.ground.looks_left = None
        if not outcome.errors:
            self.settled()

    @rule(step=steps)
    def step(self, step: Step) -> None:
        """One rule for all: of several, Hypothesis leaves out some in each example, and all are wanted in each."""
        kind, values = step
        getattr(self, kind)(**values)

    def strike(self, what: str) -> None:
        """One thing that happens outside Terraform, where it can."""
        manager = self.ground.manager(self.account_id)
        if what in ("DECLINED", "CANCELED", "EXPIRED"):
            self.ground.end_handshakes(self.account_id, what)
        elif what == "expel" and manager:
            self.may_be_out = True
            self.ground.expel(self.account_id)
        elif what == "rival" and not manager and not self.ground.closed(self.account_id):
            self.ground.admit(self.account_id, self.ground.stranger)
        elif what == "invite" and not self._open_handshakes() and not manager:
            if not self.ground.closed(self.account_id):
                client = self._client("organizations", self.ground.govcloud)
                client.invite_account_to_organization(
                    Target={"Id": self.account_id, "Type": "ACCOUNT"}, Notes="by hand"
                )
        elif what == "put right" and manager == self.ground.stranger.account_id:
            self.ground.expel(self.account_id)
        elif what == "close":
            self.ground.close(self.pair)
        elif what == "reopen":
            self.ground.reopen(self.pair)
        elif what in TRAIL_STROKES and TRAIL in self.host.state and not self.ground.closed(self.account_id):
            self._strike_trail(what, self.host.values(TRAIL)["name"])

    def _strike_trail(self, what: str, name: str) -> None:
        client = self._client("cloudtrail", self.keys)
        found = client.describe_trails(trailNameList=[name])["trailList"]
        if not found:
            return
        if what == "stop":
            client.stop_logging(Name=name)
        elif what == "start":
            client.start_logging(Name=name)
        elif what == "delete":
            self.trail_may_go = True
            client.delete_trail(Name=name)
        elif what == "bucket":
            client.update_trail(Name=name, S3BucketName=BUCKETS[1], EnableLogFileValidation=False)
        else:
            client.add_tags(ResourceId=found[0]["TrailARN"], TagsList=[{"Key": "Stray", "Value": "1"}])

    def _open_handshakes(self) -> list[Any]:
        found = self.ground.simulator.world.handshakes.values()
        return [item for item in found if item.account_id == self.account_id and item.state in OPEN]

    def apply(self) -> None:
        """Nothing was changed since, and nothing goes wrong now."""
        self.apply_well()

    def forget_and_apply(self, address: str) -> None:
        """`terraform state rm`, and an apply that takes up what is there."""
        if address in self.host.state:
            self.host.forget(address)
        self.apply_well()

    def bring_in_the_trail(self) -> None:
        """Import the trail, as if another state had made it."""
        if TRAIL not in self.declared:
            return
        if TRAIL not in self.host.state:
            self.apply_well()
        if TRAIL in self.host.state and self.host.values(TRAIL)["state"] != "ABSENT" and not self._trail_is_gone():
            import_id = self.host.values(TRAIL)["id"]
            self.host.forget(TRAIL)
            self.apply_well(imports={TRAIL: import_id})

    def bring_in_a_half(self, address: str) -> None:
        """Import the invitation, or its acceptance, as if another state had made it."""
        if address not in self.declared or address not in self.host.state or self.ground.closed(self.account_id):
            return
        handshake_id = self.host.values(address)["handshake_id"]
        state = self.ground.simulator.world.handshakes[handshake_id].state
        ours = self.ground.manager(self.account_id) == self.ground.govcloud.account_id
        if (state == "ACCEPTED" and ours) or (state in OPEN and address == INVITATION):
            self.host.forget(address)
            half = address == ACCEPTANCE
            self.apply_well(imports={address: f"{self.account_id}/{handshake_id}" if half else handshake_id})

    def apply_well(self, **options: Any) -> None:
        refusals = self.possible_refusals()
        outcome = self._apply(**options)
        event("applied " + ("and was refused" if outcome.errors else "well"))
        unexpected = [said for said in outcome.errors if type_of(said.address).partition("_")[2] not in refusals]
        assert not unexpected, unexpected
        if not outcome.errors:
            self.settled()

    def _apply(self, **options: Any) -> Outcome:
        if TRAIL in self.host.state and TRAIL not in self.declared:
            self.trail_may_go |= self.host.values(TRAIL)["on_destroy"] == "delete"
        return self.host.apply(self.configuration(), **options)

    def possible_refusals(self) -> set[str]:
        """Types that may end in an error although AWS answers everything."""
        if self.ground.closed(self.account_id):
            return {"invitation", "invitation_acceptance", "account_access", "account_trail"}
        manager = self.ground.manager(self.account_id)
        if manager not in (None, self.ground.govcloud.account_id):
            return {"invitation", "invitation_acceptance"}
        stored = self.host.values(INVITATION) if INVITATION in self.host.state else None
        if stored is not None:
            now = self.ground.simulator.world.handshakes[stored["id"]].state
            if now not in OPEN and (now != "ACCEPTED" or manager is None):
                return {"invitation_acceptance"}  # it has ended: only another invitation helps
        return set()

    def settled(self) -> None:
        """The plan is empty, with and without a refresh, and state, configuration and AWS agree."""
        declared = self.configuration()
        self.ground.simulator.reset_calls()
        for refresh in (False, True):
            plan = self.host.plan(declared, refresh=refresh)
            assert not plan.errors, plan.errors
            assert plan.empty, (refresh, plan.actions)
        assert self.ground.changes() == []
        assert set(self.host.state) == set(declared)
        self.host.state = plan.refreshed
        if INVITATION in declared:
            state = self.host.values(INVITATION)
            handshake = self.ground.simulator.world.handshakes[state["id"]]
            assert (state["state"], state["arn"]) == (handshake.state, handshake.arn)
            assert state["handshake_id"] == handshake.handshake_id
        if ACCEPTANCE in declared:
            assert self.host.values(ACCEPTANCE)["state"] == "ACCEPTED"
            assert self.host.values(ACCEPTANCE)["organization_id"] == self.organization_id
        if ACCESS in declared:
            assert self.account_id in self.host.values(ACCESS)["govcloud_role_arn"]
        if TRAIL in declared:
            self._trail_agrees()

    def _trail_is_gone(self) -> bool:
        if self.ground.closed(self.account_id):
            return False  # nobody can look
        client = self._client("cloudtrail", self.keys)
        return not client.describe_trails(trailNameList=[self.host.values(TRAIL)["name"]])["trailList"]

    def _trail_agrees(self) -> None:
        self.trail_may_go = False
        state, declared = self.host.values(TRAIL), self.declared[TRAIL]
        client = self._client("cloudtrail", self.keys)
        (found,) = client.describe_trails(trailNameList=[state["name"]])["trailList"]
        logging = client.get_trail_status(Name=state["name"])["IsLogging"]
        (tagged,) = client.list_tags(ResourceIdList=[found["TrailARN"]])["ResourceTagList"]
        assert state["arn"] == found["TrailARN"]
        assert state["s3_bucket_name"] == declared["s3_bucket_name"] == found["S3BucketName"]
        assert state["s3_key_prefix"] == declared.get("s3_key_prefix") == found.get("S3KeyPrefix")
        for name, told in (
            ("is_multi_region_trail", found["IsMultiRegionTrail"]),
            ("enable_log_file_validation", found["LogFileValidationEnabled"]),
            ("logging", logging),
        ):
            wanted = declared.get(name)
            assert state[name] == told == (True if wanted is None else wanted), name
        assert state["state"] == ("LOGGING" if logging else "STOPPED")
        tags = {tag["Key"]: tag.get("Value", "") for tag in tagged["TagsList"]}
        claim = tags.pop("govpair:trail", None)
        assert tags == (declared.get("tags") or {})
        assert claim or declared.get("on_destroy") != "delete"

    @invariant()
    def nothing_is_lost(self) -> None:
        """Nothing tainted, one open invitation at most, nobody put out, no trail deleted that was to stay."""
        assert not [address for address, stored in self.host.state.items() if stored.tainted]
        assert len(self._open_handshakes()) <= 1
        if ACCEPTANCE in self.host.state and not self.may_be_out:
            assert self.ground.manager(self.account_id) == self.ground.govcloud.account_id
        if TRAIL in self.host.state and not self.trail_may_go:
            assert not self._trail_is_gone()


def _log_policy(bucket: str) -> str:
    allow = {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}}
    acl = {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}
    arn = f"arn:aws-us-gov:s3:::{bucket}"
    statements = [
        allow | {"Action": "s3:GetBucketAcl", "Resource": arn},
        allow | {"Action": "s3:PutObject", "Resource": f"{arn}/*", "Condition": acl},
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


@pytest.fixture(autouse=True, scope="module")
def no_waiting() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        mishaps.no_waiting(patch)
        yield


InvitedLifeCycle.TestCase.settings = mishaps.profile(12)
TestInvitedLifeCycle = InvitedLifeCycle.TestCase
