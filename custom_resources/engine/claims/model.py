"""One claim about AWS's behaviour, and what one report of `govpair verify-aws` said of the claims."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

Status = Literal["documented", "observed", "assumed", "contradicted"]
"""documented: AWS says so. observed: seen on real AWS. assumed: nobody saw it. contradicted: AWS was seen to differ."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Record):
    """A claim as it stands in a YAML file.

    behaviour: one sentence. operations: the API's names, none where it is about all of them. partition: where it is
    claimed. source: who says so; for a guess, that it is one. used_in: files that lean on it; those that name it by
    `claim: ID` needn't be told here.
    """

    behaviour: str
    source: str
    status: Literal["documented", "assumed"]
    operations: tuple[str, ...] = ()
    partition: Literal["commercial", "govcloud", "both"] = "both"
    used_in: tuple[str, ...] = ()


class File(_Record):
    """A YAML file: the service, by its name in IAM policies ("*" for every one), and its claims by id."""

    service: str
    claims: Mapping[str, Entry]


class Observation(_Record):
    """What one report said. made: the day (UTC), as in 2026-01-31. contradicted: claim id to what was seen."""

    report: str
    made: str
    govpair: str
    botocore: str
    confirmed: tuple[str, ...]
    contradicted: Mapping[str, str]


class Claim(Entry):
    """A claim with its id and what was observed.

    confirmed, contradicted: how many reports say so. last_observed: the day of the newest of them; "" for none.
    seen: what the newest contradicting report saw.
    """

    id: str
    service: str
    confirmed: int = 0
    contradicted: int = 0
    last_observed: str = ""
    seen: str = ""

    @property
    def standing(self) -> Status:
        """How sure we are, observations included."""
        if self.contradicted:
            return "contradicted"
        return "observed" if self.confirmed else self.status
