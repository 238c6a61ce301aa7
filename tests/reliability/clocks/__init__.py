"""The machine's clock jumps while accounts are made: what is said, and what the next apply makes of it."""
