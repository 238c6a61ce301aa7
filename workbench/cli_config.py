"""A Terraform CLI configuration of the project's own, so that a user's is neither needed nor touched."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from custom_resources.scripts.provider_mirror import HOST, install_provider
from workbench.aws_mirror import REGISTRY, find_aws_mirror
from workbench.paths import TOOLS


def write_cli_config(path: Path = TOOLS / "terraform.rc") -> Path:
    """Install our provider and write the configuration that finds it and hashicorp/aws; returns ``path``.

    hashicorp/aws comes from a mirror on this machine when there is one, else from the public registry.
    Format: https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    ours = path.parent / "plugins"
    shutil.rmtree(ours, ignore_errors=True)  # other versions of ours, whose Python is this one as well
    install_provider(ours)
    aws = find_aws_mirror()
    blocks = [_mirror(ours, f"{HOST}/*/*")]
    served = [f"{HOST}/*/*"]
    if aws is not None:
        blocks.append(_mirror(aws, f"{REGISTRY}/hashicorp/aws"))
        served.append(f"{REGISTRY}/hashicorp/aws")
    blocks.append(f"  direct {{\n    exclude = {json.dumps(served)}\n  }}")
    path.write_text(
        "disable_checkpoint = true\n\nprovider_installation {\n" + "\n".join(blocks) + "\n}\n",
    )
    return path


def _mirror(folder: Path, provider: str) -> str:
    # A JSON string is a string of this language too, which has no templates to escape.
    return (
        f"  filesystem_mirror {{\n    path    = {json.dumps(str(folder))}\n    include = [{json.dumps(provider)}]\n  }}"
    )
