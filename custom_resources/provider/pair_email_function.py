"""The function `pair_email`."""

from __future__ import annotations

from typing import ClassVar

from custom_resources.engine import rules
from custom_resources.plugin import STRING, Function, Parameter
from custom_resources.provider.function_arguments import refuse

PLACEHOLDER = "{name}"


class PairEmailFunction(Function):
    """`provider::govpair::pair_email(template, name)`."""

    name: ClassVar[str] = "pair_email"
    parameters = (
        Parameter("template", STRING, "An email address with `{name}` in it: `aws+{name}@example.gov`."),
        Parameter("name", STRING, "The name of the account pair."),
    )
    returns = STRING
    summary: ClassVar[str] = "A pair's root email address, from a template and the pair's name."
    description: ClassVar[str] = (
        "Returns the template with `{name}` replaced, checked by AWS's rules for the email of a new account pair: 6 to "
        "64 characters and no white space, so that a name that doesn't fit is refused at plan."
    )

    def call(self, template: str, name: str) -> str:
        """The email address."""
        refuse(
            0, None if PLACEHOLDER in template else f"The template {rules.shown(template)} has no {PLACEHOLDER} in it."
        )
        if all(rules.email(template.replace(PLACEHOLDER, filler)) for filler in ("x", "xxxxxx")):
            refuse(0, rules.email(template.replace(PLACEHOLDER, "xxxxxx")))  # whatever the name, so it is the template
        refuse(1, rules.new_account_name(name))
        email = template.replace(PLACEHOLDER, name)
        refuse(1, rules.email(email))
        return email
