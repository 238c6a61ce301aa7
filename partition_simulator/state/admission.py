"""Which classes a saved state may name.

A state file may come from somebody else. Restoring one makes objects of these classes only, and sets their attributes
from plain data: no constructor and no function that the file could choose is called, and no module is imported for it.
So a file can't run code, as a pickle would; what it can do is describe any world, with any keys and policies in it.
"""

from __future__ import annotations

import sys
from collections import Counter, OrderedDict, defaultdict

from moto.core.base_backend import BaseBackend
from moto.core.common_models import BaseModel

# What moto's models hold and what isn't a model itself.
_HELPERS = frozenset(
    {
        "moto.cloudtrail.models:TrailStatus",
        "moto.iam.models:AccessKeyLastUsed",
        "moto.iam.models:MFADevice",
        "moto.iam.models:PolicyVersion",
        "moto.iam.models:VirtualMfaDevice",
        "moto.moto_api._internal.managed_state_model:ManagedState",
        "moto.s3.models:MultipartDict",
        "moto.s3.utils:_VersionedKeyStore",
        "moto.utilities.tagging_service:TaggingService",
        "moto.utilities.utils:CaseInsensitiveDict",
        "moto.utilities.utils:LowercaseDict",
        "requests.structures:CaseInsensitiveDict",  # of a multipart upload in progress
    }
)
_CONTAINERS = {f"collections:{kind.__name__}": kind for kind in (Counter, OrderedDict, defaultdict)}
FACTORIES: dict[str, type] = {kind.__name__: kind for kind in (dict, list, set, int, float, str)}
"""What a defaultdict may make, by name."""


class StateError(ValueError):
    """A state that can't be saved or restored; the message says what and why."""


def name_of(kind: type) -> str:
    """How a file names a class; StateError for one that no file may name."""
    name = f"{kind.__module__}:{kind.__qualname__}"
    if not _is_admitted(name, kind):
        raise StateError(f"a {name} is part of the world, and no state file may hold one")
    return name


def class_named(name: str) -> type:
    """The class; StateError for one that no file may name."""
    if name in _CONTAINERS:
        return _CONTAINERS[name]
    module, _, qualified = name.partition(":")
    kind = getattr(sys.modules.get(module), qualified, None)
    if not isinstance(kind, type) or f"{kind.__module__}:{kind.__qualname__}" != name or not _is_admitted(name, kind):
        raise StateError(f"the file holds a {name}, which is no part of a simulated world")
    return kind


def _is_admitted(name: str, kind: type) -> bool:
    if name in _HELPERS or name in _CONTAINERS:
        return True
    if name.startswith("moto."):
        return issubclass(kind, BaseModel | BaseBackend)
    # Things that are called serve requests; they are no data.
    return name.startswith("partition_simulator.") and not any("__call__" in vars(base) for base in kind.__mro__)
