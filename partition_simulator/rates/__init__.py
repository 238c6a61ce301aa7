"""How often a caller may call: AWS's token buckets on the virtual clock, and what calling too often costs."""
