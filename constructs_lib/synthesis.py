"""From a declaration to the folder that Terraform runs on."""

from __future__ import annotations

from pathlib import Path

from constructs_lib.cdk import App, writes_hcl
from constructs_lib.declarations import Declaration, SingleCompanyDeclaration
from constructs_lib.reseller_partner import ResellerPartner
from constructs_lib.single_company import SingleCompany


def synthesize(declaration: Declaration, *, outdir: Path, state_dir: Path) -> list[str]:
    """Write ``outdir/stacks/NAME/cdk.tf.json`` for every stack; returns their names in the order to apply them.

    Where CDKTF writes HCL (SYNTH_HCL_OUTPUT), that is ``cdk.tf``, with ``beside.tf`` for what it has no words for.

    Args:
        declaration: What to compose.
        outdir: Where to; made if missing.
        state_dir: Folder of the state files, where the declaration has no ``state``.

    Raises:
        ConstructError: Something is declared that AWS or Terraform would refuse.
        OSError: ``outdir`` cannot be written to.
    """
    # Absolute: Node.js goes on in the directory it was started in, whatever the current one is now.
    outdir = outdir.absolute()
    outdir.mkdir(parents=True, exist_ok=True)
    # stack_traces: CDKTF would put paths of this machine into the files.
    app = App(outdir=str(outdir), stack_traces=False)
    composed: SingleCompany | ResellerPartner
    if isinstance(declaration, SingleCompanyDeclaration):
        composed = SingleCompany(app, declaration, state_dir=state_dir)
    else:
        composed = ResellerPartner(app, declaration, state_dir=state_dir)
    app.synth()
    if writes_hcl():
        for stack in composed.stacks:
            (outdir / "stacks" / stack.node.id / "beside.tf").write_text(stack.beside_hcl(), encoding="utf-8")
    for stack in composed.stacks:  # the other form's files would declare everything a second time
        for name in ("cdk.tf.json",) if writes_hcl() else ("cdk.tf", "beside.tf"):
            (outdir / "stacks" / stack.node.id / name).unlink(missing_ok=True)
    return [stack.node.id for stack in composed.stacks]
