"""What a user or role may do by its own policies."""

from __future__ import annotations

import json
from typing import Any

import pytest

from partition_simulator.partitions import Side
from tests.simulator.authorization.conftest import add_user, document, refused, trust
from tests.simulator.conftest import Bench

LIST = {"Action": "organizations:List*"}


def test_a_user_without_policies_may_only_ask_who_it_is(organized: Bench) -> None:
    user = add_user(organized, "commercial")
    assert organized.sts("commercial", user).get_caller_identity()["Arn"] == user.arn
    code, message = refused(organized.organizations("commercial", user).describe_organization)
    assert code == "AccessDeniedException"
    assert message == (
        f"User: {user.arn} is not authorized to perform: organizations:DescribeOrganization on resource: * because no "
        "identity-based policy allows the organizations:DescribeOrganization action"
    )


@pytest.mark.parametrize(
    ("service", "operation", "arguments", "code", "status"),
    [
        ("account", "get_account_information", {}, "AccessDeniedException", 403),
        ("cloudtrail", "describe_trails", {}, "AccessDeniedException", 400),
        ("iam", "list_users", {}, "AccessDenied", 403),
        ("organizations", "list_roots", {}, "AccessDeniedException", 400),
        ("s3", "list_buckets", {}, "AccessDenied", 403),
        ("service-quotas", "list_service_quotas", {"ServiceCode": "organizations"}, "AccessDeniedException", 400),
        (
            "sts",
            "assume_role",
            {"RoleArn": "arn:aws:iam::ACCOUNT:role/r", "RoleSessionName": "session"},
            "AccessDenied",
            403,
        ),
    ],
)
def test_each_service_refuses_in_its_own_way(
    organized: Bench, service: str, operation: str, arguments: dict[str, Any], code: str, status: int
) -> None:
    user = add_user(organized, "commercial")
    filled = json.loads(json.dumps(arguments).replace("ACCOUNT", user.account_id))
    client = organized.client(service, "commercial", user)
    with pytest.raises(client.exceptions.ClientError) as error:
        getattr(client, operation)(**filled)
    assert error.value.response["Error"]["Code"] == code
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert f"User: {user.arn} is not authorized to perform: " in error.value.response["Error"]["Message"]


def test_an_action_is_allowed_by_its_pattern_and_no_other(organized: Bench) -> None:
    organizations = organized.organizations("commercial", add_user(organized, "commercial", LIST))
    assert organizations.list_roots()["Roots"]
    assert refused(organizations.describe_organization)[0] == "AccessDeniedException"


def test_a_resource_is_allowed_by_its_pattern_and_no_other(organized: Bench) -> None:
    user = add_user(organized, "commercial", {"Action": "iam:*", "Resource": "arn:aws:iam::*:role/app/*"})
    iam = organized.client("iam", "commercial", user)
    assert iam.create_role(RoleName="web", Path="/app/", AssumeRolePolicyDocument=trust({"AWS": user.account_id}))
    assert iam.get_role(RoleName="web")
    code, message = refused(iam.create_role, RoleName="web2", AssumeRolePolicyDocument=trust({"AWS": user.account_id}))
    assert code == "AccessDenied"
    assert f"iam:CreateRole on resource: arn:aws:iam::{user.account_id}:role/web2 because" in message


def test_an_explicit_deny_wins(organized: Bench) -> None:
    user = add_user(organized, "govcloud", {"Action": "*"}, {"Effect": "Deny", "Action": "organizations:ListRoots"})
    organizations = organized.organizations("govcloud", user)
    assert organizations.list_accounts()["Accounts"]
    code, message = refused(organizations.list_roots)
    assert code == "AccessDeniedException"
    assert message.endswith("on resource: * with an explicit deny in an identity-based policy")


def test_not_action_and_not_resource_except(organized: Bench) -> None:
    statement = {"Effect": "Deny", "NotAction": "organizations:*", "NotResource": "arn:aws:iam::*:user/spared"}
    user = add_user(organized, "commercial", {"Action": "*"}, statement)
    assert organized.organizations("commercial", user).list_roots()["Roots"]
    iam = organized.client("iam", "commercial", user)
    assert iam.create_user(UserName="spared")
    assert refused(iam.create_user, UserName="other")[0] == "AccessDenied"


def test_managed_policies_and_those_of_groups_count(organized: Bench) -> None:
    user, iam = add_user(organized, "commercial"), organized.client("iam", "commercial")
    organizations = organized.organizations("commercial", user)
    arn = iam.create_policy(PolicyName="reads", PolicyDocument=document(LIST))["Policy"]["Arn"]
    iam.attach_user_policy(UserName="narrow", PolicyArn=arn)
    assert organizations.list_roots()["Roots"]
    iam.create_group(GroupName="g")
    iam.put_group_policy(
        GroupName="g", PolicyName="p", PolicyDocument=document({"Effect": "Deny", "Action": "organizations:ListRoots"})
    )
    iam.add_user_to_group(GroupName="g", UserName="narrow")
    assert refused(organizations.list_roots)[1].endswith("with an explicit deny in an identity-based policy")
    iam.remove_user_from_group(GroupName="g", UserName="narrow")
    assert organizations.list_roots()["Roots"]


