"""What a checkout needs around the product: tools found or fetched, Terraform run stack by stack, the demo.

Nothing in the product imports this room; it may import every other one, lazily.
"""
