"""Requests to Service Quotas: GetServiceQuota and ListServiceQuotas. Other operations aren't simulated."""

from __future__ import annotations

import json
from typing import Any

from moto.servicequotas.responses import ServiceQuotasResponse

from partition_simulator.context import current_call
from partition_simulator.service_quotas.exceptions import InvalidPaginationToken
from partition_simulator.service_quotas.models import quota_of, quotas_of


class SimulatedServiceQuotasResponse(ServiceQuotasResponse):
    """The two operations that tell the account quota of Organizations."""

    def _asked(self) -> dict[str, Any]:
        asked: dict[str, Any] = json.loads(self.body or "{}")
        return asked

    def get_service_quota(self) -> str:
        """GetServiceQuota."""
        asked = self._asked()
        return json.dumps({"Quota": quota_of(current_call(), asked["ServiceCode"], asked["QuotaCode"])})

    def list_service_quotas(self) -> str:
        """ListServiceQuotas; there are so few that the first page is the only one."""
        asked = self._asked()
        if asked.get("NextToken") is not None:
            raise InvalidPaginationToken
        wanted = asked.get("QuotaCode")
        quotas = quotas_of(current_call(), asked["ServiceCode"])
        return json.dumps({"Quotas": [quota for quota in quotas if wanted in (None, quota["QuotaCode"])]})
