"""What travels between Terraform and the provider: messages, values, paths."""
