"""The crash matrix: SIGKILL and lost answers at every API call of every operation, and then `apply` again."""
