"""Service Quotas: what the Organizations API doesn't tell, how many accounts an organization may have."""
