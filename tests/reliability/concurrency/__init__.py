"""What happens beside an apply: another apply, a hand in the console, another organization."""
