"""The one place that imports CDKTF, so that the same constructs run on ``cdktf`` and on its maintained fork ``cdktn``.

``GOVPAIR_CDK`` chooses: ``cdktf`` (the default) or ``cdktn``. Objects of the two cannot be mixed, so the choice holds
for the whole process. Importing this module starts Node.js (about 0.4 s); everything in this package that does not
need it imports it lazily.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING

from constructs_lib.node_runtime import NodeError, use_node

CDK_VARIABLE = "GOVPAIR_CDK"
CHOICES = ("cdktf", "cdktn")


class CdkError(RuntimeError):
    """CDKTF cannot be used here. The message is one line for the user."""


def chosen_cdk() -> str:
    """The name of the package that GOVPAIR_CDK asks for.

    Raises:
        CdkError: It asks for something else than ``cdktf`` or ``cdktn``.
    """
    name = os.environ.get(CDK_VARIABLE) or CHOICES[0]
    if name not in CHOICES:
        raise CdkError(f"{CDK_VARIABLE} is {name!r}; it must be one of: {', '.join(CHOICES)}.")
    return name


def writes_hcl() -> bool:
    """Whether CDKTF writes HCL in this process, in place of JSON: by its own variable SYNTH_HCL_OUTPUT."""
    return os.environ.get("SYNTH_HCL_OUTPUT") in ("true", "1")


if TYPE_CHECKING:
    import cdktf
    import constructs
    import jsii
else:
    _name = chosen_cdk()
    _node = use_node()
    # Newer Node.js versions warn on stderr about a call inside the archived cdktf; a user can do nothing about it.
    _warnings = os.environ.get("NODE_NO_WARNINGS")
    os.environ["NODE_NO_WARNINGS"] = _warnings or "1"
    # A small space for new objects, of which Node.js has 16 MiB by itself: synthesis makes many that are soon of no
    # use, and a thousand pairs would take a third more memory.
    # https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mib
    _options = os.environ.get("NODE_OPTIONS")
    os.environ["NODE_OPTIONS"] = f"--max-semi-space-size=2 {_options or ''}".strip()
    try:
        jsii = importlib.import_module("jsii")
        constructs = importlib.import_module("constructs")
        cdktf = importlib.import_module(_name)
    except ModuleNotFoundError as missing:
        raise CdkError(f"The package {missing.name!r} is not installed: pip install 'govpair[{_name}]'.") from None
    except (AttributeError, OSError, ValueError) as broken:
        # jsii says nothing useful when its child process breaks off: "'_NodeProcess' object has no attribute …" or a
        # JSON error, for which ValueError stands.
        if isinstance(broken, AttributeError) and "_NodeProcess" not in str(broken):
            raise
        raise NodeError(
            f"Node.js at {_node.path} ({_node.origin}) does not run the kernel of {_name}; "
            "set JSII_NODE to another node executable."
        ) from None
    finally:
        if _options is None:
            del os.environ["NODE_OPTIONS"]
        else:
            os.environ["NODE_OPTIONS"] = _options
        if _warnings is None:
            del os.environ["NODE_NO_WARNINGS"]

Construct = constructs.Construct
create = jsii.create

App = cdktf.App
CloudBackend = cdktf.CloudBackend
DataTerraformRemoteState = cdktf.DataTerraformRemoteState
DataTerraformRemoteStateHttp = cdktf.DataTerraformRemoteStateHttp
DataTerraformRemoteStateLocal = cdktf.DataTerraformRemoteStateLocal
DataTerraformRemoteStateS3 = cdktf.DataTerraformRemoteStateS3
HttpBackend = cdktf.HttpBackend
ITerraformDependable = cdktf.ITerraformDependable
LocalBackend = cdktf.LocalBackend
NamedCloudWorkspace = cdktf.NamedCloudWorkspace
NamedRemoteWorkspace = cdktf.NamedRemoteWorkspace
S3Backend = cdktf.S3Backend
TerraformBackend = cdktf.TerraformBackend
TerraformDataSource = cdktf.TerraformDataSource
TerraformElement = cdktf.TerraformElement
TerraformOutput = cdktf.TerraformOutput
TerraformProvider = cdktf.TerraformProvider
TerraformProviderGeneratorMetadata = cdktf.TerraformProviderGeneratorMetadata
TerraformRemoteState = cdktf.TerraformRemoteState
TerraformResource = cdktf.TerraformResource
TerraformResourceConfig = cdktf.TerraformResourceConfig
TerraformResourceLifecycle = cdktf.TerraformResourceLifecycle
TerraformStack = cdktf.TerraformStack
Testing = cdktf.Testing
Token = cdktf.Token
