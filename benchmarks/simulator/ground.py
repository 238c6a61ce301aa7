"""What must exist on a server before it is measured: the same on both."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from benchmarks.simulator.servers import OURS, REGION, Server

ACCOUNTS = 20
"""Members, the management account included: one page of ListAccounts, and an account for each of 20 clients."""

ROLE, USER, TRAIL, CALLER = "benchmark", "benchmark", "benchmark", "caller"
BUCKET, OBJECT, CONTENT = "benchmark-logs", "AWSLogs/object.json", b"x" * 4096


@dataclass(frozen=True)
class Ground:
    """Ids of what was made."""

    root_id: str
    unit_ids: tuple[str, ...]
    account_ids: tuple[str, ...]
    policy_id: str
    role_arn: str
    trust_policy: str


def lay_ground(server: Server) -> Ground:
    """An organization with accounts, units and a policy; a role and a user; a bucket with an object, and a trail."""
    account_id = server.client("sts").get_caller_identity()["Account"]
    trust_policy = policy("Allow", "sts:AssumeRole", Principal={"AWS": f"arn:aws:iam::{account_id}:root"})
    role_arn = _identities(server, trust_policy)
    _bucket_and_trail(server, account_id)
    organizations = server.client("organizations")
    if server.name != OURS:  # which makes it at its start
        organizations.create_organization(FeatureSet="ALL")
    root_id = organizations.list_roots()["Roots"][0]["Id"]
    units = [
        organizations.create_organizational_unit(ParentId=root_id, Name=name)["OrganizationalUnit"]["Id"]
        for name in ("Workloads", "Sandbox")
    ]
    accounts = [account_id]
    for number in range(1, ACCOUNTS):
        name = f"member{number}"
        status = organizations.create_account(AccountName=name, Email=f"{name}@example.com")["CreateAccountStatus"]
        request = organizations.describe_create_account_status(CreateAccountRequestId=status["Id"])
        accounts.append(request["CreateAccountStatus"]["AccountId"])
    organizations.enable_policy_type(RootId=root_id, PolicyType="SERVICE_CONTROL_POLICY")
    content = policy("Deny", "organizations:LeaveOrganization", Resource="*")
    made = organizations.create_policy(Name="stay", Description="", Type="SERVICE_CONTROL_POLICY", Content=content)
    policy_id = made["Policy"]["PolicySummary"]["Id"]
    organizations.attach_policy(PolicyId=policy_id, TargetId=units[0])
    return Ground(root_id, tuple(units), tuple(accounts), policy_id, role_arn, trust_policy)


def limited(server: Server) -> Server:
    """The server as a user asks it that has policies to be evaluated: an administrator's would be passed over."""
    iam = server.client("iam")
    iam.create_user(UserName=CALLER)
    services = [f"{service}:*" for service in ("account", "cloudtrail", "iam", "organizations", "s3", "sts")]
    region = {"StringNotEquals": {"aws:RequestedRegion": [REGION, "us-west-2"]}}
    statements = [
        {"Effect": "Allow", "Action": services, "Resource": "*"},
        {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": region},
    ]
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    iam.put_user_policy(UserName=CALLER, PolicyName="limits", PolicyDocument=document)
    key = iam.create_access_key(UserName=CALLER)["AccessKey"]
    return replace(server, access_key_id=key["AccessKeyId"], secret_access_key=key["SecretAccessKey"])


def policy(effect: str, action: str | list[str], **more: object) -> str:
    """A policy document of one statement."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": action, **more}]})


def _identities(server: Server, trust_policy: str) -> str:
    iam = server.client("iam")
    role_arn: str = iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=trust_policy)["Role"]["Arn"]
    document = policy("Allow", "s3:GetObject", Resource="*")
    iam.put_role_policy(RoleName=ROLE, PolicyName="read", PolicyDocument=document)
    iam.create_user(UserName=USER)
    contact = {"AlternateContactType": "SECURITY", "Name": "Security", "Title": "Team", "PhoneNumber": "+15550100"}
    server.client("account").put_alternate_contact(**contact, EmailAddress="security@example.com")
    return role_arn


def _bucket_and_trail(server: Server, account_id: str) -> None:
    s3 = server.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    cloudtrail = {"Service": "cloudtrail.amazonaws.com"}
    check = {
        "Effect": "Allow",
        "Principal": cloudtrail,
        "Action": "s3:GetBucketAcl",
        "Resource": f"arn:aws:s3:::{BUCKET}",
    }
    write = {
        "Effect": "Allow",
        "Principal": cloudtrail,
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{BUCKET}/AWSLogs/{account_id}/*",
        "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}},
    }
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [check, write]}))
    s3.put_object(Bucket=BUCKET, Key=OBJECT, Body=CONTENT)
    server.client("cloudtrail").create_trail(Name=TRAIL, S3BucketName=BUCKET)
