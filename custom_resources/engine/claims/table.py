"""Reading the table: the YAML files, joined with the observations."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from custom_resources.engine.claims.model import Claim, File, Observation

CLAIMS_FOLDER = Path(__file__).parent
OBSERVATIONS = "observations.json"


def load_claims(folder: Path = CLAIMS_FOLDER) -> dict[str, Claim]:
    """Return every claim by its id, in the order of the files' names.

    Observations of claims that are no more are left out: who changes what a claim says gives it another id.

    Raises:
        ValueError: a file is not as `model.File` says, or an id stands twice; the file is named.
    """
    observations = load_observations(folder)
    claims: dict[str, Claim] = {}
    for path in sorted(folder.glob("*.yaml")):
        for name, claim in _read(path).items():
            if name in claims:
                raise ValueError(f"{path.name}: the claim {name} stands in another file, too")
            claims[name] = claim.model_copy(update=_observed(name, observations))
    return claims


def load_observations(folder: Path = CLAIMS_FOLDER) -> list[Observation]:
    """Return what reports said, the oldest first; none where there is no such file."""
    path = folder / OBSERVATIONS
    if not path.exists():
        return []
    return [Observation.model_validate(each) for each in json.loads(path.read_text())]


def save_observations(observations: Sequence[Observation], folder: Path = CLAIMS_FOLDER) -> None:
    """Write what reports said."""
    listed = [each.model_dump(mode="json") for each in sorted(observations, key=lambda one: (one.made, one.report))]
    (folder / OBSERVATIONS).write_text(json.dumps(listed, indent=2) + "\n")


def _read(path: Path) -> dict[str, Claim]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        file = File.model_validate(YAML(typ="safe").load(path))
        return {name: Claim(id=name, service=file.service, **entry.model_dump()) for name, entry in file.claims.items()}
    except (YAMLError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _observed(name: str, observations: Sequence[Observation]) -> Mapping[str, object]:
    confirming = [each for each in observations if name in each.confirmed]
    contradicting = [each for each in observations if name in each.contradicted]
    newest = max((each.made for each in (*confirming, *contradicting)), default="")
    return {
        "confirmed": len(confirming),
        "contradicted": len(contradicting),
        "last_observed": newest,
        "seen": contradicting[-1].contradicted[name] if contradicting else "",
    }
