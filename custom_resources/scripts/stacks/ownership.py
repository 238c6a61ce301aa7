"""Whose resource is whose: what belongs to one pair, over all stacks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.stacks.declared import DeclaredPair, DeclaredStack, references
from custom_resources.scripts.stacks.errors import StacksError
from custom_resources.scripts.stacks.manifest import nearest

_OUTPUT_OF_PAIR = re.compile(r"""data\.terraform_remote_state\.([\w-]+)\.outputs\.(pairs|memberships)\["([^"]+)"\]""")


class Ownership:
    """The pairs of all stacks, and to which pair each resource belongs.

    A resource belongs to a pair when it refers to that pair alone: by an output of an earlier stack, or directly, or
    through the pair's membership. Units, policies and buckets belong to nobody.
    """

    def __init__(self, stacks: Sequence[DeclaredStack]) -> None:
        self.pairs = [pair for stack in stacks for pair in stack.pairs]
        self._named = {(pair.stack, name): pair for pair in self.pairs for name in (pair.key, pair.name)}
        self._owners: dict[tuple[str, str], DeclaredPair] = {(pair.stack, pair.address): pair for pair in self.pairs}
        for stack in stacks:
            self._read(stack)

    def owner(self, stack: str, address: str) -> DeclaredPair | None:
        """The pair that a resource of a stack belongs to."""
        return self._owners.get((stack, address))

    def of(self, pair: DeclaredPair, stack: DeclaredStack) -> list[str]:
        """Addresses of the resources of one stack that belong to the pair."""
        return [address for address in stack.resources if self.owner(stack.name, address) == pair]

    def find(self, name: str) -> DeclaredPair:
        """Return the pair of that name.

        Raises:
            StacksError: as wrong usage, with the nearest match, where there is none.
        """
        found = next((pair for pair in self.pairs if pair.name == name), None)
        if found is None:
            near = nearest(name, [pair.name for pair in self.pairs])
            raise StacksError("wrong usage", f"--target-pair: no pair {name!r} is declared. {near}", "", ExitCode.USAGE)
        return found

    def _read(self, stack: DeclaredStack) -> None:
        for through in (False, True):
            for address, values in stack.resources.items():
                if (stack.name, address) in self._owners:
                    continue
                here = references(values) & set(stack.resources)
                named = set(self._by_outputs(json.dumps(values).replace('\\"', '"')))
                named |= {self._owners[stack.name, each] for each in here & {pair.address for pair in stack.pairs}}
                if through:
                    owned = {each for each in here if each.startswith("govpair_")}
                    named |= {self._owners[key] for each in owned if (key := (stack.name, each)) in self._owners}
                if len(named) == 1:
                    self._owners[stack.name, address] = named.pop()

    def _by_outputs(self, text: str) -> Iterable[DeclaredPair]:
        for stack, kind, name in _OUTPUT_OF_PAIR.findall(text):
            if kind == "pairs" and (stack, name) in self._named:
                yield self._named[stack, name]
            elif kind == "memberships":
                for (where, address), pair in list(self._owners.items()):
                    if where == stack and address.startswith("govpair_membership.") and pair.name == name:
                        yield pair
