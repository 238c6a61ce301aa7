"""Reading an organization file: its includes and defaults put in, every complaint with its file, line and column."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from constructs_lib.organization_checks import cross_checks
from constructs_lib.organization_defaults import with_defaults
from constructs_lib.organization_file import MODELS, OrganizationFile, ResellerFile
from constructs_lib.organization_governance_checks import governance_checks
from constructs_lib.organization_includes import Sources
from constructs_lib.organization_sentences import sentence_of
from constructs_lib.yaml_file import Complaint, OrganizationFileError, YamlFile

__all__ = ["Complaint", "OrganizationFileError", "read_organization"]


def read_organization(path: Path) -> OrganizationFile | ResellerFile:
    """The organization file at that path, with the files that it includes.

    Raises:
        OrganizationFileError: It cannot be read, is no YAML, or breaks a rule; every complaint is in it.
    """
    file = YamlFile.read(path)
    if not isinstance(file.data, Mapping):
        expected = "a mapping with the keys " + ", ".join(OrganizationFile.model_fields)
        raise OrganizationFileError(path, [Complaint(1, 1, "", f"Expected {expected}.")])
    sources = Sources(file)
    data = with_defaults(sources.data)
    wrong = list(cross_checks(data, sources.named))
    organization: OrganizationFile | ResellerFile | None = None
    # Chosen here: pydantic's own choice by model would stand in the location of every complaint.
    model = MODELS.get(str(data.get("model")), OrganizationFile)
    try:
        organization = model.model_validate(data, context={"folder": path.parent})
        if not wrong:
            wrong = list(governance_checks(organization))
    except ValidationError as problem:
        wrong += [(tuple(each["loc"]), sentence_of(each, model)) for each in problem.errors()]
    complaints = [*sources.complaints, *(sources.complaint(location, sentence) for location, sentence in wrong)]
    if complaints or organization is None:
        raise OrganizationFileError(path, complaints)
    return organization
