"""The few words of the AWS CLI that the pages use: `aws SERVICE OPERATION --option value…`.

The real one isn't a package of Python's any more; botocore, which it stands on, does the calls.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import botocore.session

_NAMES = {"s3api": "s3"}


def _value(text: str) -> str | dict[str, str]:
    """A structure is written Name=value."""
    name, equals, value = text.partition("=")
    return {name: value} if equals and name.isalpha() else text


def main(words: list[str]) -> None:
    """Do one call, and print its answer as JSON."""
    service, operation, *rest = words
    options = {rest[at].removeprefix("--"): rest[at + 1] for at in range(0, len(rest), 2)}
    client: Any = botocore.session.Session(profile=options.pop("profile", None)).create_client(
        _NAMES.get(service, service)
    )
    given = {"".join(part.capitalize() for part in name.split("-")): _value(text) for name, text in options.items()}
    answer = getattr(client, operation.replace("-", "_"))(**given)
    answer.pop("ResponseMetadata")
    sys.stdout.write(json.dumps(answer, indent=4, default=str) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
