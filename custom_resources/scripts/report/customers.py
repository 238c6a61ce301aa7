"""The GovCloud organizations of a reseller's customers, each reached as the organization file says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from custom_resources.engine.errors import NotFound, Refused, WrongCredentials
from custom_resources.engine.survey_model import Unread

if TYPE_CHECKING:
    from custom_resources.engine.session import AwsSession
    from custom_resources.scripts.credential_options import CredentialOptions
    from custom_resources.scripts.task import Task


def customers_organizations(task: Task, credentials: CredentialOptions) -> tuple[dict[str, AwsSession], list[Unread]]:
    """Return the management accounts' sessions by customer, and the customers that can't be reached, with the reason.

    Both are empty where no reseller's organization file is given. Where a customer was chosen, its organization is the
    one of the credential set, and the others are not read.
    Raises what the look-up of a management pair raises, but for NotFound, Refused and
    WrongCredentials: then it is told.
    """
    sessions: dict[str, AwsSession] = {}
    unread = []
    file = credentials.declared
    if file and file.customer:
        everybody = getattr(file.organization, "customers", ())
        others = [each.name for each in everybody if each.name != file.customer.name]
        return {}, [Unread(f"customer {name}", f"The customer {file.customer.name} was chosen.") for name in others]
    for name in file.customers if file else ():
        try:
            chosen = replace(credentials, customer=name)
            estate = task.estate(chosen, "govcloud_management", welcome="govcloud_paired")
        except (NotFound, Refused, WrongCredentials) as error:
            unread.append(Unread(f"customer {name}", error.detail))
        else:
            sessions[name] = estate.govcloud_management
    return sessions, unread
