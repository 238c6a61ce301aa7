"""Saving a world, and everything moto holds for it, as one JSON file; and bringing it back."""
