"""The decision: from everything that has a say to yes, or no with the reason.

Source: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access" and "Cross-account
policy evaluation logic"; the reasons are those of "Troubleshoot access denied error messages".
"""

from __future__ import annotations

from dataclasses import dataclass, field

from partition_simulator.authorization.policies import Policies, Said
from partition_simulator.authorization.principals import Named
from partition_simulator.authorization.question import Question

Levels = tuple[Policies, ...]
"""An organization's policies for one account, from the root down to the account: each level must allow."""


@dataclass(frozen=True)
class Sources:
    """What has a say about one request; None or empty where there is no such thing.

    identity: None for an account's root, which may do everything in its account, and for a service.
    boundary, session: they limit the identity's policies. resource: the policy of the resource, a bucket's or a role's.
    same_account: whether caller and resource are of one account. trust: whether the resource is a role that is
    assumed, which needs its trust policy's consent even in the same account.
    """

    identity: Policies | None
    boundary: Policies | None = None
    session: Policies | None = None
    service_control: Levels = ()
    resource_control: Levels = ()
    resource: Policies | None = None
    same_account: bool = True
    trust: bool = False
    limits: tuple[tuple[str, Policies], ...] = field(init=False)

    def __post_init__(self) -> None:
        both = (("permissions boundary", self.boundary), ("session policy", self.session))
        object.__setattr__(self, "limits", tuple((name, limit) for name, limit in both if limit is not None))


def reason_to_refuse(question: Question, sources: Sources, action: str) -> str | None:
    """None for yes; else why not, as AWS ends its sentence. ``action`` as it is to be written."""
    for name, levels in (
        ("a resource control policy", sources.resource_control),
        ("a service control policy", sources.service_control),
    ):
        said = [level.say(question) for level in levels]
        if any(one.denied for one in said):
            return f"with an explicit deny in {name}"
        if any(one.allowed is Named.NOT for one in said):
            return f"because no {name.removeprefix('a ')} allows the {action} action"
    if question.caller.service is not None:
        return _service(question, sources, action)
    return _caller(question, sources, action)


def _said(policies: Policies | None, question: Question) -> Said:
    return Said(denied=False, allowed=Named.NOT) if policies is None else policies.say(question)


def _resource_kind(sources: Sources) -> str:
    return "role trust policy" if sources.trust else "resource-based policy"


def _service(question: Question, sources: Sources, action: str) -> str | None:
    resource = _said(sources.resource, question)
    if resource.denied:
        return "with an explicit deny in a resource-based policy"
    return None if resource.allowed is not Named.NOT else f"because no resource-based policy allows the {action} action"


def _caller(question: Question, sources: Sources, action: str) -> str | None:
    resource = _said(sources.resource, question)
    if resource.denied:
        return f"with an explicit deny in a {_resource_kind(sources)}"
    identity = Said(False, Named.ITSELF) if sources.identity is None else sources.identity.say(question)
    limits = [(name, limit.say(question)) for name, limit in sources.limits]
    for name, said in [("n identity-based policy", identity), *[(f" {name}", said) for name, said in limits]]:
        if said.denied:
            return f"with an explicit deny in a{name}"
    if resource.allowed is Named.NOT and (sources.trust or not sources.same_account):
        return f"because no {_resource_kind(sources)} allows the {action} action"
    if sources.same_account and resource.allowed is Named.ITSELF:
        return None  # "not limited by an implicit deny in a permissions boundary or session policy"
    if identity.allowed is Named.NOT and not (sources.same_account and resource.allowed is Named.ROLE):
        return f"because no identity-based policy allows the {action} action"
    for name, said in limits:
        if said.allowed is Named.NOT:
            return f"because no {name} allows the {action} action"
    return None
