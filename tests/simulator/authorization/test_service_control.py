"""Service and resource control policies: what an organization forbids its members, administrators and root alike."""

from __future__ import annotations

from typing import Any

import pytest

from partition_simulator.partitions import PARTITIONS, Side
from tests.simulator.authorization.conftest import add_user, document, refused, trust
from tests.simulator.conftest import Bench


@pytest.fixture(params=["commercial", "govcloud"])
def side(request: pytest.FixtureRequest) -> Side:
    chosen: Side = request.param
    return chosen


class Governed:
    """A member in an OU below another, of an organization that has service control policies enabled."""

    def __init__(self, bench: Bench, side: Side) -> None:
        self.bench, self.side = bench, side
        self.organizations = bench.organizations(side)
        pair = bench.sim.vend("member", "member@example.gov", join=bench.payer.govcloud)
        account = pair.commercial if side == "commercial" else pair.govcloud
        self.member = account.account_id
        self.root = self.organizations.list_roots()["Roots"][0]["Id"]
        self.outer = self._unit(self.root, "Outer")
        self.inner = self._unit(self.outer, "Inner")
        self.organizations.move_account(AccountId=self.member, SourceParentId=self.root, DestinationParentId=self.inner)
        self.organizations.enable_policy_type(RootId=self.root, PolicyType="SERVICE_CONTROL_POLICY")

    def _unit(self, parent: str, name: str) -> str:
        made = self.organizations.create_organizational_unit(ParentId=parent, Name=name)
        return made["OrganizationalUnit"]["Id"]

    def policy(self, *statements: dict[str, Any], kind: str = "SERVICE_CONTROL_POLICY") -> str:
        made = self.organizations.create_policy(
            Name=f"p{len(self.organizations.list_policies(Filter=kind)['Policies'])}",  # type: ignore[arg-type]
            Description="",
            Type=kind,  # type: ignore[arg-type]
            Content=document(*statements),
        )
        return made["Policy"]["PolicySummary"]["Id"]

    def attach(self, target: str, *statements: dict[str, Any]) -> str:
        policy = self.policy(*statements)
        self.organizations.attach_policy(PolicyId=policy, TargetId=target)
        return policy

    def client(self, service: str, account: str | None = None, **more: Any) -> Any:
        keys = self.bench.sim.keys_for(account or self.member)
        return self.bench.client(service, self.side, keys, **more)


@pytest.fixture
def governed(organized: Bench, side: Side) -> Governed:
    return Governed(organized, side)


DENY_LEAVING = {"Effect": "Deny", "Action": "organizations:LeaveOrganization"}


@pytest.mark.parametrize("level", ["root", "outer", "inner", "member"])
def test_a_deny_on_any_level_forbids_an_administrator(governed: Governed, level: str) -> None:
    governed.attach(getattr(governed, level), DENY_LEAVING)
    code, message = refused(governed.client("organizations").leave_organization)
    assert code == "AccessDeniedException"
    assert message.endswith(
        "organizations:LeaveOrganization on resource: * with an explicit deny in a service control policy"
    )


def test_what_is_not_denied_stays_allowed(governed: Governed) -> None:
    governed.attach(governed.inner, DENY_LEAVING)
    assert governed.client("organizations").describe_organization()["Organization"]
    assert governed.client("iam").list_users()["Users"]


def test_a_detached_policy_forbids_nothing(governed: Governed) -> None:
    policy = governed.attach(governed.outer, {"Effect": "Deny", "Action": "iam:ListUsers"})
    iam = governed.client("iam")
    assert refused(iam.list_users)[0] == "AccessDenied"
    governed.organizations.detach_policy(PolicyId=policy, TargetId=governed.outer)
    assert iam.list_users()["Users"]


def test_an_account_that_is_moved_away_is_free(governed: Governed) -> None:
    governed.attach(governed.inner, {"Effect": "Deny", "Action": "iam:ListUsers"})
    iam = governed.client("iam")
    assert refused(iam.list_users)[0] == "AccessDenied"
    governed.organizations.move_account(
        AccountId=governed.member, SourceParentId=governed.inner, DestinationParentId=governed.outer
    )
    assert iam.list_users()["Users"]


def test_every_level_must_allow(governed: Governed) -> None:
    governed.attach(governed.outer, {"Action": "iam:*"})
    governed.organizations.detach_policy(PolicyId="p-FullAWSAccess", TargetId=governed.outer)
    assert governed.client("iam").list_users()["Users"]
    code, message = refused(governed.client("organizations").describe_organization)
    assert code == "AccessDeniedException"
    assert message.endswith("because no service control policy allows the organizations:DescribeOrganization action")


def test_the_management_account_is_not_affected(governed: Governed) -> None:
    governed.attach(governed.root, {"Effect": "Deny", "Action": "*"})
    assert governed.organizations.list_accounts()["Accounts"]
    assert refused(governed.client("iam").list_users)[0] == "AccessDenied"


