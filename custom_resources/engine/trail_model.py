"""What a trail is asked to be, and what it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from custom_resources.engine import trail_rules
from custom_resources.engine.checks import check
from custom_resources.engine.errors import Invalid
from custom_resources.engine.member_role import PARTITION_OF_SIDE, MemberRole
from custom_resources.engine.session import HOME_REGIONS


@dataclass(frozen=True)
class TrailSettings:
    """The settings that CreateTrail and UpdateTrail take, and that DescribeTrails shows. None: none."""

    s3_bucket_name: str
    s3_key_prefix: str | None = None
    include_global_service_events: bool = True
    is_multi_region_trail: bool = True
    enable_log_file_validation: bool = True
    kms_key_id: str | None = None


@dataclass(frozen=True)
class TrailRequest:
    """A trail as declared. region: where it is at home; None for the partition's home region, or where it is."""

    role: MemberRole
    name: str
    settings: TrailSettings
    logging: bool = True
    tags: Mapping[str, str] = field(default_factory=dict)
    region: str | None = None

    def check(self, doing: str) -> None:
        """Raise Invalid, naming the attribute, for what CloudTrail would refuse."""
        self.role.check(doing)
        check(doing, "name", trail_rules.trail_name, self.name)
        check(doing, "s3_bucket_name", trail_rules.bucket_name, self.settings.s3_bucket_name)
        if self.settings.s3_key_prefix is not None:
            check(doing, "s3_key_prefix", trail_rules.key_prefix, self.settings.s3_key_prefix)
        if self.settings.kms_key_id is not None:
            check(doing, "kms_key_id", trail_rules.kms_key_arn, self.settings.kms_key_id)
        check(doing, "tags", trail_rules.trail_tags, self.tags)
        if self.region is not None:
            check(doing, "region", lambda value: trail_rules.region_of(self.role.side, value), self.region)
        if self.settings.is_multi_region_trail and not self.settings.include_global_service_events:
            raise Invalid(
                doing,
                "include_global_service_events: a multi-region trail includes them always. Nothing was changed.",
                attribute="include_global_service_events",
            )


@dataclass(frozen=True)
class Trail:
    """A trail as AWS shows it. delivery_error: why log files can't be delivered, where they can't.

    `tags` leaves out the claim; `claim` is its value: the declaration that manages the trail and may delete it.
    """

    account_id: str
    name: str
    arn: str
    home_region: str
    settings: TrailSettings
    logging: bool
    tags: Mapping[str, str]
    delivery_error: str | None = None
    claim: str | None = None


@dataclass(frozen=True)
class PutTrail:
    """What came of putting a trail in place. changes: what was different in a trail that was there, in words."""

    trail: Trail
    existed: bool
    changes: tuple[str, ...] = ()


def default_region(role: MemberRole) -> str:
    """Return the region in which a trail is made when none is given: the partition's home region."""
    return HOME_REGIONS[PARTITION_OF_SIDE[role.side]]
