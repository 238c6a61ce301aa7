"""One credential set, opened: clients per service, identity, and the sessions of assumed roles.

botocore is imported when the first client is made, never at import time.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from custom_resources.engine.answers import refuse_strangers
from custom_resources.engine.calls import calling
from custom_resources.engine.credentials import AssumeRole, CredentialSet
from custom_resources.engine.errors import EngineError, WrongCredentials
from custom_resources.engine.model import Identity
from custom_resources.engine.permissions import BOTH_MANAGEMENT, needs

if TYPE_CHECKING:
    from botocore.session import Session
    from mypy_boto3_account.client import AccountClient
    from mypy_boto3_organizations.client import OrganizationsClient
    from mypy_boto3_sts.client import STSClient

    from custom_resources.engine.renewal import RenewableCredentials


HOME_REGIONS: Mapping[str, str] = {"aws": "us-east-1", "aws-us-gov": "us-gov-west-1"}
"""Where Organizations and Account Management answer in each partition (aws-facts.md, Endpoints)."""

_PREFIXES = {
    "us-gov-": "aws-us-gov",
    "cn-": "aws-cn",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
    "eusc-": "aws-eusc",
}

CONNECT_TIMEOUT, READ_TIMEOUT = 5, 30
"""Seconds. Short, because a call in flight is the only thing that does not hear a stop at once."""

Prepare = Callable[["AwsSession", Any], None]
"""What is done to each new client before its first call, such as watching it; also to those of assumed roles."""

_loader_lock = threading.Lock()
_loader: Any = None


def partition_of_region(region: str) -> str:
    """Tell which partition a region is in, by its name; the regions of China, the isolated and the sovereign ones too.

    Source: botocore's `partitions.json`. A prefix that nobody knows yet is taken for a commercial one.
    """
    return next((partition for prefix, partition in _PREFIXES.items() if region.startswith(prefix)), "aws")


def _botocore_session(profile: str | None) -> Session:
    """Make a botocore session; all share one loader, which holds the parsed service models (0.1 s each)."""
    global _loader
    import botocore.session

    session = botocore.session.Session(profile=profile)
    with _loader_lock:
        if _loader is None:
            _loader = session.get_component("data_loader")
    session.register_component("data_loader", _loader)
    session.user_agent_extra = "govpair"
    return session


class AwsSession:
    """An open credential set. Thread-safe. Clients are made once; botocore's standard retries, except where said."""

    def __init__(self, credential_set: CredentialSet, prepare: Prepare | None = None) -> None:
        self.credential_set = credential_set
        self._prepare = prepare
        self._lock = threading.RLock()
        self._clients: dict[tuple[str, bool, str | None], Any] = {}
        self._session: Session | None = None
        self._credentials: RenewableCredentials | None = None
        self._identity: Identity | None = None
        self._assumed: dict[tuple[str, str | None], AwsSession] = {}
        self._source: AwsSession | None = None
        self._role: AssumeRole | None = None

    @property
    def name(self) -> str:
        """The credential set's name, with the role where one was assumed: for errors."""
        return (
            self.credential_set.name if self._role is None else f"{self.credential_set.name} as {self._role.role_arn}"
        )

    @property
    def partition(self) -> str:
        """The partition in which the set is expected to be."""
        return self.credential_set.partition

    @property
    def role_arn(self) -> str | None:
        """The role that these credentials are a session of, where one was assumed."""
        return self._role.role_arn if self._role is not None else None

    @property
    def account_key(self) -> str:
        """What tells the calling account from others without a call: its id, or the set's name before STS was asked."""
        if self._role is not None:
            return self._role.role_arn.split(":")[4]
        return self._identity.account_id if self._identity is not None else self.name

    @property
    def access_key(self) -> str | None:
        """The access key id in use, where it is known without a call; an id, not a secret."""
        return self.credential_set.access_key if self._role is None else None

    def organizations(self, *, retries: bool = True) -> OrganizationsClient:
        """Return the Organizations client; `retries=False` gives one that sends a request exactly once."""
        return cast("OrganizationsClient", self.client("organizations", retries=retries))

    def account(self) -> AccountClient:
        """Return the Account Management client."""
        return cast("AccountClient", self.client("account"))

    def sts(self) -> STSClient:
        """Return the STS client, in the configured region."""
        return cast("STSClient", self.client("sts"))

    def client(self, service: str, *, retries: bool = True, region: str | None = None) -> Any:
        """Return the (cached) client of a service, at the endpoint and region that aws-facts gives for it.

        `region` is for a service whose objects live in one, such as CloudTrail.
        """
        with self._lock:
            key = (service, retries, region)
            if key not in self._clients:
                with calling(f"opening the credential set {self.name}", self):
                    self._clients[key] = self._make_client(service, retries, region)
            return self._clients[key]

    def _make_client(self, service: str, retries: bool, region: str | None = None) -> Any:
        from botocore.config import Config

        given, session = self.credential_set, self._open()
        region = region or (self.region if service == "sts" else HOME_REGIONS[self.partition])
        endpoint = given.endpoints.get(service.replace("-", ""))  # service-quotas is servicequotas to Terraform
        retry = {"mode": "standard"} if retries else {"mode": "standard", "total_max_attempts": 1}
        config: dict[str, Any] = {
            "retries": retry,
            "connect_timeout": CONNECT_TIMEOUT,
            "read_timeout": READ_TIMEOUT,
            "max_pool_connections": 32,
        }
        if given.use_fips_endpoint is not None and endpoint is None:  # botocore refuses both at once
            config["use_fips_endpoint"] = given.use_fips_endpoint
        client = session.create_client(
            cast(Any, service), region_name=region, endpoint_url=endpoint, config=Config(**config)
        )
        refuse_strangers(client)
        assert self._credentials is not None  # opened above
        self._credentials.attach(client)
        if self._prepare is not None:
            self._prepare(self, client)
        return client

    def sts_at(self, other: AwsSession) -> STSClient:
        """Return an STS client with these credentials at the endpoint of another set: to see how AWS refuses them."""
        client = self._sts_of(self._open(), other)
        if self._prepare is not None:
            self._prepare(self, client)
        return client

    @staticmethod
    def _sts_of(session: Session, place: AwsSession) -> STSClient:
        """Return an STS client with the credentials of a botocore session, where another set's calls go."""
        from botocore.config import Config

        there = place.sts().meta
        client = session.create_client(
            "sts",
            region_name=there.region_name,
            endpoint_url=there.endpoint_url,
            # FIPS and an endpoint can't be asked for at once; the endpoint is the other set's own.
            config=Config(connect_timeout=CONNECT_TIMEOUT, read_timeout=READ_TIMEOUT, use_fips_endpoint=False),
        )
        return cast("STSClient", client)

    @property
    def region(self) -> str:
        """The region for STS: the one given, else the profile's or environment's if it fits, else the home region."""
        given, home = self.credential_set.region, HOME_REGIONS[self.partition]
        if given:
            if partition_of_region(given) != self.partition:
                raise WrongCredentials(
                    f"checking the credential set {self.name}",
                    f"The region {given} is in partition {partition_of_region(given)}; the set {self.name} belongs in "
                    f"partition {self.partition}. Give a region of {self.partition}, such as {home}, or leave it out.",
                    attribute="region",
                )
            return given
        ambient = os.environ.get("AWS_REGION") or self._open().get_config_variable("region")
        return ambient if ambient and partition_of_region(ambient) == self.partition else home

    @property
    def profile_endpoint(self) -> str | None:
        """The profile's `endpoint_url` for every service: what others that are handed credentials need, too."""
        with calling(f"opening the credential set {self.name}", self):
            return self._open().get_scoped_config().get("endpoint_url")

    def _open(self) -> Session:
        with self._lock:
            if self._session is None:
                from custom_resources.engine.renewal import RenewableCredentials

                session = _botocore_session(self.credential_set.profile)
                self._credentials = RenewableCredentials(self._load, self._check_fresh)
                # botocore has no public setter for credentials that refresh; its own docs use this attribute.
                cast(Any, session)._credentials = self._credentials
                self._session = session
            return self._session

    def _load(self) -> Any:
        """Get the credentials from where they come from, also when they were got before."""
        from botocore.credentials import Credentials, DeferredRefreshableCredentials

        given = self.credential_set
        if self._role is not None:
            return DeferredRefreshableCredentials(self._refresh, "assume-role")
        if not (given.access_key or given.secret_key):
            return _botocore_session(given.profile).get_credentials()
        if not (given.access_key and given.secret_key):
            raise WrongCredentials(
                f"opening the credential set {self.name}",
                "access_key and secret_key belong together, and only one of them is given.",
                attribute="secret_key" if given.access_key else "access_key",
            )
        return Credentials(given.access_key, given.secret_key, given.token)

    @needs((*BOTH_MANAGEMENT, "govcloud_paired"), "sts:GetCallerIdentity")
    def _check_fresh(self, credentials: Any) -> None:
        """Raise WrongCredentials when credentials that were got anew are another account's than the first ones."""
        first = self._identity
        if first is None or self._role is not None:  # a role's account is in its ARN
            return
        session = _botocore_session(self.credential_set.profile)
        cast(Any, session)._credentials = credentials
        answer = self._sts_of(session, self).get_caller_identity()
        if answer["Account"] != first.account_id:
            raise WrongCredentials(
                f"renewing the credential set {self.name}",
                f"Its credentials expired, and those that are there now are of account {answer['Account']} "
                f"({answer['Arn']}), not of {first.account_id} ({first.arn}) as before. Nothing was done with them. "
                "Log in to the account from before, and run again.",
            )

    # The role that a set itself is to be (`assume_role`) is assumed by whoever starts there, not by the set.
    @needs(("commercial", "govcloud_paired"), "sts:AssumeRole")
    def _refresh(self) -> dict[str, str]:
        assert self._source is not None
        assert self._role is not None
        asked: dict[str, Any] = {
            "RoleArn": self._role.role_arn,
            "RoleSessionName": self._role.session_name,
            "DurationSeconds": self._role.duration_seconds,
        }
        if self._role.external_id:
            asked["ExternalId"] = self._role.external_id
        answer = self._source.sts().assume_role(**asked)
        if arn := answer.get("AssumedRoleUser", {}).get("Arn"):
            self._identity = Identity(arn.split(":")[4], arn, arn.split(":")[1])
        keys = answer["Credentials"]
        return {
            "access_key": keys["AccessKeyId"],
            "secret_key": keys["SecretAccessKey"],
            "token": keys["SessionToken"],
            "expiry_time": keys["Expiration"].isoformat(),
        }

    @needs((*BOTH_MANAGEMENT, "govcloud_paired"), "sts:GetCallerIdentity")
    def identity(self) -> Identity:
        """Ask STS who this is (once, then remembered). Raises WrongCredentials or Unreachable.

        Of an assumed role the answer to AssumeRole says so.
        """
        if self._identity is None and self._role is not None:
            with calling(f"asking STS who the credential set {self.name} is", self):
                cast(Any, self._open().get_credentials()).get_frozen_credentials()
        if self._identity is None:
            with calling(f"asking STS who the credential set {self.name} is", self):
                answer = self.sts().get_caller_identity()
            arn = answer["Arn"]
            self._identity = Identity(answer["Account"], arn, arn.split(":")[1])
        return self._identity

    def identity_in_other_partition(self) -> Identity | None:
        """Ask the other partition's STS who these credentials are: to explain a refusal, never to go on."""
        other = next(home for name, home in HOME_REGIONS.items() if name != self.partition)
        try:
            with calling(f"asking STS who the credential set {self.name} is", self):
                answer = self._make_client("sts", retries=False, region=other).get_caller_identity()
        except EngineError:
            return None
        return Identity(answer["Account"], answer["Arn"], answer["Arn"].split(":")[1])

    def assumed(self, role_arn: str, external_id: str | None = None) -> AwsSession:
        """Return the session of a role assumed from this one; cached, and its credentials refresh by themselves."""
        with self._lock:
            key = (role_arn, external_id)
            if key not in self._assumed:
                self._assumed[key] = self._chained(AssumeRole(role_arn, external_id=external_id))
            return self._assumed[key]

    def forget(self, role_arn: str, external_id: str | None = None) -> None:
        """Let go of an assumed role's session (half a megabyte each), once there is no more use for it."""
        with self._lock:
            self._assumed.pop((role_arn, external_id), None)

    def _chained(self, role: AssumeRole) -> AwsSession:
        session = AwsSession(self.credential_set, self._prepare)
        session._source, session._role = self, role
        return session


def open_session(credential_set: CredentialSet, prepare: Prepare | None = None) -> AwsSession:
    """Open a credential set and follow its chain of roles. Makes no call: the first use does."""
    session = AwsSession(credential_set, prepare)
    for role in credential_set.assume_role:
        session = session._chained(role)
    return session
