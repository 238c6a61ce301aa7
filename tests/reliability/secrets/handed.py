"""Three credential sets of short-lived keys, each handed over in another way, and all keys that the simulator knows."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from custom_resources.provider.setting_rules import SERVICES
from partition_simulator import Simulator
from partition_simulator.world.keys import AccessKey
from tests.end_to_end.estate import UNLIMITED

WAYS = {"commercial": "profile", "govcloud_paired": "ephemeral variables", "govcloud_management": "environment"}


def session_of(simulator: Simulator, keys: Any) -> AccessKey:
    """A session of the user whose keys these are, as GetSessionToken would give it."""
    world = simulator.world
    with world.lock:
        user = world.keys.find(keys.access_key_id)
        assert user is not None
        return world.keys.add(
            dataclasses.replace(
                user,
                access_key_id=world.ids.access_key_id("ASIA"),
                secret_access_key=world.ids.secret_access_key(),
                session_token=world.ids.session_token(),
                expires_at=world.clock.unscaled() + 12 * 3600,
            )
        )


def secrets_of(simulator: Simulator) -> tuple[dict[str, str], dict[str, str]]:
    """Ids, and secrets with tokens, of every key that there is: those given, and those that the provider got."""
    ids, secrets = {}, {}
    for number, key in enumerate(simulator.world.keys._keys.values()):
        name = f"key {number} of {key.principal.arn}"
        ids[f"id of {name}"] = key.access_key_id
        secrets[f"secret of {name}"] = key.secret_access_key
        if key.session_token:
            secrets[f"token of {name}"] = key.session_token
    return ids, secrets


def provider_block(simulator: Simulator) -> str:
    """The provider block's attributes: no secret stands in it."""
    blocks = []
    for name in WAYS:
        side = simulator.commercial if name == "commercial" else simulator.govcloud
        region = "us-east-1" if name == "commercial" else "us-gov-west-1"
        endpoints = ", ".join(f'{service} = "{side.url}"' for service in SERVICES)
        keys = {
            "profile": '    profile = "commercial"\n',
            "ephemeral variables": "    access_key = var.access_key\n    secret_key = var.secret_key\n"
            "    token = var.token\n",
            "environment": "",
        }[WAYS[name]]
        blocks.append(f'  {name} = {{\n{keys}    region = "{region}"\n    endpoints = {{ {endpoints} }}\n  }}')
    return "\n".join([*blocks, '  owner = "govpair"', UNLIMITED])


VARIABLES = "".join(
    f'variable "{name}" {{\n  type = string\n  ephemeral = true\n  sensitive = true\n}}\n'
    for name in ("access_key", "secret_key", "token")
)


def environment(simulator: Simulator, sets: dict[str, AccessKey], folder: Path) -> dict[str, str]:
    """The files with profiles of all three sets (the report takes those), and the variables of two of them."""
    config, credentials = folder / "config", folder / "credentials"
    for name, key in sets.items():
        side = simulator.commercial if name == "commercial" else simulator.govcloud
        region = "us-east-1" if name == "commercial" else "us-gov-west-1"
        with config.open("a") as file:
            file.write(f"[profile {name}]\nregion = {region}\nendpoint_url = {side.url}\n")
        with credentials.open("a") as file:
            file.write(
                f"[{name}]\naws_access_key_id = {key.access_key_id}\n"
                f"aws_secret_access_key = {key.secret_access_key}\naws_session_token = {key.session_token}\n"
            )
    paired, management = sets["govcloud_paired"], sets["govcloud_management"]
    return {
        "AWS_CONFIG_FILE": str(config),
        "AWS_SHARED_CREDENTIALS_FILE": str(credentials),
        "AWS_ACCESS_KEY_ID": management.access_key_id,
        "AWS_SECRET_ACCESS_KEY": management.secret_access_key,
        "AWS_SESSION_TOKEN": str(management.session_token),
        "TF_VAR_access_key": paired.access_key_id,
        "TF_VAR_secret_key": paired.secret_access_key,
        "TF_VAR_token": str(paired.session_token),
    }