def test_nothing_is_forbidden_while_the_type_is_not_enabled(governed: Governed) -> None:
    governed.attach(governed.inner, {"Effect": "Deny", "Action": "*"})
    iam = governed.client("iam")
    assert refused(iam.list_users)[0] == "AccessDenied"
    governed.organizations.disable_policy_type(RootId=governed.root, PolicyType="SERVICE_CONTROL_POLICY")
    assert iam.list_users()["Users"]


def test_who_am_i_is_always_answered(governed: Governed) -> None:
    governed.attach(governed.root, {"Effect": "Deny", "Action": "*"})
    assert governed.client("sts").get_caller_identity()["Account"] == governed.member


def test_logging_is_not_to_be_stopped(governed: Governed) -> None:
    governed.attach(governed.inner, {"Effect": "Deny", "Action": ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"]})
    trails = governed.client("cloudtrail")
    code, message = refused(trails.stop_logging, Name="audit")
    region = PARTITIONS[governed.side].home_region
    arn = f"arn:{PARTITIONS[governed.side].name}:cloudtrail:{region}:{governed.member}:trail/audit"
    assert code == "AccessDeniedException"
    assert f"cloudtrail:StopLogging on resource: {arn} with an explicit deny in a service control policy" in message
    assert refused(trails.start_logging, Name="audit")[0] == "TrailNotFoundException"


def test_other_regions_are_closed_and_global_services_spared(governed: Governed) -> None:
    home = PARTITIONS[governed.side].home_region
    other = "eu-central-1" if governed.side == "commercial" else "us-gov-east-1"
    governed.attach(
        governed.root,
        {
            "Effect": "Deny",
            "NotAction": ["iam:*", "organizations:*", "sts:*"],
            "Resource": "*",
            "Condition": {"StringNotEquals": {"aws:RequestedRegion": [home]}},
        },
    )
    assert governed.client("cloudtrail").describe_trails()["trailList"] == []
    assert refused(governed.client("cloudtrail", region=other).describe_trails)[0] == "AccessDeniedException"
    assert governed.client("sts", region=other).get_caller_identity()


def test_the_exempted_role_may(governed: Governed) -> None:
    partition = PARTITIONS[governed.side].name
    spared = f"arn:{partition}:iam::*:role/OrganizationAccountAccessRole"
    condition = {"ArnNotLike": {"aws:PrincipalArn": spared}}
    governed.attach(governed.root, {"Effect": "Deny", "Action": "iam:ListUsers", "Condition": condition})
    assert refused(governed.client("iam").list_users)[0] == "AccessDenied"
    session = governed.bench.assume(governed.side, governed.member)
    assert governed.bench.client("iam", governed.side, session).list_users()["Users"] is not None


def test_a_service_control_policy_grants_nothing(governed: Governed) -> None:
    governed.attach(governed.inner, {"Action": "*"})
    admin = governed.bench.sim.keys_for(governed.member)
    user = add_user(governed.bench, governed.side, admin=admin)
    assert "no identity-based policy allows" in refused(governed.bench.client("iam", governed.side, user).list_users)[1]


def test_a_standalone_account_is_free(governed: Governed) -> None:
    governed.attach(governed.root, {"Effect": "Deny", "Action": "*"})
    alone = governed.bench.sim.vend("alone", "alone@example.gov").govcloud.account_id
    keys = governed.bench.sim.keys_for(alone)
    assert governed.bench.client("iam", "govcloud", keys).list_users()["Users"]


def test_a_resource_control_policy_closes_roles_and_buckets_of_members(governed: Governed) -> None:
    organizations = governed.organizations
    organizations.enable_policy_type(RootId=governed.root, PolicyType="RESOURCE_CONTROL_POLICY")
    iam = governed.client("iam")
    arn = iam.create_role(RoleName="open", AssumeRolePolicyDocument=trust({"AWS": "*"}))["Role"]["Arn"]
    outsider = governed.bench.sim.seed_management_pair("other", "other@example.gov").side(governed.side)
    sts = governed.bench.sts(governed.side, outsider)
    assert sts.assume_role(RoleArn=arn, RoleSessionName="test")
    perimeter = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sts:AssumeRole",
        "Condition": {
            "StringNotEqualsIfExists": {
                "aws:PrincipalOrgID": organizations.describe_organization()["Organization"]["Id"]
            },
            "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
        },
    }
    policy = governed.policy(perimeter, kind="RESOURCE_CONTROL_POLICY")
    organizations.attach_policy(PolicyId=policy, TargetId=governed.outer)
    assert refused(sts.assume_role, RoleArn=arn, RoleSessionName="test")[0] == "AccessDenied"
    assert governed.bench.sts(governed.side).assume_role(RoleArn=arn, RoleSessionName="test")
