"""Reusable CDKTF constructs for AWS GovCloud (US) account pairs; nothing here needs AWS, or talks to it."""
