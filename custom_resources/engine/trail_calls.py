"""The calls to CloudTrail, each with its permission."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from custom_resources.engine import rules
from custom_resources.engine.calls import calling
from custom_resources.engine.errors import EngineError
from custom_resources.engine.member_session import MEMBER
from custom_resources.engine.permissions import needs
from custom_resources.engine.trail_model import Trail, TrailSettings
from custom_resources.engine.trail_reasons import PASSING

if TYPE_CHECKING:
    from custom_resources.engine.session import AwsSession


SETS_WITH_TRAILS = ("commercial", "govcloud_paired")
"""The credential sets whose own account needs no role: a survey reads its trails too."""


def may_pass(error: EngineError) -> bool:
    """Whether a refusal may come from a bucket, policy or key made a moment ago."""
    return error.code in PASSING


class TrailCalls:
    """CloudTrail of one member account in one region."""

    def __init__(self, session: AwsSession, account_id: str, region: str) -> None:
        self.session, self.account_id, self.region = session, account_id, region
        self._client = session.client("cloudtrail", region=region)

    def at(self, region: str) -> TrailCalls:
        """Return the same account's CloudTrail in another region."""
        return self if region == self.region else TrailCalls(self.session, self.account_id, region)

    @needs((MEMBER, *SETS_WITH_TRAILS), "cloudtrail:DescribeTrails")
    def all(self, doing: str = "") -> list[dict[str, Any]]:
        """Return every trail that this region shows of the account, wherever at home (five at most in a region)."""
        with calling(doing or f"listing the trails of account {self.account_id}", self.session):
            answer = self._client.describe_trails(includeShadowTrails=True)
        return cast("list[dict[str, Any]]", answer.get("trailList", []))

    @needs((MEMBER, *SETS_WITH_TRAILS), "cloudtrail:GetTrailStatus")
    def status(self, arn: str) -> Mapping[str, Any]:
        """GetTrailStatus of a trail at home in this region."""
        with calling(f"reading the status of trail {arn}", self.session):
            return cast("Mapping[str, Any]", self._client.get_trail_status(Name=arn))

    def find(self, name: str) -> dict[str, Any] | None:
        """Return the account's own trail of that name as this region shows it, at home here or not; None for none.

        By its name DescribeTrails would show only what is at home here, so all are listed. An organization's trail
        shows in its members too, but is not theirs.
        """
        for trail in self.all(f"looking for trail {name} of account {self.account_id}"):
            if trail.get("Name") == name and trail.get("TrailARN", "").split(":")[4:5] == [self.account_id]:
                return trail
        return None

    @needs(MEMBER, "cloudtrail:GetTrailStatus", "cloudtrail:ListTags")
    def read(self, shown: Mapping[str, Any]) -> Trail:
        """Complete what `find` showed by status and tags; at home in this region."""
        name, arn = shown["Name"], shown["TrailARN"]
        with calling(f"reading trail {name} of account {self.account_id}", self.session):
            status = self._client.get_trail_status(Name=arn)
            listed = self._client.list_tags(ResourceIdList=[arn])["ResourceTagList"]
        tags = {tag["Key"]: tag.get("Value", "") for item in listed for tag in item.get("TagsList", [])}
        claim = tags.pop(rules.TRAIL_CLAIM, None)
        return Trail(
            account_id=self.account_id,
            name=name,
            arn=arn,
            home_region=shown.get("HomeRegion") or self.region,
            settings=settings_of(shown),
            logging=bool(status.get("IsLogging")),
            tags=tags,
            delivery_error=status.get("LatestDeliveryError") or None,
            claim=claim,
        )

    # iam:CreateServiceLinkedRole is for trails of an organization (M: InsufficientDependencyServiceAccessPermission-
    # Exception), which this isn't.
    @needs(MEMBER, "cloudtrail:CreateTrail", "cloudtrail:AddTags")
    def create(self, name: str, settings: TrailSettings, tags: Mapping[str, str]) -> None:
        """CreateTrail; the trail does not log yet."""
        given = _parameters(settings) | {"Name": name, "TagsList": _tag_list(tags)}
        with calling(f"creating trail {name} in account {self.account_id}", self.session):
            self._client.create_trail(**{key: value for key, value in given.items() if value not in ("", [])})

    @needs(MEMBER, "cloudtrail:UpdateTrail")
    def update(self, arn: str, settings: TrailSettings) -> None:
        """UpdateTrail with every setting; an empty prefix or key takes it away."""
        with calling(f"updating trail {arn}", self.session):
            self._client.update_trail(Name=arn, **_parameters(settings))

    @needs(MEMBER, "cloudtrail:StartLogging", "cloudtrail:StopLogging")
    def log(self, arn: str, logging: bool) -> None:
        """StartLogging or StopLogging."""
        with calling(f"{'starting' if logging else 'stopping'} the logging of trail {arn}", self.session):
            (self._client.start_logging if logging else self._client.stop_logging)(Name=arn)

    @needs(MEMBER, "cloudtrail:AddTags", "cloudtrail:RemoveTags")
    def tag(self, arn: str, desired: Mapping[str, str], actual: Mapping[str, str]) -> None:
        """Make the tags `desired`."""
        removed = {key: "" for key in actual if key not in desired}
        added = {key: value for key, value in desired.items() if actual.get(key) != value}
        # A tag's value can be left out, not be empty (M): to set an empty one, the old tag has to go first.
        removed |= {key: "" for key, value in added.items() if not value and key in actual}
        with calling(f"tagging trail {arn}", self.session):
            if removed:
                self._client.remove_tags(ResourceId=arn, TagsList=_tag_list(removed))
            if added:
                self._client.add_tags(ResourceId=arn, TagsList=_tag_list(added))

    @needs(MEMBER, "cloudtrail:DeleteTrail")
    def delete(self, arn: str) -> None:
        """DeleteTrail; the log files stay in the bucket."""
        with calling(f"deleting trail {arn}", self.session):
            self._client.delete_trail(Name=arn)


def settings_of(shown: Mapping[str, Any]) -> TrailSettings:
    """Return a trail's settings from AWS's description."""
    return TrailSettings(
        s3_bucket_name=shown.get("S3BucketName", ""),
        s3_key_prefix=shown.get("S3KeyPrefix") or None,
        include_global_service_events=bool(shown.get("IncludeGlobalServiceEvents")),
        is_multi_region_trail=bool(shown.get("IsMultiRegionTrail")),
        enable_log_file_validation=bool(shown.get("LogFileValidationEnabled")),
        kms_key_id=shown.get("KmsKeyId") or None,
    )


def _parameters(settings: TrailSettings) -> dict[str, Any]:
    return {
        "S3BucketName": settings.s3_bucket_name,
        "S3KeyPrefix": settings.s3_key_prefix or "",
        "IncludeGlobalServiceEvents": settings.include_global_service_events,
        "IsMultiRegionTrail": settings.is_multi_region_trail,
        "EnableLogFileValidation": settings.enable_log_file_validation,
        "KmsKeyId": settings.kms_key_id or "",
    }


def _tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} if value else {"Key": key} for key, value in tags.items()]
