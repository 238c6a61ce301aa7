"""AWS CloudTrail: trails of an account, and whether their bucket lets CloudTrail write."""
