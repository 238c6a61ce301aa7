"""What a stack declares, from its `cdk.tf.json`: its resources, its pairs, and what a destroy leaves alone."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from custom_resources.scripts.stacks.errors import StacksError
from custom_resources.scripts.stacks.manifest import SYNTHESIZE, Stack

PAIR, MEMBERSHIP, TRAIL = "govpair_account_pair", "govpair_membership", "govpair_account_trail"
FORGOTTEN = frozenset({PAIR, MEMBERSHIP, TRAIL, "govpair_account_alias"})
"""Types that a destroy forgets, and leaves in AWS as they are, unless their `on_destroy` says otherwise."""

_OUTPUT = re.compile(r"""data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)""")
_SENSITIVE = re.compile(r'\$\{sensitive\(("(?:[^"\\]|\\.)*")\)\}')
_RESOURCE = re.compile(r"""(?<![\w.-])([a-z]\w*\.[\w-]+)""")


@dataclass(frozen=True)
class DeclaredPair:
    """An account pair: its stack, its resource's address, its name and its email as they are declared.

    `sensitive_email`: the email isn't to be shown; it is for finding the pair only.
    """

    stack: str
    address: str
    name: str
    email: str
    sensitive_email: bool = False

    @property
    def key(self) -> str:
        """The resource's own name."""
        return self.address.split(".", 1)[1]


@dataclass(frozen=True)
class DeclaredStack:
    """A stack with its resources, by address, and its provider blocks."""

    stack: Stack
    resources: Mapping[str, Mapping[str, Any]]
    providers: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    terraform: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The stack's name."""
        return self.stack.name

    @cached_property
    def pairs(self) -> list[DeclaredPair]:
        """The account pairs that are made here."""
        return [
            DeclaredPair(self.name, address, str(values.get("name", "")), *_email(str(values.get("email", ""))))
            for address, values in self.resources.items()
            if address.startswith(f"{PAIR}.")
        ]

    @cached_property
    def reads(self) -> set[tuple[str, str]]:
        """Stack and name of each output of another stack that something here refers to."""
        return set(_OUTPUT.findall(json.dumps([self.resources, self.providers]).replace('\\"', '"')))

    @cached_property
    def kept(self) -> set[str]:
        """What a destroy leaves: what has `prevent_destroy`, and what hangs on it but for govpair's own resources.

        So an organization keeps its units, where the accounts live on, and its policies, and a log bucket stays closed.
        """
        kept = {
            address for address, values in self.resources.items() if values.get("lifecycle", {}).get("prevent_destroy")
        }
        while True:
            more = {
                address
                for address, values in self.resources.items()
                if address not in kept and not address.startswith("govpair_") and kept & references(values)
            }
            if not more:
                return kept
            kept |= more

    def on_destroy(self, address: str) -> str:
        """What is declared for the end of one of govpair's own: `keep`, `remove` or `delete`."""
        return str(self.resources.get(address, {}).get("on_destroy", "keep"))

    def counts(self) -> dict[str, int]:
        """How many pairs, memberships and other resources are declared."""
        types = Counter(address.split(".", 1)[0] for address in self.resources)
        pairs, memberships = types.pop(PAIR, 0), types.pop(MEMBERSHIP, 0)
        return {"pairs": pairs, "memberships": memberships, "other": types.total()}


def references(values: Mapping[str, Any]) -> set[str]:
    """Addresses of the same stack's resources that the values refer to, and whatever else looks like one."""
    return set(_RESOURCE.findall(" ".join(texts(values))))


def texts(value: Any) -> Iterable[str]:
    """Every text in the values, but those about CDKTF itself."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            if name != "//":
                yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def read_declared(stack: Stack) -> DeclaredStack:
    """Read the stack's `cdk.tf.json`.

    Raises:
        StacksError: it is no JSON, or no configuration.
    """
    file = stack.directory / "cdk.tf.json"
    try:
        found = json.loads(file.read_text())
        resources = {
            f"{kind}.{name}": values
            for kind, named in sorted(found.get("resource", {}).items())
            for name, values in sorted(named.items())
        }
        providers = {name: blocks if isinstance(blocks, list) else [blocks] for name, blocks in _providers(found)}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise StacksError(f"reading stack {stack.name}", f"{file} is no configuration: {error}.", SYNTHESIZE) from error
    return DeclaredStack(stack, resources, providers, found.get("terraform", {}))


def _providers(found: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return list(found.get("provider", {}).items())


def _email(declared: str) -> tuple[str, bool]:
    """The email as the provider has it, and whether it is declared as `${sensitive("…")}` (`sensitive_emails`)."""
    found = _SENSITIVE.fullmatch(declared)
    return (str(json.loads(found[1])), True) if found else (declared, False)
