"""The condition keys of a request that an AWS service makes for itself, on behalf of a resource of somebody's.

Source: IAM User Guide, "AWS global condition context keys": `aws:SourceArn` and its like are in such requests only.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from partition_simulator.authorization import membership
from partition_simulator.authorization.keys import KNOWN, Values
from partition_simulator.authorization.unknown import NotEvaluated
from partition_simulator.world.world import World


@dataclass(frozen=True)
class ServiceKeys:
    """source_arn: the resource on whose behalf. owner: the account that the resource asked for belongs to.

    more: further keys of the request, by lower-case name.
    """

    world: World
    service: str
    source_arn: str
    owner: str
    more: dict[str, str] = field(default_factory=dict)

    def __call__(self, name: str) -> Values:
        """The values of a key by its lower-case name."""
        source_account = self.source_arn.split(":")[4]
        match name:
            case "aws:sourcearn":
                return (self.source_arn,)
            case "aws:sourceaccount":
                return (source_account,)
            case "aws:sourceorgid":
                return membership.organization_id(self.world, source_account)
            case "aws:sourceorgpaths":
                return membership.paths(self.world, source_account)
            case "aws:resourceaccount" | "s3:resourceaccount":
                return (self.owner,)
            case "aws:resourceorgid":
                return membership.organization_id(self.world, self.owner)
            case "aws:principalisawsservice" | "aws:securetransport":
                return ("true",)
            case "aws:principalservicename":
                return (self.service,)
        if name in self.more:
            return (self.more[name],)
        if name in KNOWN or name.startswith(("aws:principaltag/", "aws:requesttag/")):
            return None
        raise NotEvaluated(f"the condition key {name!r}")
