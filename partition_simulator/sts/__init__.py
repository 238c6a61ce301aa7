"""AWS STS: identities that are checked, and role trust that is evaluated."""
