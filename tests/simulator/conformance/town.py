"""A world in which every simulated operation has something to work on, in both partitions."""

from __future__ import annotations

import json
from typing import Any

from botocore.config import Config

from partition_simulator import Keys
from partition_simulator.partitions import PARTITIONS, Side
from tests.simulator.conftest import ONE_ATTEMPT, Bench

ADMINISTRATION = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
DOCUMENT = json.dumps(ADMINISTRATION)
SERVICE = "guardduty.amazonaws.com"


def trust(account_id: str, partition: str) -> str:
    """A trust policy for an account."""
    principal = {"AWS": f"arn:{partition}:iam::{account_id}:root"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


class Town:
    """One side of the world. ``ids`` are those of things that AWS names itself."""

    def __init__(self, bench: Bench, side: Side) -> None:
        self.bench, self.side = bench, side
        self.partition = PARTITIONS[side].name
        self.region = PARTITIONS[side].home_region
        self.payer = bench.payer.side(side)
        self.ids: dict[str, str] = {}
        self.keys: dict[str, Keys] = {}

    def client(self, service: str, who: str = "payer", config: Config = ONE_ATTEMPT) -> Any:
        return self.bench.client(service, self.side, self.keys.get(who, self.payer), config=config)

    def arn(self, service: str, rest: str, region: str = "") -> str:
        return f"arn:{self.partition}:{service}:{region}:{self.payer.account_id}:{rest}"

    def build(self) -> None:
        self._organization()
        self._identities()
        self._buckets()
        self._trail()

    def _organization(self) -> None:
        sim, client, ids = self.bench.sim, self.client("organizations"), self.ids
        ids["root"] = client.list_roots()["Roots"][0]["Id"]
        for kind in ("SERVICE_CONTROL_POLICY", "TAG_POLICY"):
            client.enable_policy_type(RootId=ids["root"], PolicyType=kind)
        for name in ("unit", "empty"):
            made = client.create_organizational_unit(ParentId=ids["root"], Name=name, Tags=[{"Key": "a", "Value": "b"}])
            ids[name] = made["OrganizationalUnit"]["Id"]
        for name in ("attached", "spare"):
            made = client.create_policy(
                Name=name, Description="d", Type="SERVICE_CONTROL_POLICY", Content=DOCUMENT, Tags=[]
            )
            ids[name] = made["Policy"]["PolicySummary"]["Id"]
        client.attach_policy(PolicyId=ids["attached"], TargetId=ids["unit"])
        client.enable_aws_service_access(ServicePrincipal=SERVICE)
        vended = sim.vend(f"vended-{self.side}", f"vended.{self.side}@example.gov", join=self.bench.payer.govcloud)
        ids["vended"] = (vended.commercial if self.side == "commercial" else vended.govcloud).account_id
        for name in ("guest", "delegate", "stranger", "outsider", "hermit"):
            pair = sim.seed_management_pair(f"{name}-{self.side}", f"{name}.{self.side}@example.gov")
            self.keys[name] = pair.side(self.side)
            ids[name] = self.keys[name].account_id
        for name in ("guest", "delegate", "stranger"):
            made = client.invite_account_to_organization(Target={"Id": ids[name], "Type": "ACCOUNT"})
            ids[f"handshake of {name}"] = made["Handshake"]["Id"]
        for name in ("guest", "delegate"):
            self.client("organizations", name).accept_handshake(HandshakeId=ids[f"handshake of {name}"])
        sim.create_organization(self.keys["hermit"])
        client.register_delegated_administrator(AccountId=ids["delegate"], ServicePrincipal=SERVICE)
        statement = {
            "Sid": "a",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:{self.partition}:iam::{ids['delegate']}:root"},
            "Action": "organizations:ListAccounts",
            "Resource": "*",
        }
        client.put_resource_policy(Content=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
        if self.side == "commercial":
            request = client.create_account(AccountName="asked", Email="asked@example.gov")
            ids["request"] = request["CreateAccountStatus"]["Id"]

    def _identities(self) -> None:
        iam, ids = self.client("iam"), self.ids
        tags = [{"Key": "a", "Value": "b"}]
        for name in ("user", "spare-user"):
            iam.create_user(UserName=name, Tags=tags)
        for name in ("group", "spare-group"):
            iam.create_group(GroupName=name)
        for name in ("role", "spare-role"):
            policy = trust(self.payer.account_id, self.partition)
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy, Tags=tags)
        iam.create_instance_profile(InstanceProfileName="profile", Tags=tags)
        iam.create_instance_profile(InstanceProfileName="spare-profile")
        iam.add_role_to_instance_profile(InstanceProfileName="profile", RoleName="role")
        iam.add_user_to_group(GroupName="group", UserName="user")
        for name in ("policy", "spare-policy"):
            ids[name] = iam.create_policy(PolicyName=name, PolicyDocument=DOCUMENT, Tags=tags)["Policy"]["Arn"]
        iam.create_policy_version(PolicyArn=ids["policy"], PolicyDocument=DOCUMENT)
        for kind in ("User", "Group", "Role"):
            whose = {f"{kind}Name": kind.lower()}
            getattr(iam, f"attach_{kind.lower()}_policy")(PolicyArn=ids["policy"], **whose)
            getattr(iam, f"put_{kind.lower()}_policy")(PolicyName="inline", PolicyDocument=DOCUMENT, **whose)
        ids["access key"] = iam.create_access_key(UserName="user")["AccessKey"]["AccessKeyId"]
        iam.put_role_permissions_boundary(RoleName="role", PermissionsBoundary=ids["policy"])
        iam.create_account_alias(AccountAlias=f"town-{self.side}")
        iam.update_account_password_policy(MinimumPasswordLength=14)
        made = iam.create_service_linked_role(AWSServiceName="config.amazonaws.com")
        ids["service role"] = made["Role"]["RoleName"]

    def _buckets(self) -> None:
        s3, ids = self.client("s3"), self.ids
        where = {} if self.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": self.region}}
        for name in ("town", "logs", "empty-bucket"):
            s3.create_bucket(Bucket=name, **where)
        s3.create_bucket(Bucket="locked", ObjectLockEnabledForBucket=True, **where)
        s3.put_object(Bucket="town", Key="key", Body=b"body", Tagging="a=b")
        ids["locked version"] = s3.put_object(Bucket="locked", Key="key", Body=b"body")["VersionId"]
        s3.put_object_legal_hold(Bucket="locked", Key="key", LegalHold={"Status": "ON"})
        s3.put_object_retention(
            Bucket="locked",
            Key="key",
            Retention={"Mode": "GOVERNANCE", "RetainUntilDate": "2099-01-01T00:00:00Z"},
        )
        ids["upload"] = s3.create_multipart_upload(Bucket="town", Key="parts")["UploadId"]
        part = s3.upload_part(Bucket="town", Key="parts", UploadId=ids["upload"], PartNumber=1, Body=b"part")
        ids["etag"] = part["ETag"]
        s3.put_bucket_tagging(Bucket="town", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
        s3.put_public_access_block(Bucket="town", PublicAccessBlockConfiguration={"BlockPublicAcls": True})
        s3.put_bucket_ownership_controls(
            Bucket="town", OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
        )
        encryption = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
        s3.put_bucket_encryption(Bucket="town", ServerSideEncryptionConfiguration={"Rules": [encryption]})
        s3.put_bucket_lifecycle_configuration(Bucket="town", LifecycleConfiguration={"Rules": [LIFECYCLE_RULE]})

    def _trail(self) -> None:
        s3, trail = self.client("s3"), self.client("cloudtrail")
        statements = [
            {"Action": "s3:GetBucketAcl", "Resource": f"arn:{self.partition}:s3:::logs"},
            {"Action": "s3:PutObject", "Resource": f"arn:{self.partition}:s3:::logs/AWSLogs/*"},
        ]
        common = {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}}
        policy = {"Version": "2012-10-17", "Statement": [{**common, **statement} for statement in statements]}
        s3.put_bucket_policy(Bucket="logs", Policy=json.dumps(policy))
        made = trail.create_trail(Name="trail", S3BucketName="logs", TagsList=[{"Key": "a", "Value": "b"}])
        self.ids["trail"] = made["TrailARN"]
        trail.put_insight_selectors(TrailName="trail", InsightSelectors=[{"InsightType": "ApiCallRateInsight"}])


LIFECYCLE_RULE = {"ID": "one", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 30}}
