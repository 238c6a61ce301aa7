"""AWS configuration files that lead SDKs to the simulator."""

from __future__ import annotations

import errno
from pathlib import Path

from partition_simulator.partitions import PARTITIONS
from partition_simulator.seeding import SeededPair

_OURS = "# Written by the partition simulator; it may be overwritten at any time.\n"


def write_profiles(directory: Path, pair: SeededPair, urls: dict[str, str]) -> dict[str, str]:
    """Write ``config`` and ``credentials`` with the profiles ``commercial`` and ``govcloud``.

    Returns the environment that makes SDKs read them and nothing of the user's own. FileExistsError where a file of
    somebody else's is in the way, such as a user's own ``~/.aws/credentials``.
    """
    directory.mkdir(parents=True, exist_ok=True)
    for name in ("config", "credentials"):
        if (directory / name).exists() and not (directory / name).read_bytes().startswith(_OURS.encode()):
            text = f"{directory / name} exists and was not written by the simulator: give another folder"
            raise FileExistsError(errno.EEXIST, text)
    config, credentials = [_OURS], [_OURS]
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
