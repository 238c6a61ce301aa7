"""Inputs that nobody would write: hypothesis makes them, those that once did harm are kept and tried again."""
