"""`govpair plan`, `apply` and `destroy`: all stacks of a synthesized folder under real Terraform, in order.

The manifest tells the order, Terraform's JSON events and the provider's progress file tell what happens, and one line
per account pair shows it. The only memory is Terraform's states and AWS: every command goes on where one stopped.
"""
