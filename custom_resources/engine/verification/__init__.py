"""`govpair verify-aws`: what the engine's reads show on real AWS, compared with the table of claims, and redacted."""
