"""A report of `govpair verify-aws` into the table of claims: what it saw turns *assumed* into *observed*."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from custom_resources.engine.claims import CLAIMS_FOLDER, Observation, load_claims, load_observations
from custom_resources.engine.claims.table import save_observations
from custom_resources.engine.verification.patterns import SHAPES, TOKEN
from workbench.errors import WorkbenchError


class _Verdict(BaseModel):
    model_config = ConfigDict(extra="forbid")

    outcome: Literal["confirmed", "contradicted", "not_seen"]
    seen: str


class _Report(BaseModel):
    """What is read of the file; the rest of it is for people."""

    format: Literal["govpair-verify-aws"]
    version: Literal[1]
    report: Annotated[str, StringConstraints(pattern=r"^[a-z]{20}$")]
    made: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]
    govpair: str
    botocore: str
    answered_by: Literal["aws", "other"]
    claims: Mapping[str, _Verdict]


def merge_report(path: Path, folder: Path = CLAIMS_FOLDER) -> Observation:
    """Add the report to the observations; returns what it adds.

    Claims that the table doesn't have (any more) are left out. Raises WorkbenchError, and changes nothing, where the
    file is no such report, was merged before, was not answered by AWS, or has something in it that identifies.
    """
    try:
        report = _Report.model_validate_json(path.read_text())
    except OSError as error:
        raise WorkbenchError(f"{path} can't be read: {error}") from error
    except ValidationError as error:
        raise WorkbenchError(f"{path} is no report of `govpair verify-aws`: {error}") from error
    if report.answered_by != "aws":
        raise WorkbenchError(f"{path}: not all of it was answered by AWS, so it says nothing about AWS.")
    observations = load_observations(folder)
    if any(each.report == report.report for each in observations):
        raise WorkbenchError(f"{path} was merged already: report {report.report}.")
    known = load_claims(folder)
    found = Observation(
        report=report.report,
        made=report.made,
        govpair=report.govpair,
        botocore=report.botocore,
        confirmed=tuple(name for name, each in report.claims.items() if each.outcome == "confirmed" and name in known),
        contradicted={
            n: each.seen for n, each in report.claims.items() if each.outcome == "contradicted" and n in known
        },
    )
    for name, seen in found.contradicted.items():
        if kinds := [kind for kind, pattern in SHAPES if pattern.search(TOKEN.sub("", seen))]:
            raise WorkbenchError(f"{path}: what it saw of {name} has {kinds[0]} in it that is no placeholder.")
    save_observations([*observations, found], folder)
    return found
