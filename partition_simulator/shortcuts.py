"""Shortcuts of tests: what takes several API calls and virtual minutes, done at once and without counting a call."""

from __future__ import annotations

from partition_simulator import moto_bridge
from partition_simulator.account.models import TRUSTED_SERVICE
from partition_simulator.context import Call, serving
from partition_simulator.organizations import creations
from partition_simulator.seeding import Keys
from partition_simulator.world.account import Account, Pair
from partition_simulator.world.keys import Principal
from partition_simulator.world.world import World


def _call_as(world: World, account: Account, operation: str) -> Call:
    principal = Principal(account.partition, account.account_id, account.root_arn, account.account_id)
    home = account.partition.home_region
    return Call(world, account.partition, principal, "organizations", operation, world.settle(), region=home)


def create_organization(world: World, keys: Keys, trust_account_management: bool) -> str:
    """CreateOrganization with all features; the organization's id."""
    account = world.accounts[keys.account_id]
    with serving(_call_as(world, account, "CreateOrganization")):
        organization = moto_bridge.organization_of(account)
        organization.create_organization(account.partition.home_region)
        if trust_account_management:
            organization.enable_aws_service_access(ServicePrincipal=TRUSTED_SERVICE)
        world.history.note(world)
        return organization.organization.id


def vend(world: World, payer: Keys, name: str, email: str, tags: dict[str, str], join: Keys | None) -> Pair:
    """CreateGovCloudAccount, finished; with ``join`` the GovCloud account is also in that account's organization.

    Raises what the API would refuse with, and RuntimeError with the failure reason when the request fails.
    """
    management = world.accounts[payer.account_id]
    call = _call_as(world, management, "CreateGovCloudAccount")
    parameters = {"Email": email, "AccountName": name, "Tags": [{"Key": k, "Value": v} for k, v in tags.items()]}
    with serving(call):
        request = creations.start(call, parameters, govcloud=True)
    creations.finish(world, request, call.now)
    if request.account is None or request.govcloud_account is None:
        raise RuntimeError(f"{name} ({email}) could not be made: {request.failure}")
    if join is not None:
        organization = moto_bridge.organization_of(world.accounts[join.account_id])
        organization.admit(world, request.govcloud_account, "INVITED", call.now)
    world.history.note(world)
    return Pair(request.account, request.govcloud_account)
