"""The engine's texts in the words of the command line.

The engine names settings as Terraform's users know them; here they are options, and an endpoint is the profile's.
"""

from __future__ import annotations

import re

from custom_resources.scripts.times import with_times

_SETS = ("commercial", "govcloud_paired", "govcloud_management")
_SET = f"`({'|'.join(_SETS)})`"

_WORDS: tuple[tuple[str, str], ...] = (
    (
        r"Import it by its id \d{12}, or set adopt_existing = true to take it over as it is declared\.",
        "",  # the next step says so, with the option
    ),
    (r"`?adopt_existing = true`?", "--adopt-existing"),
    (r"set `creation_marker = false`", "give --no-creation-marker"),
    (r",? ?and `endpoints`, `region` and `use_fips_endpoint` of this set", " and the profile's `endpoint_url`"),
    (r"(?:see|at) `endpoints`(?: of this set)?", "look at the profile's `endpoint_url`"),
    (r"Correct `endpoints`", "Correct the profile's `endpoint_url`"),
    (r"`endpoints`", "the profile's `endpoint_url`"),
    (r"; then run again, which looks first what came of it", ""),
    (r"; run again, which looks first what came of it", ""),
    (r", and run again, which looks first what came of what was begun", ", and run again"),
    (r"A role, and a profile that renews itself", "A profile that renews itself"),
    (rf"Set `profile`, or `access_key` and `secret_key`, of {_SET}", r"Name a profile with --\1-profile"),
    (rf"Give {_SET} a profile, or keys, of partition", r"Give --\1-profile a profile of partition"),
    (
        rf"Give {_SET} that account's credentials, or correct its `account_id`",
        r"Give --\1-profile a profile of that account, or correct --\1-account-id",
    ),
    (rf"Give {_SET} the credentials of account", r"Give --\1-profile a profile of account"),
    (rf"give {_SET} those of", r"give --\1-profile one of"),
    (r"Correct `profile`", "Correct the option --…-profile of this set"),
    (rf"as {_SET}", r"with --\1-profile"),
    (rf"in {_SET}", r"(--\1-profile)"),
    (r"needs `external_id`", "needs --external-id"),
    (r"in `timeouts`", "with --timeout"),
)


def in_options(text: str) -> str:
    """Return a text of the engine, on one line, with options for settings, and times in their one form."""
    text = " ".join(text.split())
    for pattern, words in _WORDS:
        text = re.sub(pattern, words, text)
    text = text.strip()
    return with_times(re.sub(r"--(?:commercial|govcloud_\w+?)-", lambda name: name.group().replace("_", "-"), text))
