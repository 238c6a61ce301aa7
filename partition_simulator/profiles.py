"""AWS configuration files that lead SDKs to the simulator."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from partition_simulator.partitions import PARTITIONS, Side
from partition_simulator.seeding import Keys

_OURS = "# Written by the partition simulator; it may be overwritten at any time.\n"


@dataclass(frozen=True)
class Profile:
    """One profile: whose keys, and on which side they are good."""

    side: Side
    keys: Keys

    def environment(self, urls: Mapping[Side, str]) -> dict[str, str]:
        """The same as variables, for tools that read no profile; ``urls`` are the endpoints of both sides."""
        return {
            "AWS_ACCESS_KEY_ID": self.keys.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.keys.secret_access_key,
            "AWS_REGION": PARTITIONS[self.side].home_region,
            "AWS_DEFAULT_REGION": PARTITIONS[self.side].home_region,  # what boto3 reads
            "AWS_ENDPOINT_URL": urls[self.side],
        }


def write_profiles(directory: Path, profiles: Mapping[str, Profile], urls: Mapping[Side, str]) -> dict[str, str]:
    """Write ``config`` and ``credentials`` with these profiles, by name.

    Returns the environment that makes SDKs read them and nothing of the user's own. FileExistsError where a file of
    somebody else's is in the way, such as a user's own ``~/.aws/credentials``.
    """
    directory.mkdir(parents=True, exist_ok=True)
    for name in ("config", "credentials"):
        if (directory / name).exists() and not (directory / name).read_bytes().startswith(_OURS.encode()):
            text = f"{directory / name} exists and was not written by the simulator: give another folder"
            raise FileExistsError(errno.EEXIST, text)
    config, credentials = [_OURS], [_OURS]
    for name, profile in profiles.items():
        region, keys = PARTITIONS[profile.side].home_region, profile.keys
        config.append(f"[profile {name}]\nregion = {region}\nendpoint_url = {urls[profile.side]}\noutput = json\n")
        credentials.append(
            f"[{name}]\naws_access_key_id = {keys.access_key_id}\naws_secret_access_key = {keys.secret_access_key}\n"
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
