"""Operations on account pairs: find, read, create, rename, place, tag, close. What callers import.

Every function takes an open `Estate` first. `timeout` is in seconds; errors are `EngineError`s.
"""

from custom_resources.engine.account_closing import close_pair
from custom_resources.engine.inventory import Inventory, InventoryFilter, list_inventory, list_pairs
from custom_resources.engine.pair_changes import place_pair, rename_pair, tag_pair
from custom_resources.engine.pair_creation import create_pair
from custom_resources.engine.pair_reading import find_pair, in_organization, read_pair
from custom_resources.engine.refreshing import refresh_pair
from custom_resources.engine.requests import creation_requests, request_in_progress

__all__ = [
    "Inventory",
    "InventoryFilter",
    "close_pair",
    "create_pair",
    "creation_requests",
    "find_pair",
    "in_organization",
    "list_inventory",
    "list_pairs",
    "place_pair",
    "read_pair",
    "refresh_pair",
    "rename_pair",
    "request_in_progress",
    "tag_pair",
]
