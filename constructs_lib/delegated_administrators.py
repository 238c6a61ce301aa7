"""`DelegatedAdministrators`: the members that administer services for their organization."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from constructs_lib.bindings.aws_organizations_delegated_administrator import AwsOrganizationsDelegatedAdministrator
from constructs_lib.cdk import Construct, ITerraformDependable, TerraformProvider
from constructs_lib.elements import refuse
from constructs_lib.identifiers import identifier
from constructs_lib.rule_checks import problems
from custom_resources.engine import rules

_SERVICE = re.compile(r"[a-z0-9.-]{1,114}\.amazonaws\.com")


class DelegatedAdministrators(Construct):
    """Members of an organization, each registered for services.

    Limits (botocore's organizations/2016-11-28 model, RegisterDelegatedAdministrator): the account is a member, never
    the management account (CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR) and not suspended; the organization
    trusts the service first (SERVICE_ACCESS_NOT_ENABLED). How many administrators a service takes stands in its own
    guide. An account can't be removed from the organization while it is one.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        administrators: Mapping[str, Sequence[str]],
        account_ids: Mapping[str, str],
        trusted_services: Collection[str] | None = None,
        logical_id: Callable[[str], str] | None = None,
        depends_on: Sequence[ITerraformDependable] | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        """Declare the administrators.

        Args:
            scope: The stack, or a construct in it.
            id: Construct id; the Terraform addresses follow from it, the services and the accounts' names.
            administrators: Names of accounts by service principal, such as ``guardduty.amazonaws.com``.
            account_ids: Account id by name.
            trusted_services: The organization's; a service that isn't among them is refused. None checks nothing.
            logical_id: Makes the name in the Terraform address from ``ACCOUNT@SERVICE``, instead of CDKTF.
            depends_on: What must be there first: the organization that trusts the services, and the memberships.
            provider: An aws provider for the organization's management account; None is the stack's default.

        Raises:
            ConstructError: A rule above is broken.
        """
        super().__init__(scope, id)
        found = list(problems(*(("account_ids", each, rules.account_id) for each in account_ids.values())))
        for service, names in administrators.items():
            if not _SERVICE.fullmatch(service):
                found.append(f"{service!r} is no service principal, such as guardduty.amazonaws.com.")
            elif trusted_services is not None and service not in trusted_services:
                found.append(f"{service}: the organization doesn't trust it; add it to its trusted services.")
            found += [
                f"{service}: there is no account {name!r}; there are: {', '.join(account_ids) or 'none'}."
                for name in names
                if name not in account_ids
            ]
        refuse(self, found)
        for service, names in sorted(administrators.items()):
            for name in sorted(set(names)):
                key = f"{name}@{service}"
                AwsOrganizationsDelegatedAdministrator(
                    self,
                    identifier(key),
                    account_id=account_ids[name],
                    service_principal=service,
                    logical_id=logical_id(key) if logical_id else None,
                    depends_on=depends_on,
                    provider=provider,
                )
