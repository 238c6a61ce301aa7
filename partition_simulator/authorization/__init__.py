"""Authorization: IAM, trust, bucket and organization policies, evaluated for each call before it is served.

Source: IAM User Guide, "Policy evaluation logic". A part of a policy that isn't known here is refused by name
(:class:`~partition_simulator.authorization.unknown.NotEvaluated`) when a decision would depend on it.
"""
