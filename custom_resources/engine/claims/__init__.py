"""What govpair and its simulator believe about AWS, one claim each, with its source and how sure we are.

The YAML files beside this one are the table, one file for each service or part of one. `observations.json` is what
reports of `govpair verify-aws` have added (`python -m workbench merge-report FILE`).
"""

from custom_resources.engine.claims.model import Claim, Observation, Status
from custom_resources.engine.claims.table import CLAIMS_FOLDER, load_claims, load_observations

__all__ = ["CLAIMS_FOLDER", "Claim", "Observation", "Status", "load_claims", "load_observations"]
