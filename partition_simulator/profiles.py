"""AWS configuration files that lead SDKs to the simulator."""

from __future__ import annotations

from pathlib import Path

from partition_simulator.partitions import PARTITIONS
from partition_simulator.seeding import SeededPair


def write_profiles(directory: Path, pair: SeededPair, urls: dict[str, str]) -> dict[str, str]:
    """Write ``config`` and ``credentials`` with the profiles ``commercial`` and ``govcloud``.

    Returns the environment that makes SDKs read them and nothing of the user's own.
    """
    directory.mkdir(parents=True, exist_ok=True)
    config, credentials = [], []
    for side, partition in PARTITIONS.items():
        keys = pair.side(side)
        config.append(
            f"[profile {side}]\nregion = {partition.home_region}\nendpoint_url = {urls[side]}\noutput = json\n"
        )
        credentials.append(
            f"[{side}]\naws_access_key_id = {keys.access_key_id}\naws_secret_access_key = {keys.secret_access_key}\n"
        )
    config_path, credentials_path = directory / "config", directory / "credentials"
    config_path.write_text("\n".join(config), encoding="utf-8")
    credentials_path.touch(mode=0o600)
    credentials_path.write_text("\n".join(credentials), encoding="utf-8")
    return {
        "AWS_CONFIG_FILE": str(config_path),
        "AWS_SHARED_CREDENTIALS_FILE": str(credentials_path),
        "AWS_EC2_METADATA_DISABLED": "true",
    }
