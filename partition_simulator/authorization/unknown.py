"""The refusal of what this evaluator doesn't know, so that nothing is allowed or denied by a guess."""

from __future__ import annotations

from partition_simulator.http.errors import AwsError, Refused


class NotEvaluated(Refused):
    """A decision depends on a part of a policy that isn't simulated; the answer is a 400 that names it."""

    def __init__(self, what: str) -> None:
        self.what = what
        text = f"The partition simulator does not evaluate {what}, on which this decision depends."
        super().__init__(AwsError("PolicyNotSimulated", text))
