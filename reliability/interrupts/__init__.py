"""Interrupts: Ctrl-C once and twice, the network gone, the state lost, and then `apply` again."""
