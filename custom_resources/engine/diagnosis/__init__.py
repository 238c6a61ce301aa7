"""What `govpair doctor` looks at beyond readiness: permissions, limits, and every account's role, trails and state."""
