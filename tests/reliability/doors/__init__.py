"""Least privilege and wrong doors: credentials, roles and invitations of others, each refused before any change."""
