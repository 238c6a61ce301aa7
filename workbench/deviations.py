"""Where the simulator differs from moto: the table, and what the code really replaces."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

from pydantic import BaseModel, ConfigDict

from workbench.paths import PROJECT

DEVIATIONS = PROJECT / "partition_simulator" / "deviations.yaml"


class Deviation(BaseModel):
    """One row; what each means: the head of `partition_simulator/deviations.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    area: str
    stock: str
    here: str
    reason: str
    replaces: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def load_deviations() -> list[Deviation]:
    """Return the table."""
    from ruamel.yaml import YAML

    return [Deviation.model_validate(row) for row in YAML(typ="safe").load(DEVIATIONS)]


def replaced_in_code() -> set[str]:
    """CLASS.METHOD of everything in the simulator that replaces a method of moto's, or adds an AWS operation."""
    found = set()
    for each in _classes():
        stock = [base for base in each.__mro__[1:] if base.__module__.startswith("moto.")]
        names = {name for name in vars(each) if not name.startswith("__")}
        replaced = {name for name in names if any(name in vars(base) for base in stock)}
        answers = any(base.__name__ == "BaseResponse" for base in stock)
        added = {name for name in names if answers and not name.startswith("_")}
        found |= {f"{each.__name__}.{name}" for name in replaced | added}
    return found


def _classes() -> set[type]:
    import partition_simulator

    found: set[type] = set()
    for module in pkgutil.walk_packages(partition_simulator.__path__, "partition_simulator."):
        for each in vars(importlib.import_module(module.name)).values():
            if inspect.isclass(each) and each.__module__ == module.name:
                found.add(each)
    return found
