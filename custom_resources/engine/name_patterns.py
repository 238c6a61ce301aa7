"""Patterns of account names: `*` is any characters, `?` exactly one. Nothing else has a meaning; case counts."""

MAX_PATTERN = 128
"""Characters. An account name has 50 at most (M), so a longer pattern is a mistake."""


def name_pattern_rule(value: object) -> str | None:
    """Tell why the value cannot be a pattern of account names, or None."""
    if not isinstance(value, str):
        return f"A name pattern must be text, not {type(value).__name__}."
    if not 1 <= len(value) <= MAX_PATTERN:
        return f"A name pattern has 1 to {MAX_PATTERN} characters, not {len(value)}."
    for character in value:
        if not " " <= character <= "~":  # M: CreateAccountName takes printable ASCII
            return f"The name pattern has the character {character!r}, which no account name has."
    return None


def matches(name: str, pattern: str) -> bool:
    """Whether the whole name fits the pattern; in time proportional to the product of their lengths."""
    # Positions in the pattern that the name so far can have led to.
    here = _past_stars({0}, pattern)
    for character in name:
        step = {
            at if pattern[at] == "*" else at + 1 for at in here if at < len(pattern) and _fits(pattern[at], character)
        }
        here = _past_stars(step, pattern)
    return len(pattern) in here


def _fits(expected: str, character: str) -> bool:
    return expected in ("*", "?", character)


def _past_stars(positions: set[int], pattern: str) -> set[int]:
    found = set(positions)
    for position in positions:
        while position < len(pattern) and pattern[position] == "*":
            position += 1
            found.add(position)
    return found
