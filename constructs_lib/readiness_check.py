"""`ReadinessCheck`: whether pairs can be made and joined, said at every plan."""

from __future__ import annotations

from constructs_lib.bindings.data_govpair_readiness import DataGovpairReadiness
from constructs_lib.cdk import Construct, TerraformOutput, TerraformProvider, TerraformStack, writes_hcl
from constructs_lib.elements import refuse
from constructs_lib.identifiers import identifier


class ReadinessCheck(Construct):
    """A ``check`` block on the prerequisites: what isn't met is a warning of plan and apply, with the way to mend it.

    Nothing is refused by it (https://developer.hashicorp.com/terraform/language/checks); Terraform 1.5 brought checks.
    CDKTF's HCL writer knows no ``check``: in HCL the same is an output, ``NAME_unmet``, a list of sentences.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        pairs: int | None = None,
        logical_id: str = "readiness",
        provider: TerraformProvider | None = None,
    ) -> None:
        """Declare the check.

        Args:
            scope: The stack, or a construct in it.
            id: Construct id.
            pairs: How many new pairs are meant, at most 50,000: whether the quotas have room for them.
            logical_id: Name of the data source and of the check in Terraform.
            provider: A govpair provider; None is the stack's default.

        Raises:
            ConstructError: ``pairs`` is not a number of pairs.
        """
        super().__init__(scope, id)
        if pairs is not None and not 1 <= pairs <= 50_000:
            refuse(self, [f"pairs: It must be 1 to 50,000, not {pairs}."])
        name = identifier(logical_id)
        self.data = DataGovpairReadiness(self, "Data", pairs=pairs, logical_id=name, provider=provider)
        data = f"data.govpair_readiness.{name}"
        unmet = (
            f'[for each in {data}.checks : "${{each.name}}: ${{each.detail}} ${{coalesce(each.next_step, " ")}}" '
            "if each.ready == false || (each.required && each.ready == null)]"
        )
        if writes_hcl():
            TerraformOutput(
                self, f"{name}_unmet", value=f"${{{unmet}}}", description="Prerequisites not met.", static_id=True
            )
            return
        said = f'Account pairs can\'t be made and joined yet.\n${{join("\\n", {unmet})}}'
        rule = {"condition": f"${{{data}.ready}}", "error_message": said}
        TerraformStack.of(self).add_override(f"check.{name}.assert", [rule])