def test_only_the_default_version_of_a_managed_policy_counts(organized: Bench) -> None:
    user, iam = add_user(organized, "commercial"), organized.client("iam", "commercial")
    arn = iam.create_policy(PolicyName="p", PolicyDocument=document({"Action": "iam:*"}))["Policy"]["Arn"]
    iam.attach_user_policy(UserName="narrow", PolicyArn=arn)
    organizations = organized.organizations("commercial", user)
    assert refused(organizations.list_roots)[0] == "AccessDeniedException"
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=document(LIST), SetAsDefault=True)
    assert organizations.list_roots()["Roots"]


def test_a_boundary_limits_a_role(organized: Bench) -> None:
    iam, payer = organized.client("iam", "commercial"), organized.payer.commercial
    boundary = iam.create_policy(PolicyName="b", PolicyDocument=document(LIST))["Policy"]["Arn"]
    arn = iam.create_role(
        RoleName="bounded",
        AssumeRolePolicyDocument=trust({"AWS": payer.account_id}),
        PermissionsBoundary=boundary,
    )["Role"]["Arn"]
    iam.put_role_policy(RoleName="bounded", PolicyName="p", PolicyDocument=document({"Action": "organizations:*"}))
    session = organized.sts("commercial").assume_role(RoleArn=arn, RoleSessionName="session")["Credentials"]
    organizations = organized.organizations("commercial", session)  # type: ignore[arg-type]
    assert organizations.list_roots()["Roots"]
    assert refused(organizations.describe_organization)[1].endswith(
        "because no permissions boundary allows the organizations:DescribeOrganization action"
    )


def test_a_session_policy_limits_a_session(organized: Bench) -> None:
    made = organized.sim.vend("x", "x@example.gov")
    narrow = organized.assume("govcloud", made.govcloud.account_id, Policy=document({"Action": "iam:ListRoles"}))
    iam = organized.client("iam", "govcloud", narrow)
    assert iam.list_roles()["Roles"]
    assert refused(iam.list_users)[1].endswith("because no session policy allows the iam:ListUsers action")


def test_a_policy_variable_stands_for_the_caller(organized: Bench) -> None:
    own = {"Action": "iam:*", "Resource": "arn:aws:iam::*:user/${aws:username}"}
    iam = organized.client("iam", "commercial", add_user(organized, "commercial", own))
    assert iam.list_access_keys(UserName="narrow")["AccessKeyMetadata"]
    assert iam.list_access_keys()["AccessKeyMetadata"]
    assert refused(iam.list_access_keys, UserName="administrator")[0] == "AccessDenied"


def test_a_user_that_was_deleted_and_made_again_is_somebody_else(organized: Bench) -> None:
    admin = organized.sim.keys_for(organized.payer.commercial.account_id)
    iam = organized.client("iam", "commercial", add_user(organized, "commercial", {"Action": "*"}))
    iam.delete_user_policy(UserName="administrator", PolicyName="AdministratorAccess")
    iam.delete_user(UserName="administrator")
    iam.create_user(UserName="administrator")
    iam.put_user_policy(UserName="administrator", PolicyName="all", PolicyDocument=document({"Action": "*"}))
    assert refused(organized.client("iam", "commercial", admin).list_users)[0] == "AccessDenied"


def test_what_tags_need_is_needed_besides(organized: Bench) -> None:
    user = add_user(
        organized, "commercial", {"Action": ["organizations:CreateOrganizationalUnit", "organizations:List*"]}
    )
    organizations = organized.organizations("commercial", user)
    root = organizations.list_roots()["Roots"][0]["Id"]
    assert organizations.create_organizational_unit(ParentId=root, Name="plain")
    tagged = {"ParentId": root, "Name": "tagged", "Tags": [{"Key": "a", "Value": "b"}]}
    assert "organizations:TagResource" in refused(organizations.create_organizational_unit, **tagged)[1]


def test_joining_needs_to_make_the_service_linked_role(organized: Bench) -> None:
    made = organized.sim.vend("x", "x@example.gov")
    account_id = made.govcloud.account_id
    organized.organizations("govcloud").invite_account_to_organization(Target={"Id": account_id, "Type": "ACCOUNT"})
    narrow = organized.assume("govcloud", account_id, Policy=document({"Action": "organizations:*"}))
    organizations = organized.organizations("govcloud", narrow)
    handshake = organizations.list_handshakes_for_account()["Handshakes"][0]["Id"]
    assert refused(organizations.accept_handshake, HandshakeId=handshake)[0] == "AccessDeniedForDependencyException"


@pytest.mark.parametrize(("side", "partition"), [("commercial", "aws"), ("govcloud", "aws-us-gov")])
def test_a_policy_of_aws_can_be_attached(organized: Bench, side: Side, partition: str) -> None:
    iam, arn = organized.client("iam", side), f"arn:{partition}:iam::aws:policy/AWSOrganizationsReadOnlyAccess"
    organizations = organized.organizations(side, add_user(organized, side))
    iam.attach_user_policy(UserName="narrow", PolicyArn=arn)
    assert organizations.list_roots()["Roots"]
    assert refused(organizations.delete_organization)[0] == "AccessDeniedException"
    assert iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"] == 1
    absent = f"arn:{partition}:iam::aws:policy/NoSuchPolicy"
    assert refused(iam.attach_user_policy, UserName="narrow", PolicyArn=absent)[0] == "NoSuchEntity"


def test_a_policy_of_aws_is_that_of_its_partition(organized: Bench) -> None:
    iam, arn = organized.client("iam", "govcloud"), "arn:aws:iam::aws:policy/AdministratorAccess"
    assert refused(iam.attach_role_policy, RoleName="x", PolicyArn=arn)[0] == "NoSuchEntity"
