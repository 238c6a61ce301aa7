"""The stacks of the models: one Terraform state each, later ones reading the outputs of earlier ones."""
