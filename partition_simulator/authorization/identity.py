"""The policies of who calls: a user's with those of its groups, or a role's; boundaries and session policies."""

from __future__ import annotations

from dataclasses import dataclass

from moto.iam.models import Group, IAMBackend, ManagedPolicy, Role, User

from partition_simulator import moto_bridge
from partition_simulator.authorization.policies import Policies, policies
from partition_simulator.world.keys import Principal
from partition_simulator.world.world import World

_NOBODY = policies(())


@dataclass(frozen=True)
class Identity:
    """``policies`` is None for an account's root, which needs none; ``boundary`` and ``session`` limit them."""

    policies: Policies | None
    boundary: Policies | None = None
    session: Policies | None = None

    @property
    def is_unlimited(self) -> bool:
        """Whether nothing here forbids anything."""
        return (self.policies is None or self.policies.unlimited) and self.boundary is None and self.session is None


def identity_of(world: World, principal: Principal) -> Identity:
    """The identity side of a principal; one that was deleted, and so lost its id, may do nothing."""
    account = world.accounts[principal.account_id]
    if principal.arn == account.root_arn:
        return Identity(None)
    iam = moto_bridge.iam_of(account)
    if principal.role_arn is not None:
        role = iam.roles.get(principal.user_id.partition(":")[0])
        return Identity(_NOBODY) if role is None else role_identity(iam, role, principal.session_policies)
    user = iam.users.get(principal.arn.rpartition("/")[2])
    return Identity(_NOBODY) if user is None or user.id != principal.user_id else user_identity(iam, user)


def role_identity(iam: IAMBackend, role: Role, session: tuple[str, ...] = ()) -> Identity:
    """A role's, as a session with these session policies has it."""
    texts = (*role.policies.values(), *_managed(role.managed_policies))
    boundary = _boundary(iam, role.permissions_boundary_arn)
    return Identity(policies(texts), boundary, policies(session) if session else None)


def user_identity(iam: IAMBackend, user: User) -> Identity:
    """A user's, with its groups'."""
    texts = [*user.policies.values(), *_managed(user.managed_policies)]
    for group in iam.groups.values():
        if user in group.users:
            texts += [*group.policies.values(), *_managed(group.managed_policies)]
    return Identity(policies(tuple(texts)), _boundary(iam, getattr(user, "permissions_boundary_arn", None)))


def group_identity(group: Group) -> Identity:
    """A group's alone, which nobody calls as."""
    return Identity(policies((*group.policies.values(), *_managed(group.managed_policies))))


def document_of(policy: ManagedPolicy) -> str:
    """A managed policy's default version."""
    return next(v.document for v in policy.versions if v.version_id == policy.default_version_id)


def _managed(attached: dict[str, ManagedPolicy]) -> list[str]:
    return [document_of(policy) for policy in attached.values()]


def _boundary(iam: IAMBackend, arn: str | None) -> Policies | None:
    """A boundary that isn't there any more allows nothing (unverified; claim: boundary-that-is-gone)."""
    if not arn:
        return None
    policy = iam.managed_policies.get(arn)
    return _NOBODY if policy is None else policies((document_of(policy),))
