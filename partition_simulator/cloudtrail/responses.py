"""Requests to CloudTrail: trails, their logging, tags and selectors, the event history. Others aren't simulated."""

from __future__ import annotations

import json
from typing import Any

from moto.cloudtrail.models import Trail
from moto.cloudtrail.responses import CloudTrailResponse

from partition_simulator.cloudtrail import events, models
from partition_simulator.cloudtrail.exceptions import InvalidParameterCombination
from partition_simulator.cloudtrail.models import SimulatedCloudTrailBackend, backend_of
from partition_simulator.context import Call, current_call


class SimulatedCloudTrailResponse(CloudTrailResponse):
    """moto's responses, with what CloudTrail checks."""

    @property
    def _call(self) -> Call:
        return current_call()

    @property
    def cloudtrail_backend(self) -> SimulatedCloudTrailBackend:
        """The caller's trails in this region."""
        return backend_of(self._call, self.region)

    def _own(self, parameter: str = "Name") -> Trail:
        return models.own(self._call, self.region, self._named(parameter))

    def _find(self, parameter: str = "Name") -> Trail:
        return models.find(self._call, self.region, self._named(parameter))

    def _named(self, parameter: str) -> str:
        """A trail's name or ARN; some operations take an event data store instead, which isn't simulated."""
        name: str | None = self._get_param(parameter)
        if name is None:
            raise InvalidParameterCombination(f"{parameter} is missing; event data stores aren't simulated.")
        return name

    def create_trail(self) -> str:
        """CreateTrail."""
        name = self._get_param("Name")
        models.check_new(self._call, self.region, name)
        arn = f"arn:{self._call.partition.name}:cloudtrail:{self.region}:{self._call.principal.account_id}:trail/{name}"
        models.check_settings(
            self._call,
            arn,
            {
                "bucket": self._get_param("S3BucketName"),
                "prefix": self._get_param("S3KeyPrefix"),
                "multi_region": self._get_bool_param("IsMultiRegionTrail", False),
                "global_events": self._get_bool_param("IncludeGlobalServiceEvents", True),
                "kms_key": self._get_param("KmsKeyId"),
                "log_group": self._get_param("CloudWatchLogsLogGroupArn"),
                "log_role": self._get_param("CloudWatchLogsRoleArn"),
                "organization": self._get_bool_param("IsOrganizationTrail", False),
            },
        )
        models.check_tags(self.cloudtrail_backend, arn, self._get_param("TagsList", []))
        return _without_selectors(super().create_trail())

    def update_trail(self) -> str:
        """UpdateTrail: what is left out stays; an empty prefix or key takes it away."""
        trail = self._own()

        def given(name: str, now: Any) -> Any:
            value = self._get_param(name)
            return now if value is None else value

        models.check_settings(
            self._call,
            trail.arn,
            {
                "bucket": given("S3BucketName", trail.bucket_name),
                "prefix": given("S3KeyPrefix", trail.s3_key_prefix),
                "multi_region": given("IsMultiRegionTrail", trail.is_multi_region),
                "global_events": given("IncludeGlobalServiceEvents", trail.include_global_service_events),
                "kms_key": given("KmsKeyId", trail.kms_key_id),
                "log_group": given("CloudWatchLogsLogGroupArn", trail.cw_log_group_arn),
                "log_role": given("CloudWatchLogsRoleArn", trail.cw_role_arn),
                "organization": given("IsOrganizationTrail", trail.is_org_trail),
            },
        )
        answer = _without_selectors(super().update_trail())
        trail.s3_key_prefix = trail.s3_key_prefix or None  # type: ignore[assignment]
        trail.kms_key_id = trail.kms_key_id or None  # type: ignore[assignment]
        return answer

    def describe_trails(self) -> str:
        """DescribeTrails."""
        names, shadows = self._get_param("trailNameList", []), self._get_bool_param("includeShadowTrails", True)
        found = models.described(self._call, self.region, names, shadows)
        return json.dumps({"trailList": [_described(trail) for trail in found]})

    def get_trail(self) -> str:
        """GetTrail."""
        return json.dumps({"Trail": _described(self._find())})

    def get_trail_status(self) -> str:
        """GetTrailStatus, with the error of the last delivery while the bucket doesn't take the logs."""
        trail = self._find()
        status = {key: value for key, value in trail.status.description().items() if value is not None}
        if status["IsLogging"] and (error := models.delivery_error(self._call, trail)):
            status["LatestDeliveryError"] = error
        return json.dumps(status)

    def start_logging(self) -> str:
        """StartLogging."""
        self._own().start_logging()
        return "{}"

    def stop_logging(self) -> str:
        """StopLogging."""
        self._own().stop_logging()
        return "{}"

    def delete_trail(self) -> str:
        """DeleteTrail."""
        trail = self._own()
        del self.cloudtrail_backend.trails[trail.trail_name]
        self.cloudtrail_backend.tagging_service.delete_all_tags_for_resource(trail.arn)
        return "{}"

    def add_tags(self) -> str:
        """AddTags."""
        arn = models.trail_with_arn(self._call, self.region, self._get_param("ResourceId")).arn
        models.check_tags(self.cloudtrail_backend, arn, self._get_param("TagsList"))
        return super().add_tags()

    def remove_tags(self) -> str:
        """RemoveTags."""
        models.trail_with_arn(self._call, self.region, self._get_param("ResourceId"))
        return super().remove_tags()

    def list_tags(self) -> str:
        """ListTags."""
        for arn in self._get_param("ResourceIdList"):
            models.trail_with_arn(self._call, self.region, arn)
        return super().list_tags()

    def put_event_selectors(self) -> str:
        """PutEventSelectors."""
        self._own("TrailName")
        return super().put_event_selectors()

    def get_event_selectors(self) -> str:
        """GetEventSelectors."""
        self._find("TrailName")
        return super().get_event_selectors()

    def put_insight_selectors(self) -> str:
        """PutInsightSelectors."""
        self._own("TrailName")
        return super().put_insight_selectors()

    def lookup_events(self) -> str:
        """LookupEvents."""
        return json.dumps(events.lookup(self._call, self.region, json.loads(self.body or "{}")))

    def get_insight_selectors(self) -> str:
        """GetInsightSelectors."""
        self._find("TrailName")
        return super().get_insight_selectors()


def _without_selectors(answer: str) -> str:
    """CreateTrail's and UpdateTrail's outputs don't say whether there are selectors (botocore model)."""
    members = json.loads(answer)
    return json.dumps({name: value for name, value in members.items() if not name.startswith("Has")})


def _described(trail: Trail) -> dict[str, Any]:
    """A trail as DescribeTrails and GetTrail show it, without members that are null."""
    shown: dict[str, Any] = trail.description(include_region=True)
    shown["HasCustomEventSelectors"] = bool(trail.event_selectors or trail.advanced_event_selectors)
    shown["HasInsightSelectors"] = bool(trail.insight_selectors)
    return {key: value for key, value in shown.items() if value not in (None, "")}
