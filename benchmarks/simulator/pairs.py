"""A thousand pairs: how long it takes to make and to join them, and what they weigh beside as many accounts in moto."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.record import Record
from benchmarks.simulator.caller import Caller
from benchmarks.simulator.servers import GOVCLOUD_REGION, OURS, REGION, STOCK, Server, running

MAKING, MEMORY = "making and joining pairs", "memory"


def measure(record: Record, folder: Path, rounds: int, pairs: int) -> None:
    """Make and join so many pairs, one call after the other; in moto, make as many accounts as they have halves."""
    for number in range(rounds):
        with running(OURS, folder / f"pairs-{number}", ("--account-quota", str(pairs + 1))) as (server, _):
            before = server.resident_mib()
            began = time.perf_counter()
            accounts = _make(server, pairs)
            made = time.perf_counter()
            _join(server, accounts)
            joined = time.perf_counter()
            times = {"seconds": joined - began, "making_seconds": made - began, "joining_seconds": joined - made}
            record.add(f"{MAKING} ({pairs})", OURS, times)
            record.add(
                _memory(pairs), OURS, {"mib": server.resident_mib(), "growth_mib": server.resident_mib() - before}
            )
        with running(STOCK, folder / f"accounts-{number}") as (server, _):
            before = server.resident_mib()
            caller = _commercial(server)
            caller.organizations("CreateOrganization", FeatureSet="ALL")
            for account in range(2 * pairs):
                email = f"member{account}@example.com"
                caller.organizations("CreateAccount", AccountName=f"member{account}", Email=email)
            record.add(
                _memory(pairs), STOCK, {"mib": server.resident_mib(), "growth_mib": server.resident_mib() - before}
            )


def _memory(pairs: int) -> str:
    return f"{MEMORY} with {pairs} pairs, or as many accounts as their halves"


def _commercial(server: Server) -> Caller:
    return Caller(server.url.removeprefix("http://"), REGION, server.access_key_id, server.secret_access_key)


def _make(server: Server, pairs: int) -> list[str]:
    """CreateGovCloudAccount, and its status once: nothing takes time here. The GovCloud accounts' ids."""
    caller, accounts = _commercial(server), []
    for number in range(pairs):
        email = f"pair{number}@example.gov"
        request = caller.organizations("CreateGovCloudAccount", Email=email, AccountName=f"pair{number}")
        request_id = request["CreateAccountStatus"]["Id"]
        status = caller.organizations("DescribeCreateAccountStatus", CreateAccountRequestId=request_id)
        accounts.append(status["CreateAccountStatus"]["GovCloudAccountId"])
    return accounts


def _join(server: Server, accounts: list[str]) -> None:
    """InviteAccountToOrganization, AssumeRole, and AcceptHandshake in the account's name."""
    caller = Caller(server.govcloud_url.removeprefix("http://"), GOVCLOUD_REGION, *server.govcloud_keys)
    for account in accounts:
        invitation = caller.organizations("InviteAccountToOrganization", Target={"Id": account, "Type": "ACCOUNT"})
        member = caller.assume(f"arn:aws-us-gov:iam::{account}:role/OrganizationAccountAccessRole")
        accepted = member.organizations("AcceptHandshake", HandshakeId=invitation["Handshake"]["Id"])
        assert accepted["Handshake"]["State"] == "ACCEPTED"
