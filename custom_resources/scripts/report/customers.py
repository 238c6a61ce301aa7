"""The GovCloud organizations of a reseller's customers, each reached as the organization file says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from custom_resources.engine.errors import NotFound, Refused
from custom_resources.engine.survey_model import Unread

if TYPE_CHECKING:
    from custom_resources.engine.session import AwsSession
    from custom_resources.scripts.credential_options import CredentialOptions
    from custom_resources.scripts.task import Task


def customers_organizations(task: Task, credentials: CredentialOptions) -> tuple[list[AwsSession], list[Unread]]:
    """Return the sessions of the management accounts, and the customers that can't be reached, with the reason.

    Both are empty where no organization file is given, or a customer was chosen: then the one set is all there is.
    Raises what the look-up of a management pair raises, but for NotFound (it isn't made yet) and Refused.
    """
    sessions, unread = [], []
    file = credentials.declared
    for name in file.customers if file else ():
        try:
            estate = task.estate(replace(credentials, customer=name), welcome="govcloud_paired govcloud_management")
        except (NotFound, Refused) as error:
            unread.append(Unread(f"customer {name}", error.detail))
        else:
            sessions.append(estate.govcloud_management)
    return sessions, unread
